package sqlite

import (
	"path/filepath"
	"strings"
	"testing"

	"cassetto/internal/store"
)

// TestPlans asks SQLite how it would answer: through an index, and in its order wherever the index has one.
func TestPlans(t *testing.T) {
	c := &store.Collection{
		Name:  "pratiche",
		Key:   []string{"matricola", "numero"},
		Index: [][]string{{"matricola", "creata"}, {"cf", "creata"}, {"stato", "creata"}, {"creata"}, {"sede.comune"}},
		Order: []store.Order{{Field: "creata", Desc: true}},
	}
	single := &store.Collection{Name: "aziende", Key: []string{"codice"}}
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "prova.db"), c, single)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	newest := []store.Order{{Field: "creata", Desc: true}}
	two := []string{"a", "b"}
	after := store.EncodeCursor(newest, []any{"2026"}, "x")
	for _, p := range []struct {
		name, plan string
		want       string
		unsorted   bool // no sorting step, but for the page itself
	}{
		{"read", s.readPlan(t, c, "matricola"), `USING INDEX pratiche:matricola,creata (matricola=?)`, true},
		{"read by two fields", s.readPlan(t, c, "matricola", "cf"), `USING INDEX pratiche:cf,creata (cf=?)`, true},
		{"read by the key", s.readPlan(t, single, "codice"), `USING INDEX sqlite_autoindex_aziende_1 (_id=?)`, true},
		{"newest page", s.searchPlan(t, c, store.Query{Order: newest, Limit: 20}), `USING INDEX pratiche:creata`, true},
		{"next page", s.searchPlan(t, c, store.Query{Order: newest, After: after, Limit: 20}),
			`USING INDEX pratiche:creata ((creata,_id)<(?,?))`, true},
		{"one state", s.searchPlan(t, c, store.Query{Filter: store.In{Field: "stato", Values: two[:1]}, Order: newest, After: after, Limit: 20}),
			`USING INDEX pratiche:stato,creata (stato=? AND (creata,_id)<(?,?))`, true},
		{"two states", s.searchPlan(t, c, store.Query{Filter: store.In{Field: "stato", Values: two}, Limit: 20}), `USING INDEX pratiche:stato`, false},
		{"nested field", s.searchPlan(t, c, store.Query{Filter: store.In{Field: "sede.comune", Values: two}, Limit: 20}),
			`USING INDEX pratiche:sede.comune (sede.comune=?)`, false},
		{"range", s.searchPlan(t, c, store.Query{Filter: store.Range{Field: "creata", From: "2026", To: "2027"}, Order: newest, Limit: 20}),
			`USING INDEX pratiche:creata (creata>? AND creata<?)`, true},
		{"due in one state", s.searchPlan(t, c, store.Query{
			Filter: store.And{store.In{Field: "stato", Values: two[:1]}, store.Range{Field: "creata", To: "2027"}},
			Order:  []store.Order{{Field: "creata"}}, Limit: 20,
		}), `USING INDEX pratiche:stato,creata (stato=? AND creata>? AND creata<?)`, true},
		{"mixed directions", s.searchPlan(t, c, store.Query{
			Order: []store.Order{{Field: "stato"}, {Field: "creata", Desc: true}}, Limit: 20,
			After: store.EncodeCursor([]store.Order{{Field: "stato"}, {Field: "creata", Desc: true}}, []any{"a", "2026"}, "x"),
		}), `USING INDEX pratiche:stato,creata (stato>?)`, false},
	} {
		if !strings.Contains(p.plan, p.want) {
			t.Errorf("%s: no %q in\n%s", p.name, p.want, p.plan)
		}
		before, _, _ := strings.Cut(p.plan, "SCAN p\n")
		if p.unsorted && strings.Contains(before, "TEMP B-TREE") {
			t.Errorf("%s is sorted:\n%s", p.name, p.plan)
		}
	}
}

func (s *Store) readPlan(t *testing.T, c *store.Collection, by ...string) string {
	t.Helper()
	text, err := s.tables[c.Name].readSQL(by)
	if len(by) == 1 {
		text, err = s.tables[c.Name].groupSQL(by[0])
	}
	if err != nil {
		t.Fatal(err)
	}
	return s.plan(t, text, `["a"]`)
}

func (s *Store) searchPlan(t *testing.T, c *store.Collection, q store.Query) string {
	t.Helper()
	text, args, err := s.tables[c.Name].searchSQL(q)
	if err != nil {
		t.Fatal(err)
	}
	return s.plan(t, text, args...)
}

func (s *Store) plan(t *testing.T, text string, args ...any) string {
	t.Helper()
	rows, err := s.readers.db.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+text, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan.WriteString(step + "\n")
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
