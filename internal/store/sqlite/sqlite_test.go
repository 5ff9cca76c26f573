package sqlite_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
	"cassetto/internal/store/storetest"
)

func TestSuite(t *testing.T) {
	storetest.Run(t, func(t *testing.T, c ...*store.Collection) store.Store {
		return open(t, filepath.Join(t.TempDir(), "dati", "prova.db"), c...)
	})
}

func open(t *testing.T, path string, c ...*store.Collection) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, c...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func pratiche() *store.Collection {
	return &store.Collection{
		Name: "pratiche", Key: []string{"matricola", "numero"}, Index: [][]string{{"matricola", "creata"}},
		Order: []store.Order{{Field: "creata", Desc: true}},
	}
}

func pratica(matricola string, numero int) json.RawMessage {
	return fmt.Appendf(nil, `{"matricola":%q,"numero":"%d","creata":"2026-01-%02d","nota":"D'Agostino %d"}`, matricola, numero, numero%28+1, numero)
}

func ids(t *testing.T, s store.Store, c *store.Collection, f store.Filter) []string {
	t.Helper()
	var found []string
	err := s.Search(t.Context(), c, store.Query{Filter: f, Limit: 1_000_000}, func(r store.Row) error {
		found = append(found, r.ID())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "nuova", "con spazio?#%.db")
	s := open(t, path, pratiche())
	for i := range 3 {
		if _, err := s.Put(t.Context(), pratiche(), pratica("10", i), 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, path, pratiche())
	defer s.Close()
	if found := ids(t, s, pratiche(), nil); len(found) != 3 {
		t.Errorf("after reopening: %q", found)
	}
	if _, err := s.Put(t.Context(), pratiche(), pratica("10", 0), 1); err != nil {
		t.Errorf("a version does not survive: %v", err)
	}
}

func TestPermissions(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "dati")
	path := filepath.Join(folder, "prova.db")
	open(t, path, pratiche()).Close()
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	s := open(t, path, pratiche())
	defer s.Close()
	if _, err := s.Put(t.Context(), pratiche(), pratica("10", 1), 0); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{folder: 0o700 | os.ModeDir, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600} {
		info, err := os.Stat(name)
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	notADatabase := filepath.Join(folder, "testo.db")
	if err := os.WriteFile(notADatabase, []byte(strings.Repeat("not a database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]store.Collection{
		"no name":         {Key: []string{"a"}},
		"name":            {Name: "a_b", Key: []string{"a"}},
		"quoted name":     {Name: `a"b`, Key: []string{"a"}},
		"no key":          {Name: "a"},
		"key":             {Name: "a", Key: []string{"a b"}},
		"key is the text": {Name: "a", Key: []string{store.Text}, Text: []string{"a"}},
		"index":           {Name: "a", Key: []string{"a"}, Index: [][]string{{"a", `b"`}}},
		"reserved field":  {Name: "a", Key: []string{"a"}, Index: [][]string{{"_v"}}},
		"empty index":     {Name: "a", Key: []string{"a"}, Index: [][]string{{}}},
		"order":           {Name: "a", Key: []string{"a"}, Order: []store.Order{{Field: "b..c"}}},
		"no text":         {Name: "a", Key: []string{"a"}, Index: [][]string{{store.Text}}},
	} {
		if s, err := sqlite.Open(t.Context(), filepath.Join(folder, "a.db"), &c); err == nil {
			s.Close()
			t.Errorf("%s is accepted", name)
		}
	}
	for _, path := range []string{notADatabase, folder} {
		if s, err := sqlite.Open(t.Context(), path, pratiche()); err == nil {
			s.Close()
			t.Errorf("%s is accepted", path)
		}
	}
	if _, err := sqlite.Open(t.Context(), filepath.Join(folder, "b.db"), pratiche(), pratiche()); err == nil {
		t.Errorf("a collection declared twice is accepted")
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sqlite.Open(cancelled, filepath.Join(folder, "c.db"), pratiche()); !errors.Is(err, context.Canceled) {
		t.Errorf("Open with a cancelled context: %v", err)
	}
}

// TestEvolution opens a file with ever richer declarations, then with the first one again.
func TestEvolution(t *testing.T) {
	path := filepath.Join(t.TempDir(), "prova.db")
	first := &store.Collection{Name: "pratiche", Key: []string{"matricola", "numero"}}
	richer := pratiche()
	richer.Text = []string{"nota"}
	richer.Index = append(richer.Index, []string{store.Text}, []string{"sede.comune", "creata"})
	other := pratiche()
	other.Text = []string{"matricola"}

	s := open(t, path, first)
	if _, err := s.Import(t.Context(), first, []json.RawMessage{pratica("10", 1), pratica("11", 2)}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for _, c := range []struct {
		name       string
		collection *store.Collection
		text       string
		found      int
	}{
		{"text and indexes", richer, "agostino 2", 1},
		{"the same again", richer, "d'agostino", 2},
		{"other text", other, "agostino", 0},
		{"other text", other, "11", 1},
	} {
		s := open(t, path, c.collection)
		if found := ids(t, s, c.collection, store.Contains{Value: c.text}); len(found) != c.found {
			t.Errorf("%s: Contains %q finds %q", c.name, c.text, found)
		}
		s.Close()
	}
	s = open(t, path, first)
	defer s.Close()
	if n, err := s.Import(t.Context(), first, []json.RawMessage{pratica("10", 1), pratica("12", 3)}); n != 1 || err != nil {
		t.Errorf("an older program imports %d, %v", n, err)
	}
}

// TestManyShapes asks more kinds of questions than are kept prepared.
func TestManyShapes(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "prova.db"), pratiche())
	defer s.Close()
	if _, err := s.Put(t.Context(), pratiche(), pratica("10", 1), 0); err != nil {
		t.Fatal(err)
	}
	for i := range 450 {
		unknown := store.In{Field: fmt.Sprintf("campo%d", i), Values: []string{"x"}}
		if found := ids(t, s, pratiche(), store.Or{unknown, store.All{}}); len(found) != 1 {
			t.Fatalf("question %d finds %q", i, found)
		}
	}
}
