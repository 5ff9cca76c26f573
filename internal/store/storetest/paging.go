package storetest

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cassetto/internal/store"
)

// testPaging walks 500 documents in every order while a new one arrives after each page. The walk must stay in order,
// which excludes seeing anything twice, and must see every document that was there when it began.
func testPaging(t *testing.T, s store.Store) {
	var docs []pratica
	for i := range 500 {
		docs = append(docs, numbered(fmt.Sprintf("%02d", i%11), i))
	}
	importPratiche(t, s, docs)
	arrived := len(docs)
	arrive := func() {
		importPratiche(t, s, []pratica{numbered(fmt.Sprintf("%02d", arrived%13), arrived)})
		arrived++
	}
	for _, order := range [][]store.Order{
		nil,
		{{Field: "creata"}},
		{{Field: "creata", Desc: true}},
		{{Field: "stato"}, {Field: "creata"}},
		{{Field: "stato", Desc: true}, {Field: "creata", Desc: true}},
		{{Field: "stato"}, {Field: "creata", Desc: true}},
		{{Field: "stato", Desc: true}, {Field: "creata"}},
		{{Field: "sede.comune", Desc: true}, {Field: "stato"}, {Field: "creata", Desc: true}},
		{{Field: "cf"}}, // without an index of its own order
	} {
		t.Run(fmt.Sprint(order), func(t *testing.T) { walk(t, s, order, arrive) })
	}
	t.Run("filtered", func(t *testing.T) { walkFiltered(t, s, docs) })
}

func walk(t *testing.T, s store.Store, order []store.Order, arrive func()) {
	missing := map[string]bool{}
	for _, id := range searchIDs(t, s, pratiche(), store.Query{Limit: 1000}) {
		missing[id] = true
	}
	q := store.Query{Order: order, Limit: 97}
	var last []string
	for rows, pages := q.Limit, 0; rows == q.Limit; arrive() {
		if rows, pages = 0, pages+1; pages > 20 {
			t.Fatal("the pages have no end")
		}
		err := s.Search(t.Context(), pratiche(), q, func(r store.Row) error {
			var doc pratica
			if err := r.Decode(&doc); err != nil {
				return err
			}
			place := placeOf(doc, order, r.ID())
			if last != nil && !before(order, last, place) {
				t.Errorf("%q comes after %q", place, last)
			}
			delete(missing, r.ID())
			last, q.After, rows = place, r.Cursor(), rows+1
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(missing) > 0 {
		t.Errorf("%d documents were never seen", len(missing))
	}
}

func placeOf(doc pratica, order []store.Order, id string) []string {
	fields := map[string]string{"creata": doc.Creata, "stato": string(doc.Stato), "cf": doc.CF, "sede.comune": doc.Sede.Comune}
	var place []string
	for _, o := range order {
		place = append(place, fields[o.Field])
	}
	return append(place, id)
}

// before compares places by the order; the id goes the way of the last field.
func before(order []store.Order, a, b []string) bool {
	for i := range a {
		desc := len(order) > 0 && order[min(i, len(order)-1)].Desc
		if c := strings.Compare(a[i], b[i]); c != 0 {
			return desc == (c > 0)
		}
	}
	return false
}

func walkFiltered(t *testing.T, s store.Store, docs []pratica) {
	q := store.Query{
		Filter: store.And{store.In{Field: "stato", Values: []string{"ACCOLTA", "RESPINTA"}}, store.In{Field: "matricola", Values: []string{"01", "02"}}},
		Order:  []store.Order{{Field: "creata", Desc: true}},
		Limit:  7,
	}
	walked := allPages(t, s, pratiche(), q)
	q.After, q.Limit = "", 1000
	equal(t, "pages together", walked, searchIDs(t, s, pratiche(), q))
	if len(walked) < len(docs)/11 {
		t.Errorf("only %d documents walked", len(walked))
	}
}

func testTextPaging(t *testing.T, s store.Store) {
	var docs []any
	for i := range 40 {
		docs = append(docs, persona{Codice: fmt.Sprintf("%02d", i), Cognome: []string{"Rossi", "RÒSSI", "d'Elia", ""}[i%4]})
	}
	importDocs(t, s, persone(), docs...)
	q := store.Query{Order: []store.Order{{Field: store.Text}}, Limit: 7}
	walked := allPages(t, s, persone(), q)
	var want []string
	for _, rest := range [][]int{{3}, {2}, {0, 1}} { // "", d elia, rossi
		for i := range 40 {
			if slices.Contains(rest, i%4) {
				want = append(want, fmt.Sprintf("%02d", i))
			}
		}
	}
	equal(t, "pages together", walked, want)
}

func testIntegerPaging(t *testing.T, s store.Store) {
	var docs []any
	var want []string
	for anno := range 30 {
		docs = append(docs, map[string]any{"matricola": fmt.Sprint(anno % 3), "anno": anno - 5})
		want = append(want, fmt.Sprintf("%d|%d", anno%3, anno-5))
	}
	importDocs(t, s, annualita(), docs...)
	byYear := []store.Order{{Field: "anno"}}
	equal(t, "pages together", allPages(t, s, annualita(), store.Query{Order: byYear, Limit: 7}), want)
	byYear[0].Desc = true
	slices.Reverse(want)
	equal(t, "and back", allPages(t, s, annualita(), store.Query{Order: byYear, Limit: 7}), want)
	for _, f := range []store.Filter{
		store.In{Field: "anno", Values: []string{"1", "2"}},
		store.In{Field: "anno", Values: []string{"1"}},
		store.Range{Field: "anno", From: "1"},
		store.Range{Field: "anno", To: "9"},
	} {
		equal(t, "a filter compares with strings", searchIDs(t, s, annualita(), store.Query{Filter: f, Limit: 9}), []string{})
	}
}

// allPages gives the ids of one page after the other, until one is empty.
func allPages(t *testing.T, s store.Store, c *store.Collection, q store.Query) (walked []string) {
	t.Helper()
	for page := 1; page > 0; {
		page = 0
		err := s.Search(t.Context(), c, q, func(r store.Row) error {
			walked, q.After, page = append(walked, r.ID()), r.Cursor(), page+1
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(walked) > 1000 {
			t.Fatal("the pages have no end")
		}
	}
	return walked
}

func testBadCursors(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{numbered("10", 0), numbered("10", 1)})
	order := []store.Order{{Field: "stato"}, {Field: "creata", Desc: true}}
	var good string
	err := s.Search(t.Context(), pratiche(), store.Query{Order: order, Limit: 1}, func(r store.Row) error {
		good = r.Cursor()
		return nil
	})
	if err != nil || good == "" {
		t.Fatalf("no cursor: %v", err)
	}
	encode := func(json string) string { return base64.RawURLEncoding.EncodeToString([]byte(json)) }
	for _, bad := range []string{
		"x", "%", " ", good + "A", good[1:], good[:len(good)-2], encode(`[]`), encode(`["+stato-creata"]`), encode(`{"$gt":""}`),
		encode(`["+stato-creata","a",{"$gt":""},"b"]`), encode(`["+stato-creata","a","b",1]`), encode(`["+stato-creata","a",1.5,"b"]`), encode(`["+stato-creata","a",null,"b"]`), encode(`["+stato-creata","a","b","c","d"]`),
		encode(`["+stato+creata","a","b","c"]`), encode(`["+stato-creata","a","b","c"] []`), encode(`["+stato-creata","a",1e99,"c"]`),
	} {
		q := store.Query{Order: order, After: bad, Limit: 1}
		if err := s.Search(t.Context(), pratiche(), q, func(store.Row) error { return nil }); !errors.Is(err, store.ErrBadCursor) {
			t.Errorf("cursor %q: %v", bad, err)
		}
	}
	for _, other := range [][]store.Order{nil, order[:1], {{Field: "stato"}, {Field: "creata"}}, {{Field: "cf"}, {Field: "creata", Desc: true}}} {
		q := store.Query{Order: other, After: good, Limit: 1}
		if err := s.Search(t.Context(), pratiche(), q, func(store.Row) error { return nil }); !errors.Is(err, store.ErrBadCursor) {
			t.Errorf("order %v with the cursor of another: %v", other, err)
		}
	}
}
