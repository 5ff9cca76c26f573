package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
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
	h, closeAll, err := inProcess(b.Context(), dati, 0)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(closeAll)
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

// BenchmarkPiani asks what peers are compared by in this process, with all kept that is read and with nothing kept: what it
// allocates is the program's own, without net/http's.
//
//	go test ./bench -run '^$' -bench Piani -benchmem
func BenchmarkPiani(b *testing.B) {
	dati := os.Getenv("CASSETTO_BENCH_DATI")
	if dati == "" {
		dati = b.TempDir()
		fillFew(b, dati)
	}
	all, err := inquiries(50)
	if err != nil {
		b.Fatal(err)
	}
	for _, kept := range []struct {
		name   string
		memory uint64
	}{{"", 64 << 20}, {" nothing kept", 0}} {
		h, closeAll, err := inProcess(b.Context(), dati, kept.memory)
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(closeAll)
		for _, q := range all {
			c, err := newCaller(b.Context(), h, q)
			if err != nil {
				b.Fatal(err)
			}
			b.Run(strings.ReplaceAll(q.name, ",", "")+kept.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := c.call(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// fillFew makes the archives of 200 companies in a folder.
func fillFew(b *testing.B, dati string) {
	b.Helper()
	p, err := build(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer p.remove()
	p.dati, p.companies = dati, 200
	if err := p.fill(b.Context(), io.Discard); err != nil {
		b.Fatal(err)
	}
}
