package main

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo"
	"cassetto/internal/festivi"
	"cassetto/sources/agenda"
)

// calendars reads the calendars of the demo offices on the days after today, so many of them: by office, then by day.
func calendars(t *testing.T, a *App, days int) map[model.CodiceSede]map[time.Time]*model.GiornoCalendario {
	t.Helper()
	found := map[model.CodiceSede]map[time.Time]*model.GiornoCalendario{}
	for _, c := range demo.Calendari("2026-01-01", "2026-01-01") {
		office := c.Fasce.Sede
		found[office] = map[time.Time]*model.GiornoCalendario{}
		for n := 1; n <= days; n++ {
			day := a.config.Now().In(model.Roma).AddDate(0, 0, n)
			id := agenda.IDGiornata(office, model.DataDi(day))
			read, err := agenda.PerGiorno(t.Context(), a.archives.byName[agenda.Name], []string{id})
			if err != nil {
				t.Fatal(err)
			}
			found[office][day] = read[id]
		}
	}
	return found
}

// checkCalendars finds each office open on the days of the next two months on which people work there.
func checkCalendars(t *testing.T, a *App) {
	t.Helper()
	saints := map[model.CodiceSede]string{}
	for _, c := range demo.Calendari("2026-01-01", "2026-01-01") {
		saints[c.Fasce.Sede] = c.Patrono
	}
	for office, days := range calendars(t, a, agenda.Orizzonte) {
		for day, g := range days {
			want := map[time.Weekday]int{time.Monday: 9, time.Tuesday: 15, time.Wednesday: 15, time.Thursday: 15, time.Friday: 9}[day.Weekday()]
			if festivi.Festivita(day, saints[office]) != "" {
				want = 0
			}
			if got := 0; want > 0 || g != nil {
				if g != nil {
					got = len(g.Fasce)
				}
				if got != want {
					t.Errorf("%s on %s: %d intervals, want %d", office, day.Format(time.DateOnly), got, want)
				}
			}
		}
	}
}

func TestDemoCalendars(t *testing.T) {
	vars, now, later := demoFolder(t, nil), time.Now(), atomic.Int64{} // days
	clock := func() time.Time { return now.AddDate(0, 0, int(later.Load())) }
	s := start(t, vars, clock, func(*App) {})
	checkCalendars(t, s.app)

	var held *model.Fascia // the first interval of a later day, which somebody takes a place in
	for _, g := range calendars(t, s.app, 8)["4900"] {
		if g != nil && len(g.Fasce) > 0 {
			held = &g.Fasce[0]
		}
	}
	p := &agenda.Prenotazione{
		ID: "A-prova", Input: model.PrenotaAppuntamentoInput{Fascia: held.ID}, Azienda: &model.Azienda{Matricola: "9900010011", CodiceSede: "4900"},
	}
	if e, err := s.app.archives.Agenda.Prenota(t.Context(), p, now); err != nil || len(e.Errori) > 0 {
		t.Fatal(e, err)
	}
	other := start(t, vars, clock, func(*App) {})
	if err := os.Remove(filepath.Join(vars["CASSETTO_DATI"], "calendario.json")); err != nil {
		t.Fatal(err)
	}
	later.Store(3)
	var both sync.WaitGroup
	for _, a := range []*App{s.app, other.app} { // at once
		both.Go(func() {
			if err := a.publish(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	checkCalendars(t, other.app)
	giornata, _ := agenda.GiornataDi(held.ID)
	g, err := agenda.PerGiorno(t.Context(), s.app.archives.byName[agenda.Name], []string{giornata})
	if f := agenda.Fascia(g[giornata], held.ID); err != nil || f == nil || len(f.Occupazioni) != 1 {
		t.Errorf("the place that was taken: %+v, %v", f, err)
	}
}

func TestCalendarState(t *testing.T) {
	want := calendarState{"2026-11-28", "2027-01-27"}
	for _, c := range []struct {
		name string
		have calendarState
		from model.Data
	}{
		{"never", calendarState{}, "2026-11-28"},
		{"today", want, "2027-01-28"},
		{"yesterday", calendarState{"2026-11-27", "2027-01-26"}, "2027-01-27"},
		{"a week ago", calendarState{"2026-11-21", "2027-01-20"}, "2027-01-21"},
		{"last year", calendarState{"2025-11-21", "2026-01-20"}, "2026-11-28"},
		{"until yesterday", calendarState{"2026-09-28", "2026-11-27"}, "2026-11-28"},
		{"until today", calendarState{"2026-09-29", "2026-11-28"}, "2026-11-29"},
		{"the clock went back", calendarState{"2026-11-30", "2027-01-29"}, "2026-11-28"},
		{"unreadable", calendarState{"2026-11-21", "gennaio"}, "2026-11-28"},
	} {
		if from := c.have.missing(want); from != c.from {
			t.Errorf("%s: from %s, want %s", c.name, from, c.from)
		}
	}
}
