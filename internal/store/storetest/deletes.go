package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"cassetto/internal/store"
)

// testDelete: what is deleted is found no more, by nothing; the rest stays as it is, in other collections too. What is not there can
// be deleted, and what was can be written again, as if it had never been there.
func testDelete(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{numbered("10", 1), numbered("10", 2), numbered("11", 3), numbered("12", 4)})
	other := fmt.Sprintf(`{"codice":%q}`, "10|R00001")
	if _, err := s.Put(t.Context(), persone(), []byte(other), 0); err != nil {
		t.Fatal(err)
	}
	strange := []string{"", "'", "%", "10", "10|", "10|R00002|"}
	for _, ids := range [][]string{nil, {}, strange, {"10|R00002", "12|R00004", "10|R00002", "never"}, {"12|R00004"}} {
		if err := s.Delete(t.Context(), pratiche(), ids); err != nil {
			t.Errorf("Delete(%q) = %v", ids, err)
		}
	}
	equal(t, "what stays", searchIDs(t, s, pratiche(), store.Query{Limit: 9}), []string{"10|R00001", "11|R00003"})
	equalMaps(t, "by a field", readIDs(t, s, pratiche(), []string{"matricola"}, []string{"10", "12"}), map[string][]string{"10": {"10|R00001"}})
	if n, err := s.Count(t.Context(), persone(), nil); n != 1 || err != nil {
		t.Errorf("of another collection stays %d, %v", n, err)
	}
	conflict(t, s, numbered("12", 4), 1) // it has no version any more
	if v := put(t, s, numbered("12", 4), 0); v != 1 {
		t.Errorf("written again it has version %d", v)
	}
	many := []string{"12|R00004"}
	for i := range 20_000 {
		many = append(many, fmt.Sprintf("M%05d", i))
	}
	if err := s.Delete(t.Context(), pratiche(), many); err != nil {
		t.Errorf("Delete of many: %v", err)
	}
	equal(t, "after many", searchIDs(t, s, pratiche(), store.Query{Limit: 9}), []string{"10|R00001", "11|R00003"})
}

// testDeleteAtOnce: of a deletion and a write of one version, at the same time, either comes first.
func testDeleteAtOnce(t *testing.T, s store.Store) {
	for range 10 {
		put(t, s, numbered("10", 1), 0)
		errs := together(func(writer int) error {
			if writer%2 == 0 {
				return s.Delete(t.Context(), pratiche(), []string{"10|R00001"})
			}
			_, err := s.Put(t.Context(), pratiche(), encode(t, numbered("10", 1))[0], 1)
			return err
		})
		written := 0
		for writer, err := range errs {
			switch {
			case err == nil && writer%2 == 1:
				written++
			case err != nil && (writer%2 == 0 || !errors.Is(err, store.ErrConflict)):
				t.Error(err)
			}
		}
		left := searchIDs(t, s, pratiche(), store.Query{Limit: 9})
		if written > 1 || !slices.Equal(left, []string{}) {
			t.Errorf("%d writes, then there is %v", written, left)
		}
	}
}
