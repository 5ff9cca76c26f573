package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/redistest"
)

// BenchmarkCondivisi: queries whose values the process keeps, those that it takes from what the instances share, and those that it
// reads from the archives. It says how long a tenth and a half of them take at most, in µs.
func BenchmarkCondivisi(b *testing.B) {
	for _, q := range []struct{ name, profile, query string }{
		{"dossier", "consulente", wholeDossier()},
		{"page", "associazione", threeSections()},
	} {
		s := boot(b, map[string]string{
			"CASSETTO_CACHE_RISPOSTE": "0", "CASSETTO_DEMO_AZIENDE": "200", "CASSETTO_CACHE_MEMORIA": "64", "CASSETTO_LIMITI": freeLimits(b),
			"CASSETTO_REDIS_URL": redistest.StartTCP(b).URL,
		})
		token, err := s.app.demo.token(q.profile)
		if err != nil {
			b.Fatal(err)
		}
		body, _ := json.Marshal(map[string]any{"query": q.query})
		h := s.app.Handler()
		ask := func() {
			r := httptest.NewRequest("POST", "/graphql", bytes.NewReader(body))
			r.Header["Content-Type"] = []string{"application/json"}
			r.Header["Authorization"] = []string{"Bearer " + token}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != 200 || bytes.Contains(w.Body.Bytes(), []byte(`"errors"`)) {
				b.Fatalf("%d %.300s", w.Code, w.Body)
			}
		}
		shared := s.app.sources.Shared()
		for _, from := range []struct {
			name   string
			before func()
		}{
			{"memory", func() {}},
			{"redis", func() {
				for _, one := range shared {
					s.app.sources.Heard(cache.Change{Archive: one.Archive, Section: one.Name})
				}
			}},
			{"archives", func() {
				for _, one := range shared {
					_ = s.app.sources.Forget(b.Context(), cache.Change{Archive: one.Archive, Section: one.Name}) // later, if Redis is too slow now
				}
			}},
		} {
			ask()
			b.Run(q.name+"/"+from.name, func(b *testing.B) {
				var took []time.Duration
				for b.Loop() {
					from.before()
					begin := time.Now()
					ask()
					took = append(took, time.Since(begin))
				}
				slices.Sort(took)
				b.ReportMetric(float64(took[len(took)/10].Microseconds()), "µs/tenth")
				b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs/half")
			})
		}
	}
}
