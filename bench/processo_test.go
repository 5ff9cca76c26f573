package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
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
	"cassetto/internal/fault"
	"cassetto/internal/store/sqlite"
	"cassetto/internal/transport"
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
		if err := run(b.Context(), measurement{companies: 100, dati: dati, warm: 1}, io.Discard); err != nil {
			b.Fatal(err)
		}
	}
	h := open(b, dati)
	ask := func(profile, query string) ([]byte, error) {
		body, err := json.Marshal(map[string]string{"query": query})
		if err != nil {
			return nil, err
		}
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/graphql", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Authorization", "Bearer "+profile)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if text := w.Body.Bytes(); bytes.Contains(text[:min(len(text), 200)], []byte(`"errors"`)) {
			return nil, fmt.Errorf("%.300s", text)
		}
		return w.Body.Bytes(), nil
	}
	after, err := middle(ask)
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range questions(after) {
		b.Run(strings.ReplaceAll(q.name, ",", ""), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ask(q.profile, q.query); err != nil {
					b.Fatal(err)
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
	return behindEdge(b, &resolvers.Resolver{Sources: sources.Open(a, sources.Options{Timeout: 10 * time.Second}), Now: time.Now})
}

// behindEdge serves a graph as the program does, to demo profiles that are known by their name instead of a token.
func behindEdge(b *testing.B, r *resolvers.Resolver) http.Handler {
	b.Helper()
	exec, stop, err := behindGate(r)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(stop)
	return transport.New(exec, identity, transport.Options{})
}

// identity is who a demo profile is.
func identity(_ context.Context, profile string) (access.Identita, error) {
	for _, p := range demo.Profili() {
		if p.Nome == profile {
			return access.Identita{CodiceFiscale: p.CodiceFiscale, Profilo: &p.Profilo}, nil
		}
	}
	return access.Identita{}, fault.Errorf(fault.Unauthenticated, "Profilo sconosciuto.")
}
