package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
)

// leaves selects everything of a type that is no link to another company and no other list than its own, two levels deep.
func leaves(s *ast.Schema, of *ast.Definition, depth int) string {
	var b strings.Builder
	for _, f := range of.Fields {
		if strings.HasPrefix(f.Name, "__") || f.Name == "url" {
			continue
		}
		t := s.Types[f.Type.Name()]
		switch {
		case t.IsLeafType():
			b.WriteString(f.Name + " ")
		case f.Name == "nodes" || depth > 0 && t.Name != "Azienda" && t.Kind == ast.Object && len(f.Arguments) == 0 && f.Name != "edges" && f.Name != "pageInfo":
			if sub := leaves(s, t, depth-1); sub != "" {
				b.WriteString(f.Name + " { " + sub + "} ")
			}
		}
	}
	return b.String()
}

// wholeDossier asks for every section of a company, with all that its rows say.
func wholeDossier() string {
	s := graph.NewExecutableSchema(graph.Config{}).Schema()
	var b strings.Builder
	fmt.Fprintf(&b, "matricola denominazione sintetici { %s } infocamere { %s }", leaves(s, s.Types["DatiSintetici"], 1), leaves(s, s.Types["DatiInfocamere"], 1))
	for _, group := range []struct{ field, name string }{{"dettaglio", "DatiDettaglio"}, {"complementari", "DatiComplementari"}} {
		fmt.Fprintf(&b, " %s {", group.field)
		for _, f := range s.Types[group.name].Fields {
			fmt.Fprintf(&b, " %s { %s }", f.Name, leaves(s, s.Types[f.Type.Name()], 1))
		}
		b.WriteString(" }")
	}
	return `{ azienda(matricola: "9900010011") { ` + b.String() + ` } }`
}

func threeSections() string {
	s := graph.NewExecutableSchema(graph.Config{}).Schema()
	return fmt.Sprintf(`{ aziende(first: 50) { nodes { matricola denominazione sintetici { %s } complementari { emens(first: 12) { nodes { %s } } } infocamere { %s } } } }`,
		leaves(s, s.Types["DatiSintetici"], 0), leaves(s, s.Types["Emens"], 0), leaves(s, s.Types["DatiInfocamere"], 0))
}

type sink struct {
	h http.Header
	n int
}

func (s *sink) Header() http.Header         { return s.h }
func (s *sink) WriteHeader(int)             {}
func (s *sink) Write(b []byte) (int, error) { s.n += len(b); return len(b), nil }

// BenchmarkPiani: queries through the whole program but for the connection, everything in the process's memory but for whole answers.
func BenchmarkPiani(b *testing.B) {
	for _, piani := range []string{"si", "no"} {
		benchmarkQueries(b, "/piani="+piani, map[string]string{"CASSETTO_PIANI": piani, "CASSETTO_CACHE_MEMORIA": "64"})
	}
}

// BenchmarkFreddo: the same with nothing kept in the process: every answer is read from the archives.
func BenchmarkFreddo(b *testing.B) {
	benchmarkQueries(b, "", map[string]string{"CASSETTO_CACHE_MEMORIA": "0"})
}

func benchmarkQueries(b *testing.B, name string, settings map[string]string) {
	settings["CASSETTO_CACHE_RISPOSTE"], settings["CASSETTO_DEMO_AZIENDE"], settings["CASSETTO_LIMITI"] = "0", "200", freeLimits(b)
	for _, q := range []struct{ name, profile, query string }{
		{"dossier", "consulente", wholeDossier()},
		{"page", "associazione", threeSections()},
	} {
		b.Run(q.name+name, func(b *testing.B) {
			s := boot(b, settings)
			token, err := s.app.demo.token(q.profile)
			if err != nil {
				b.Fatal(err)
			}
			body, _ := json.Marshal(map[string]any{"query": q.query})
			h := s.app.Handler()
			ask := func(w http.ResponseWriter) {
				r := httptest.NewRequest("POST", "/graphql", bytes.NewReader(body))
				r.Header["Content-Type"] = []string{"application/json"}
				r.Header["Authorization"] = []string{"Bearer " + token}
				h.ServeHTTP(w, r)
			}
			first := httptest.NewRecorder()
			ask(first)
			text, _ := io.ReadAll(first.Body)
			if first.Code != 200 || bytes.Contains(text, []byte(`"errors"`)) {
				b.Fatalf("%d %.300s", first.Code, text)
			}
			w := &sink{h: http.Header{}}
			ask(w)
			b.ReportMetric(float64(len(text)), "B/answer")
			b.ReportAllocs()
			for b.Loop() {
				clear(w.h)
				ask(w)
			}
		})
	}
}

// freeLimits is a file of limits under which nobody's requests are counted.
func freeLimits(t testing.TB) string {
	name := filepath.Join(t.TempDir(), "limiti.json")
	if err := os.WriteFile(name, []byte(`{"predefiniti": {"frequenza": {"modo": "spento"}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
