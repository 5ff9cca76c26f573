package sqlite_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

// TestGroup reads rows whose ids hold what rows are told apart by, and a key that is named twice.
func TestGroup(t *testing.T) {
	c := &store.Collection{Name: "prove", Key: []string{"id"}, Index: [][]string{{"di"}}}
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "prova.db"), c)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ids := []string{" 7 1 x", "12 3 ", "a\x1fb", "z\x00è{}\x1f9 1 "}
	var docs []json.RawMessage
	for i, id := range ids {
		key, _ := json.Marshal(id)
		docs = append(docs, fmt.Appendf(nil, `{"id":%s,"di":"k","n":%d}`, key, i))
	}
	if _, err := s.Import(t.Context(), c, docs); err != nil {
		t.Fatal(err)
	}
	for _, by := range []string{"di", "id"} {
		keys := append([]string{"k", "nobody", "k", ids[0]}, ids...)
		var found []string
		err := s.Read(t.Context(), c, []string{by}, keys, func(key string, r store.Row) error {
			var doc struct {
				ID string
				N  int
			}
			if err := r.Decode(&doc); err != nil {
				return err
			}
			if want := map[string]string{"di": "k", "id": doc.ID}[by]; doc.ID != r.ID() || ids[doc.N] != doc.ID || key != want || r.Version() != 1 {
				t.Errorf("by %s: key %q, row %q, version %d, document %+v", by, key, r.ID(), r.Version(), doc)
			}
			found = append(found, r.ID())
			return nil
		})
		slices.Sort(found)
		if err != nil || !slices.Equal(found, ids) {
			t.Errorf("by %s: %q, %v", by, found, err)
		}
	}
}
