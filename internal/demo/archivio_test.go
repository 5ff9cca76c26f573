package demo_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo"
)

// archivio holds every document of one generation, as an archive would.
type archivio struct {
	oggi    time.Time
	sezioni map[string][]json.RawMessage // by archive/section
	letti   map[string]any               // what was decoded, by section
	rileggi map[string]func(i int, doc json.RawMessage) any
}

// di is a row and whom it belongs to.
type di[T any] struct {
	Chi string // matricola or codice fiscale of the owner
	R   T
}

func leggi(tb testing.TB, o demo.Options) *archivio {
	tb.Helper()
	a := &archivio{oggi: o.Oggi, sezioni: map[string][]json.RawMessage{}, letti: map[string]any{}, rileggi: map[string]func(int, json.RawMessage) any{}}
	if a.oggi.IsZero() {
		a.oggi = time.Date(2026, 11, 23, 0, 0, 0, 0, model.Roma)
	}
	err := demo.Generate(context.Background(), o, func(archivio, sezione string, doc any) error {
		b, err := json.Marshal(doc)
		a.sezioni[archivio+"/"+sezione] = append(a.sezioni[archivio+"/"+sezione], b)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// campione are the named companies and 300 generated ones, of the default day.
var campione = sync.OnceValue(func() *archivio { return leggi(&testing.T{}, demo.Options{Aziende: 300}) })

// dopo are the same companies four months on.
var dopo = sync.OnceValue(func() *archivio {
	return leggi(&testing.T{}, demo.Options{Aziende: 300, Oggi: time.Date(2027, 3, 31, 15, 0, 0, 0, model.Roma)})
})

// righe are the rows of a section, each with the matricola or codice fiscale that owns it. They are decoded once.
func righe[T any](t testing.TB, a *archivio, sezione, chiave string) []di[T] {
	t.Helper()
	if letti, ok := a.letti[sezione]; ok {
		return letti.([]di[T])
	}
	leggi := func(doc json.RawMessage) (r di[T]) {
		var proprio struct{ Matricola, CodiceFiscale string }
		if err := errors.Join(json.Unmarshal(doc, &r.R), json.Unmarshal(doc, &proprio)); err != nil {
			t.Fatalf("%s: %v", sezione, err)
		}
		switch chiave {
		case "matricola":
			r.Chi = proprio.Matricola
		case "codiceFiscale":
			r.Chi = proprio.CodiceFiscale
		}
		return r
	}
	tutte := make([]di[T], 0, len(a.sezioni[sezione]))
	for _, doc := range a.sezioni[sezione] {
		tutte = append(tutte, leggi(doc))
	}
	if len(tutte) == 0 {
		t.Fatalf("%s: no row", sezione)
	}
	a.letti[sezione] = tutte
	a.rileggi[sezione] = func(i int, doc json.RawMessage) any { // the rows with the i-th changed, or lost
		if doc == nil {
			return slices.Delete(slices.Clone(tutte), i, i+1)
		}
		copia := slices.Clone(tutte)
		copia[i] = leggi(doc)
		return copia
	}
	return tutte
}

func perChi[T any](rr []di[T]) map[string][]T {
	per := map[string][]T{}
	for _, r := range rr {
		per[r.Chi] = append(per[r.Chi], r.R)
	}
	return per
}

func aziende(t testing.TB, a *archivio) map[string]model.DatiSintetici {
	per := map[string]model.DatiSintetici{}
	for _, r := range righe[model.DatiSintetici](t, a, "anagrafica/aziende", "matricola") {
		per[r.Chi] = r.R
	}
	return per
}

func emens(t testing.TB, a *archivio) map[string][]model.Emens {
	if letti, ok := a.letti["emens"]; ok {
		return letti.(map[string][]model.Emens)
	}
	per := perChi(righe[model.Emens](t, a, "complementari/emens", "matricola"))
	for _, rr := range per {
		slices.SortFunc(rr, func(x, y model.Emens) int {
			return cmp.Or(cmp.Compare(x.Periodo, y.Periodo), cmp.Compare(x.Progressivo, y.Progressivo))
		})
	}
	a.letti["emens"] = per
	return per
}

// ultime are, by month, the returns that count: of the position, not rejected, the last one sent.
func ultime(rr []model.Emens) map[string]model.Emens {
	per := map[string]model.Emens{}
	for _, e := range rr {
		if e.TipoFlusso == model.TipoFlussoPoscontributiva && e.Esito != model.EsitoEmensScartato {
			per[string(e.Periodo)] = e
		}
	}
	return per
}

// buchi are the interruptions of each matricola, in order.
func buchi(t testing.TB, a *archivio) map[string][]model.Interruzione {
	per := perChi(righe[model.Interruzione](t, a, "anagrafica/interruzioni", "matricola"))
	for _, rr := range per {
		slices.SortFunc(rr, func(x, y model.Interruzione) int { return cmp.Compare(x.Dal, y.Dal) })
	}
	return per
}

// senza says whether a day falls in an interruption.
func senza(rr []model.Interruzione, g time.Time) bool {
	d := model.Data(g.Format(time.DateOnly))
	return slices.ContainsFunc(rr, func(r model.Interruzione) bool { return r.Dal <= d && (r.Al == nil || d < *r.Al) })
}

func giorno[S ~string](t testing.TB, s S) time.Time {
	t.Helper()
	g, err := time.Parse(time.DateOnly, string(s))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func mese[S ~string](t testing.TB, s S) time.Time { return giorno(t, string(s)+"-01") }

func (a *archivio) data() model.Data { return model.Data(a.oggi.Format(time.DateOnly)) }

// lavorativo reads the calendar by itself: national holidays, Easter Mondays as printed in almanacs.
func lavorativo(g time.Time) bool {
	switch g.Weekday() {
	case time.Saturday, time.Sunday:
		return false
	}
	if slices.Contains([]string{"01-01", "01-06", "04-25", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25", "12-26"}, g.Format("01-02")) {
		return false
	}
	if g.Year() >= 2026 && g.Format("01-02") == "10-04" {
		return false
	}
	return !slices.Contains(pasquette, g.Format(time.DateOnly))
}

var pasquette = []string{
	"2012-04-09", "2013-04-01", "2014-04-21", "2015-04-06", "2016-03-28", "2017-04-17", "2018-04-02", "2019-04-22", "2020-04-13", "2021-04-05",
	"2022-04-18", "2023-04-10", "2024-04-01", "2025-04-21", "2026-04-06", "2027-03-29", "2028-04-17", "2029-04-02", "2030-04-22", "2031-04-14",
}

// slitta is the day or the next working one.
func slitta(g time.Time) time.Time {
	for !lavorativo(g) {
		g = g.AddDate(0, 0, 1)
	}
	return g
}

func uguali(x, y any) bool {
	a, _ := json.Marshal(x)
	b, _ := json.Marshal(y)
	return bytes.Equal(a, b)
}

func leggiDoc(t testing.TB, doc json.RawMessage) (v any) {
	t.Helper()
	if err := json.Unmarshal(doc, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
