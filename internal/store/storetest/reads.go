package storetest

import (
	"errors"
	"fmt"
	"testing"

	"cassetto/internal/store"
)

func testReadBatch(t *testing.T, s store.Store) {
	var docs []pratica
	var keys []string
	for k := range 1000 {
		keys = append(keys, fmt.Sprintf("%04d", k))
		if k%5 == 0 { // the other keys are unknown
			for i := range 3 {
				docs = append(docs, numbered(keys[k], i))
			}
		}
	}
	importPratiche(t, s, docs)
	rows := 0
	err := s.Read(t.Context(), pratiche(), []string{"matricola"}, keys, func(key string, r store.Row) error {
		var doc pratica
		if err := r.Decode(&doc); err != nil {
			return err
		}
		if doc.Matricola != key || r.ID() != key+"|"+doc.Numero || r.Version() != 1 {
			t.Errorf("row %s, version %d, of %s came under %s", r.ID(), r.Version(), doc.Matricola, key)
		}
		rows++
		return nil
	})
	if err != nil || rows != len(docs) {
		t.Errorf("Read gave %d rows, %v; want %d", rows, err, len(docs))
	}
}

func testReadNothing(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{numbered("10", 0)})
	none := map[string][]string{}
	equalMaps(t, "no keys", readIDs(t, s, pratiche(), []string{"matricola"}, nil), none)
	equalMaps(t, "no fields", readIDs(t, s, pratiche(), nil, []string{"10"}), none)
	equalMaps(t, "unknown key", readIDs(t, s, pratiche(), []string{"matricola"}, []string{"11", "1", "100"}), none)
	equalMaps(t, "empty key", readIDs(t, s, pratiche(), []string{"matricola"}, []string{""}), none)
	equalMaps(t, "key that is not text", readIDs(t, s, pratiche(), []string{"matricola"}, []string{"\xff"}), none)
	equalMaps(t, "field nobody has", readIDs(t, s, pratiche(), []string{"assente"}, []string{"10"}), none)
	equalMaps(t, "a key twice", readIDs(t, s, pratiche(), []string{"matricola"}, []string{"10", "10"}),
		map[string][]string{"10": {"10|R00000"}})
}

func testReadTwoFields(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{
		{Matricola: "A", Numero: "1", CF: "B", Creata: "2026-01-01"},
		{Matricola: "B", Numero: "2", CF: "A", Creata: "2026-01-02"},
		{Matricola: "C", Numero: "3", CF: "C", Creata: "2026-01-03"},
		{Matricola: "D", Numero: "4", CF: "B", Creata: "2026-01-04"},
	})
	equalMaps(t, "by matricola or cf", readIDs(t, s, pratiche(), []string{"matricola", "cf"}, []string{"A", "B", "C"}),
		map[string][]string{
			"A": {"B|2", "A|1"},
			"B": {"D|4", "B|2", "A|1"},
			"C": {"C|3", "C|3"}, // by either field
		})
}

func testReadByKey(t *testing.T, s store.Store) {
	importDocs(t, s, persone(), persona{Codice: "a"}, persona{Codice: "b"}, persona{Codice: "c"})
	equalMaps(t, "by the key", readIDs(t, s, persone(), []string{"codice"}, []string{"a", "c", "d"}),
		map[string][]string{"a": {"a"}, "c": {"c"}})
	equal(t, "search by the key", searchIDs(t, s, persone(), store.Query{
		Filter: store.Range{Field: "codice", From: "b"}, Order: []store.Order{{Field: "codice", Desc: true}}, Limit: 9,
	}), []string{"c", "b"})
}

func testReadOrder(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{
		{Matricola: "A", Numero: "1", Creata: "2026-01-01"},
		{Matricola: "A", Numero: "2", Creata: "2026-01-03"},
		{Matricola: "A", Numero: "3", Creata: "2026-01-03"},
		{Matricola: "A", Numero: "4", Creata: "2026-01-02"},
		{Matricola: "B", Numero: "5", Creata: "2026-01-09"},
	})
	equalMaps(t, "newest first, ids break ties the same way", readIDs(t, s, pratiche(), []string{"matricola"}, []string{"B", "A"}),
		map[string][]string{"A": {"A|3", "A|2", "A|4", "A|1"}, "B": {"B|5"}})
	importDocs(t, s, annualita(), map[string]any{"matricola": "A", "anno": 9}, map[string]any{"matricola": "A", "anno": 10})
	equalMaps(t, "by an integer", readIDs(t, s, annualita(), []string{"matricola"}, []string{"A"}),
		map[string][]string{"A": {"A|10", "A|9"}})
	importDocs(t, s, persone(), persona{Codice: "2", Cognome: "Rossi"}, persona{Codice: "1", Cognome: "Rossi"})
	equalMaps(t, "without order by id", readIDs(t, s, persone(), []string{"cognome"}, []string{"Rossi"}),
		map[string][]string{"Rossi": {"1", "2"}})
}

func testReadStops(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{numbered("10", 0), numbered("10", 1)})
	stop := errors.New("enough")
	rows := 0
	err := s.Read(t.Context(), pratiche(), []string{"matricola"}, []string{"10"}, func(string, store.Row) error {
		rows++
		return stop
	})
	if err != stop || rows != 1 {
		t.Errorf("Read = %v after %d rows", err, rows)
	}
	err = s.Search(t.Context(), pratiche(), store.Query{Limit: 9}, func(store.Row) error {
		rows++
		return stop
	})
	if err != stop || rows != 2 {
		t.Errorf("Search = %v after %d rows", err, rows-1)
	}
}

func testCollections(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{{Matricola: "10", Numero: "1"}})
	importDocs(t, s, annualita(), map[string]any{"matricola": "10", "anno": 1})
	equalMaps(t, "pratiche", readIDs(t, s, pratiche(), []string{"matricola"}, []string{"10"}), map[string][]string{"10": {"10|1"}})
	other := &store.Collection{Name: "altra", Key: []string{"codice"}}
	if _, err := s.Count(t.Context(), other, nil); err == nil {
		t.Errorf("a collection that was not named to Open is accepted")
	}
}
