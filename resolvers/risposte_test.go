package resolvers

import (
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/answers"
	"cassetto/internal/freshness"
	"cassetto/internal/operation"
	"cassetto/sources"
)

func roma(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation(time.DateTime, s, model.Roma)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestTomorrow: a day ends at midnight in Italy, wherever the clock is read, also those of 23 and 25 hours and at the end of a year.
func TestTomorrow(t *testing.T) {
	for now, want := range map[string]string{
		"2026-11-23 10:00:00": "2026-11-24 00:00:00",
		"2026-11-23 23:59:59": "2026-11-24 00:00:00",
		"2026-11-24 00:00:00": "2026-11-25 00:00:00",
		"2026-03-29 01:30:00": "2026-03-30 00:00:00",
		"2026-10-25 01:30:00": "2026-10-26 00:00:00",
		"2026-12-31 12:00:00": "2027-01-01 00:00:00",
		"2028-02-28 12:00:00": "2028-02-29 00:00:00",
	} {
		for _, zone := range []*time.Location{model.Roma, time.UTC, time.FixedZone("", -11*3600)} {
			if got := tomorrow(roma(t, now).In(zone)); !got.Equal(roma(t, want)) {
				t.Errorf("%s in %v: %v", now, zone, got)
			}
		}
	}
}

// TestKeep: until when data that were read may be used again: as long as their sections, the schema and the day allow, and not
// at all when the day ended, or a revocation began to count, while they were read.
func TestKeep(t *testing.T) {
	for _, test := range []struct {
		name         string
		asked, read  string
		maxAge       time.Duration
		fresh, until string // empty: not at all
		revoked      string // the caller's title; empty: never
	}{
		{"as long as the section", "23 10:00:00", "23 10:00:01", time.Hour, "23 10:10:00", "23 10:10:00", ""},
		{"as long as the schema allows", "23 10:00:00", "23 10:00:01", time.Minute, "23 10:10:00", "23 10:01:00", ""},
		{"as long as the day", "23 23:59:00", "23 23:59:01", time.Hour, "24 00:09:00", "24 00:00:00", ""},
		{"not fresh", "23 10:00:00", "23 10:00:01", time.Hour, "", "", ""},
		{"fresh no longer", "23 10:00:00", "23 10:00:05", time.Hour, "23 10:00:04", "", ""},
		{"allowed no longer", "23 10:00:00", "23 10:00:05", 4 * time.Second, "23 10:10:00", "", ""},
		{"the day ended", "23 23:59:59", "24 00:00:01", time.Hour, "24 00:10:00", "", ""},
		{"a title was revoked before", "23 10:00:00", "23 10:00:01", time.Hour, "23 10:10:00", "23 10:10:00", "23 09:00:00"},
		{"a title is to be revoked", "23 10:00:00", "23 10:00:01", time.Hour, "23 10:10:00", "", "23 11:00:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			at := func(s string) time.Time {
				if s == "" {
					return time.Time{}
				}
				return roma(t, "2026-11-"+s)
			}
			now := at(test.read)
			r := &Resolver{Now: func() time.Time { return now }, Answers: answers.New(1 << 20)}
			q := pose(operation.Reuse{MaxAge: test.maxAge}, nil, mandato(at(test.revoked)), at(test.asked))
			if q == nil {
				if test.until != "" {
					t.Error("it is no question")
				}
				return
			}
			ctx := sources.WithBatch(t.Context())
			section := &freshness.Source{}
			sources.ReportOf(ctx).Begin(section)
			if test.fresh != "" {
				sources.ReportOf(ctx).Add(section, freshness.Miss, at(test.fresh), false)
			}
			s := freshness.Summary{Read: sources.ReportOf(ctx)}
			r.keep(q, []byte(`{"a":1}`), &s)
			if !s.Until.Equal(at(test.until)) || (s.Tag != "") != (test.until != "") {
				t.Errorf("until %v, want %v; tag %q", s.Until, at(test.until), s.Tag)
			}
			kept := r.Answers.Get(q.key, now)
			if (kept != nil) != (test.until != "") || kept != nil && (!kept.Until.Equal(s.Until) || kept.Tag != s.Tag) {
				t.Errorf("kept: %+v", kept)
			}
			if kept != nil && r.Answers.Get(q.key, s.Until) != nil {
				t.Error("it is given when it is over")
			}
		})
	}
}

// mandato is one with a title that is revoked at an instant, never when that is zero.
func mandato(revoked time.Time) access.Mandato {
	who := model.CodiceFiscale("FRRGLI82P55A000W")
	d := model.Delega{
		ID: "D1", Tipo: model.TipoDelegaIndirettaIntermediario, Stato: model.StatoDelegaAttiva, DelegatoCf: who,
		Posizione: &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: "9900010011"},
		Qualifica: model.ProfiloUtenteConsulenteDelLavoro, Servizi: []model.Servizio{model.ServizioCassetto},
		Perimetro: model.PerimetroDelegaTotale, Inizio: "2024-01-15",
	}
	if !revoked.IsZero() {
		d.DataRevoca = new(model.DataOraDi(revoked))
	}
	return access.NewMandato(model.Utente{CodiceFiscale: who, Profilo: model.ProfiloUtenteConsulenteDelLavoro}, []model.Delega{d}, nil)
}

// TestPose: another day is another question, and so is what no variable can be.
func TestPose(t *testing.T) {
	m := mandato(time.Time{})
	evening, night := roma(t, "2026-11-23 23:59:59"), roma(t, "2026-11-24 00:00:00")
	use := operation.Reuse{MaxAge: time.Minute}
	if pose(use, nil, m, evening).key == pose(use, nil, m, night).key {
		t.Error("the day does not count")
	}
	if pose(use, nil, m, night).key != pose(use, nil, m, night.Add(time.Hour)).key {
		t.Error("the hour does")
	}
	if pose(use, map[string]any{"file": struct{}{}}, m, night) != nil {
		t.Error("a file is a question")
	}
}
