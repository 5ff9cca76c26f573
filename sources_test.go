package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
	"cassetto/internal/store"
)

// wrapped puts another store in front of every archive of a server that boots, which keeps nothing.
func wrapped(t testing.TB, env map[string]string, wrap func(archive string, s store.Store) store.Store) *server {
	t.Helper()
	vars := map[string]string{"CASSETTO_CACHE_MEMORIA": "0", "CASSETTO_CACHE_RISPOSTE": "0"} // every question reaches the store
	maps.Copy(vars, env)
	return bootWith(t, vars, func(a *App) {
		for name, one := range a.archives.byName {
			one.Store = wrap(name, one.Store)
		}
	})
}

// counter counts what is asked of the stores, by collection.
type counter struct {
	mu    sync.Mutex
	calls map[string]int
}

func (c *counter) add(kind, collection string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls[kind+" "+collection]++
}

func (c *counter) take() map[string]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	taken := c.calls
	c.calls = map[string]int{}
	return taken
}

type countingStore struct {
	store.Store
	counter *counter
}

func (s countingStore) Read(ctx context.Context, c *store.Collection, by, keys []string, each func(string, store.Row) error) error {
	s.counter.add("read", c.Name)
	return s.Store.Read(ctx, c, by, keys, each)
}

func (s countingStore) Search(ctx context.Context, c *store.Collection, q store.Query, each func(store.Row) error) error {
	s.counter.add("search", c.Name)
	return s.Store.Search(ctx, c, q, each)
}

func (s countingStore) Count(ctx context.Context, c *store.Collection, f store.Filter) (int, error) {
	s.counter.add("count", c.Name)
	return s.Store.Count(ctx, c, f)
}

// sections is a selection of every section of a company: the 8 of dettaglio, the 12 of complementari, sintetici, infocamere.
func sections() string {
	s := graph.NewExecutableSchema(graph.Config{}).Schema()
	var b strings.Builder
	b.WriteString("sintetici { denominazione } infocamere { denominazione }")
	for _, group := range []struct{ field, name string }{{"dettaglio", "DatiDettaglio"}, {"complementari", "DatiComplementari"}} {
		fmt.Fprintf(&b, " %s {", group.field)
		for _, f := range s.Types[group.name].Fields {
			fmt.Fprintf(&b, " %s { aggiornatoAl %s }", f.Name, rows(s, f))
		}
		b.WriteString(" }")
	}
	return b.String()
}

func rows(s *ast.Schema, f *ast.FieldDefinition) string {
	if s.Types[f.Type.Name()].Fields.ForName("totalCount") == nil {
		return ""
	}
	return "totalCount"
}

// TestRoundTrips: one query for 50 companies and all their sections makes one read of each collection a level, and exactly
// as many as for 10 companies; so do the companies that those companies point at.
func TestRoundTrips(t *testing.T) {
	c := &counter{calls: map[string]int{}}
	s := wrapped(t, map[string]string{"CASSETTO_DEMO_AZIENDE": "80", "CASSETTO_TIMEOUT": "30s"}, func(_ string, s store.Store) store.Store { return countingStore{s, c} })
	const companies = "aziende(first: %d) { nodes { matricola %s } }"
	deep := `dettaglio { aziendeCollegate { nodes { sede { comune } azienda { %[1]s } } }
		aziendeStessoCodiceFiscale { nodes { sede { comune } azienda { sede { comune } sintetici { sedeINPS { comune } } %[1]s } } }
		posizioneDiRiferimento { azienda { %[1]s } } }`
	tests := []struct {
		name, list, selection string
		want                  map[string]int // collections read more than once
	}{
		{"all sections", companies, sections(), map[string]int{
			"read aziende": 4, // sintetici, same codice fiscale, and who the related and the head companies are
		}},
		{"companies of deleghe", "utente { deleghe(first: %d) { nodes { azienda { matricola %s } } } }", sections(), map[string]int{"read aziende": 5, "read deleghe": 2}},
		{"related companies", companies, fmt.Sprintf(deep, "complementari { emens { totalCount } } infocamere { rea }"), map[string]int{
			"read aziende": 4, // … and sintetici of the second level
			"read emens":   3, // one for each of the three ways that lead to the second level
			"read imprese": 3,
			"read sedi":    4, // two ways by row, and by company and by card
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ask := func(n int) map[string]int {
				c.take()
				a := s.ask(t, "associazione", "{ "+fmt.Sprintf(test.list, n, test.selection)+" }", nil)
				if len(a.Errors) > 0 {
					t.Fatalf("%+v", a.Errors)
				}
				if got := strings.Count(string(a.Body), `{"matricola":"`); got != n {
					t.Fatalf("%d companies, want %d", got, n)
				}
				return c.take()
			}
			ask(1) // reads when the archives were loaded
			few, many := ask(10), ask(50)
			if !maps.Equal(few, many) {
				t.Errorf("10 companies: %v\n50 companies: %v", few, many)
			}
			for call, n := range many {
				if n > max(test.want[call], 1) {
					t.Errorf("%s: %d times", call, n)
				}
			}
		})
	}
}

// faultyStore is a store that a test can break: while a fault is set every read ends in it.
type faultyStore struct {
	store.Store
	fault *atomic.Pointer[func(context.Context) error]
}

func (s faultyStore) check(ctx context.Context) error {
	if f := s.fault.Load(); f != nil {
		return (*f)(ctx)
	}
	return nil
}

func (s faultyStore) Read(ctx context.Context, c *store.Collection, by, keys []string, each func(string, store.Row) error) error {
	if err := s.check(ctx); err != nil {
		return err
	}
	return s.Store.Read(ctx, c, by, keys, each)
}

func (s faultyStore) Search(ctx context.Context, c *store.Collection, q store.Query, each func(store.Row) error) error {
	if err := s.check(ctx); err != nil {
		return err
	}
	return s.Store.Search(ctx, c, q, each)
}

// printed is a print of the consultant that is ready.
func (s *server) printed(t *testing.T) (id any) {
	t.Helper()
	a := s.ask(t, "consulente", printing, map[string]any{"m": "9900010011"})
	stampa, _ := a.Data["stampaFascicolo"].(map[string]any)["stampa"].(map[string]any)
	if stampa == nil {
		t.Fatalf("%s", a.Body)
	}
	eventually(t, "the print is ready", func() bool {
		ready, _ := s.ask(t, "consulente", printed, map[string]any{"id": stampa["id"]}).Data["stampa"].(map[string]any)
		return ready["stato"] == "PRONTA"
	})
	return stampa["id"]
}

// TestArchiveDown: an archive that fails or hangs costs its own sections and one entry in errors, which names it; everything
// else is answered. Without the archive of deleghe nobody can be let in. An archive that comes back answers again.
func TestArchiveDown(t *testing.T) {
	faults := map[string]*atomic.Pointer[func(context.Context) error]{}
	s := wrapped(t, map[string]string{"CASSETTO_TIMEOUT": "2s"}, func(archive string, s store.Store) store.Store {
		faults[archive] = &atomic.Pointer[func(context.Context) error]{}
		return faultyStore{s, faults[archive]}
	})
	query := fmt.Sprintf(`{ stampa(id: %q) { stato avanzamento } azienda(matricola: "9900010011") { matricola sede { comune } richieste(first: 1) { totalCount } appuntamenti(first: 1) { totalCount } regolarita { esito } %s } }`, s.printed(t), sections())
	whole := s.ask(t, "consulente", query, nil)
	if len(whole.Errors) > 0 {
		t.Fatalf("%+v", whole.Errors)
	}
	answersWhole := func(t *testing.T) {
		t.Helper()
		eventually(t, "it answers as before", func() bool { return string(s.ask(t, "consulente", query, nil).Body) == string(whole.Body) })
	}
	for _, fault := range []struct {
		name string
		err  func(context.Context) error
	}{
		{"fails", func(context.Context) error { return errors.New("disk on fire at /secret/path") }},
		{"is closed", func(context.Context) error { return store.ErrClosed }},
		{"hangs", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }},
	} {
		for _, archive := range archiveNames() {
			t.Run(archive+" "+fault.name, func(t *testing.T) {
				answersWhole(t)
				faults[archive].Store(&fault.err)
				defer faults[archive].Store(nil)
				a := s.ask(t, "consulente", query, nil)
				if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "ARCHIVE_UNAVAILABLE" || a.Errors[0].Extensions["archivio"] != archive {
					t.Fatalf("errors: %+v", a.Errors)
				}
				if strings.Contains(string(a.Body), "secret") {
					t.Error("the cause reached the user")
				}
				company, _ := a.Data["azienda"].(map[string]any)
				if lost := archive == "anagrafica" || archive == "deleghe"; lost != (company == nil) {
					t.Fatalf("company: %v", company)
				}
				if company != nil {
					compareRest(t, archive, company, whole.Data["azienda"].(map[string]any))
				}
			})
		}
	}
	answersWhole(t)
}

// compareRest checks that all but an archive's sections is as in the whole answer.
func compareRest(t *testing.T, archive string, got, want map[string]any) {
	t.Helper()
	for field, value := range want {
		down := archive == "sedi" && field == "sede" || archive == "comunicazioni" && field == "richieste" || archive == "agenda" && field == "appuntamenti" || archive == field
		switch sub, _ := value.(map[string]any); {
		case down && archive == "complementari":
			for section, v := range got[field].(map[string]any) {
				if v != nil {
					t.Errorf("%s.%s = %v", field, section, v)
				}
			}
			if len(sub) < 12 {
				t.Errorf("%d sections", len(sub))
			}
		case down:
			if got[field] != nil {
				t.Errorf("%s = %v", field, got[field])
			}
		default:
			if g, w := mustJSON(t, got[field]), mustJSON(t, value); g != w {
				t.Errorf("%s = %s, want %s", field, g, w)
			}
		}
	}
	if !slices.Equal(slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want))) {
		t.Error("fields differ")
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
