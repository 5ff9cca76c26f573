package freshness_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"cassetto/internal/freshness"
)

func at(seconds int) time.Time { return time.Date(2026, 11, 23, 10, 0, seconds, 0, time.UTC) }

// read is one value as a section reports it.
type read struct {
	of      *freshness.Source
	outcome freshness.Outcome
	until   int // seconds
	failed  bool
}

// TestReport: until when a response is fresh, and what it has of each section.
func TestReport(t *testing.T) {
	companies, register := &freshness.Source{Archive: "anagrafica", Section: "aziende"}, &freshness.Source{Archive: "infocamere", Section: "imprese"}
	titles := &freshness.Source{Archive: "deleghe", Section: "titoli", Access: true}
	never := time.Time{}
	for _, test := range []struct {
		name  string
		reads []read
		begun bool // one more section, of which no value came
		until time.Time
		parts string
	}{
		{"nothing", nil, false, never, ""},
		{"one value", []read{{companies, freshness.Miss, 9, false}}, false, at(9), "anagrafica.aziende 0 0 1 0;"},
		{"the lowest of a section", []read{{companies, freshness.Miss, 9, false}, {companies, freshness.Hit, 4, false}, {companies, freshness.Hit, 7, false}}, false, at(4), "anagrafica.aziende 2 0 1 0;"},
		{"the lowest of all", []read{{register, freshness.Miss, 5, false}, {companies, freshness.Hit, 8, false}}, false, at(5), "anagrafica.aziende 1 0 0 0;infocamere.imprese 0 0 1 0;"},
		{"a stale one", []read{{register, freshness.Stale, 50, false}, {companies, freshness.Hit, 8, false}}, false, never, "anagrafica.aziende 1 0 0 0;infocamere.imprese 0 1 0 0;"},
		{"an archive that fails", []read{{register, freshness.Stale, 1, true}, {register, freshness.Hit, 8, false}}, false, never, "infocamere.imprese 1 1 0 1;"},
		{"who may read does not count", []read{{titles, freshness.Miss, 1, false}, {companies, freshness.Hit, 8, false}}, false, at(8), "anagrafica.aziende 1 0 0 0;deleghe.titoli 0 0 1 0;"},
		{"nor does it alone", []read{{titles, freshness.Miss, 1, false}}, false, never, "deleghe.titoli 0 0 1 0;"},
		{"begun", []read{{companies, freshness.Hit, 8, false}}, true, never, "anagrafica.aziende 1 0 0 0;infocamere.imprese 0 0 0 0;"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := freshness.New()
			for _, one := range test.reads {
				r.Begin(one.of)
				r.Add(one.of, one.outcome, at(one.until), one.failed)
			}
			if test.begun {
				r.Begin(register)
			}
			if got := r.FreshUntil(); !got.Equal(test.until) {
				t.Errorf("fresh until %v, want %v", got, test.until)
			}
			parts := ""
			for _, p := range r.Parts() {
				parts += fmt.Sprintf("%s.%s %d %d %d %d;", p.Source.Archive, p.Source.Section, p.Hit, p.Stale, p.Miss, p.Failed)
			}
			if parts != test.parts {
				t.Errorf("parts %s, want %s", parts, test.parts)
			}
		})
	}
}

// TestDependencies: a response no longer holds once one of its sections has changed, also while it was being read.
func TestDependencies(t *testing.T) {
	for _, test := range []struct {
		name    string
		changes func(read, titles, other *freshness.Source, r *freshness.Report)
		hold    bool
	}{
		{"nothing", func(_, _, _ *freshness.Source, _ *freshness.Report) {}, true},
		{"its section", func(s, _, _ *freshness.Source, _ *freshness.Report) { s.Changed() }, false},
		{"another", func(_, _, o *freshness.Source, _ *freshness.Report) { o.Changed() }, true},
		{"who may read", func(_, a, _ *freshness.Source, _ *freshness.Report) { a.Changed() }, true},
		{"while it was read", func(s, _, _ *freshness.Source, r *freshness.Report) {
			s.Changed()
			r.Begin(s)
			r.Add(s, freshness.Miss, at(1), false)
		}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, titles, other := &freshness.Source{}, &freshness.Source{Access: true}, &freshness.Source{}
			s.Changed()
			r := freshness.New()
			r.Begin(s)
			r.Begin(titles)
			before := r.Dependencies()
			test.changes(s, titles, other, r)
			if before.Hold() != test.hold || r.Dependencies().Hold() != test.hold {
				t.Errorf("%v %v, want %v", before.Hold(), r.Dependencies().Hold(), test.hold)
			}
		})
	}
}

// TestNoReport: nothing is collected where nobody asked for it.
func TestNoReport(t *testing.T) {
	var r *freshness.Report
	s := &freshness.Source{}
	r.Begin(s)
	r.Add(s, freshness.Hit, at(1), false)
	if !r.FreshUntil().IsZero() || r.Parts() != nil || !r.Dependencies().Hold() {
		t.Error("it says something")
	}
}

// TestReportTogether: the fields of a response report at the same time.
func TestReportTogether(t *testing.T) {
	r, s := freshness.New(), &freshness.Source{}
	var fields sync.WaitGroup
	for i := range 8 {
		fields.Go(func() {
			for range 100 {
				r.Begin(s)
				r.Add(s, freshness.Hit, at(10+i), false)
				r.FreshUntil()
				r.Dependencies().Hold()
			}
		})
	}
	fields.Wait()
	if p := r.Parts(); len(p) != 1 || p[0].Hit != 800 || !r.FreshUntil().Equal(at(10)) {
		t.Errorf("%+v", p)
	}
}

// TestFingerprint: it does not change from one run to the next.
func TestFingerprint(t *testing.T) {
	for data, want := range map[string]string{"": "70bbN1HY6ZkA", `{"a":1}`: "yguIWjL8i0gH"} {
		if got := freshness.Fingerprint([]byte(data)); got != want {
			t.Errorf("%s: %s, want %s", data, got, want)
		}
	}
}
