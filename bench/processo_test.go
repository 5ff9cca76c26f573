package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cassetto/internal/access"
	"cassetto/internal/archive"
	"cassetto/internal/demo"
	"cassetto/internal/store/sqlite"
	"cassetto/resolvers"
	"cassetto/sources"
	"cassetto/sources/infocamere"
)

// BenchmarkQuestions asks the questions of the graph in this process, so that they can be profiled:
//
//	CASSETTO_BENCH_DATI=/var/tmp/200k go test ./bench -run '^$' -bench Questions -cpuprofile cpu.out
//
// The folder is one that the command has filled; without one, few companies are made.
func BenchmarkQuestions(b *testing.B) {
	dati := os.Getenv("CASSETTO_BENCH_DATI")
	if dati == "" {
		dati = b.TempDir()
		if err := run(b.Context(), 100, dati, b.Output()); err != nil {
			b.Fatal(err)
		}
	}
	h := open(b, dati)
	for _, q := range questions() {
		b.Run(strings.ReplaceAll(q.name, ",", ""), func(b *testing.B) {
			b.ReportAllocs()
			body, err := json.Marshal(map[string]string{"query": q.query})
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				r := httptest.NewRequestWithContext(access.With(b.Context(), identity(q.profile)), http.MethodPost, "/graphql", strings.NewReader(string(body)))
				r.Header.Set("Content-Type", "application/json")
				w := httptest.NewRecorder()
				h.ServeHTTP(w, r)
				if strings.Contains(w.Body.String(), `"errors"`) {
					b.Fatalf("%.300s", w.Body)
				}
			}
		})
	}
}

// open serves the graph over the archives of a folder.
func open(b *testing.B, dati string) http.Handler {
	b.Helper()
	a := sources.Archives{}
	for name, sections := range sources.Sections() {
		s, err := sqlite.Open(b.Context(), filepath.Join(dati, name+".db"), archive.Collections(sections)...)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { _ = s.Close() })
		one := archive.New(name, s)
		switch name {
		case "anagrafica":
			a.Anagrafica = one
		case "complementari":
			a.Complementari = one
		case "deleghe":
			a.Deleghe = one
		case "sedi":
			a.Sedi = one
		case infocamere.Name:
			a.Infocamere = infocamere.FromArchive(one)
		}
	}
	return resolvers.Handler(&resolvers.Resolver{Sources: sources.Open(a, 10*time.Second), Now: time.Now})
}

// identity is who a demo profile is.
func identity(profile string) access.Identita {
	for _, p := range demo.Profili() {
		if p.Nome == profile {
			return access.Identita{CodiceFiscale: p.CodiceFiscale, Profilo: &p.Profilo}
		}
	}
	return access.Identita{}
}
