package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"cassetto/internal/store"
)

func testPut(t *testing.T, s store.Store) {
	doc := numbered("10", 1)
	conflict(t, s, doc, 1) // nothing there yet
	if v := put(t, s, doc, 0); v != 1 {
		t.Errorf("first version is %d", v)
	}
	conflict(t, s, doc, 0)
	conflict(t, s, doc, 2)
	conflict(t, s, doc, -1)
	for v := int64(1); v < 4; v++ {
		doc.Protocollo = int32(v)
		if next := put(t, s, doc, v); next != v+1 {
			t.Errorf("version after %d is %d", v, next)
		}
		conflict(t, s, doc, v)
		if got, version := readOne(t, s, "10"); version != v+1 || got.Protocollo != int32(v) {
			t.Errorf("read version %d of %+v", version, got)
		}
	}
	if v := put(t, s, doc, 4); v != 5 { // an equal document is a write too
		t.Errorf("version after an equal Put is %d", v)
	}
}

func conflict(t *testing.T, s store.Store, doc pratica, expected int64) {
	t.Helper()
	if _, err := s.Put(t.Context(), pratiche(), encode(t, doc)[0], expected); !errors.Is(err, store.ErrConflict) {
		t.Errorf("Put(expected %d) = %v, want a conflict", expected, err)
	}
}

func testPutMoves(t *testing.T, s store.Store) {
	doc := numbered("10", 1)
	put(t, s, doc, 0)
	doc.CF, doc.Stato, doc.Nota = "altro", "", ptr("x")
	put(t, s, doc, 1)
	equalMaps(t, "by cf", readIDs(t, s, pratiche(), []string{"cf"}, []string{"CF10", "altro"}),
		map[string][]string{"altro": {"10|R00001"}})
	was := store.In{Field: "stato", Values: []string{"ACCOLTA"}}
	equal(t, "by the state it left", searchIDs(t, s, pratiche(), store.Query{Filter: was, Limit: 9}), []string{})
}

func testImport(t *testing.T, s store.Store) {
	docs := make([]json.RawMessage, 1100)
	for i := range docs {
		docs[i] = encode(t, numbered(fmt.Sprintf("%03d", i%100), i))[0]
	}
	imported(t, s, docs, 1100)
	imported(t, s, docs, 0)
	for _, i := range []int{0, 500, 1099} {
		doc := numbered(fmt.Sprintf("%03d", i%100), i)
		doc.Importo = 77
		docs[i] = encode(t, doc)[0]
	}
	imported(t, s, docs, 3)
	imported(t, s, docs, 0)
	imported(t, s, nil, 0)
	versions := map[int64]int{}
	err := s.Search(t.Context(), pratiche(), store.Query{Limit: 2000}, func(r store.Row) error {
		versions[r.Version()]++
		return nil
	})
	if err != nil || len(versions) != 2 || versions[1] != 1097 || versions[2] != 3 {
		t.Errorf("documents by version %v, %v", versions, err)
	}

	spaced := json.RawMessage("{ \"matricola\":\t\"s\", \"numero\": \"1\",\n \"creata\": \"2026\" } ")
	imported(t, s, []json.RawMessage{spaced}, 1)
	imported(t, s, []json.RawMessage{json.RawMessage(`{"matricola":"s","numero":"1","creata":"2026"}`)}, 0)

	twice := encode(t, pratica{Matricola: "t", Numero: "1", Importo: 1}, pratica{Matricola: "t", Numero: "1", Importo: 2})
	imported(t, s, twice, 1)
	if doc, version := readOne(t, s, "t"); doc.Importo != 2 || version != 1 {
		t.Errorf("of two documents with one id %+v stayed, version %d", doc, version)
	}
}

func imported(t *testing.T, s store.Store, docs []json.RawMessage, want int) {
	t.Helper()
	if n, err := s.Import(t.Context(), pratiche(), docs); n != want || err != nil {
		t.Errorf("Import of %d documents = %d, %v; want %d", len(docs), n, err, want)
	}
}

func testImportRefused(t *testing.T, s store.Store) {
	docs := append(encode(t, numbered("10", 1), numbered("10", 2)), json.RawMessage(`{"matricola":"10"}`))
	if _, err := s.Import(t.Context(), pratiche(), docs); err == nil {
		t.Errorf("a document without key is accepted")
	}
	if n, err := s.Count(t.Context(), pratiche(), nil); n != 0 || err != nil {
		t.Errorf("%d documents of a refused batch were written, %v", n, err)
	}
}

func testImportVersions(t *testing.T, s store.Store) {
	doc := numbered("10", 1)
	put(t, s, doc, 0)
	imported(t, s, encode(t, doc), 0)
	doc.Importo = 1
	imported(t, s, encode(t, doc), 1)
	conflict(t, s, doc, 1)
	doc.Importo = 2
	if v := put(t, s, doc, 2); v != 3 {
		t.Errorf("version after an import is %d", v)
	}
	imported(t, s, slices.Concat(encode(t, doc), encode(t, numbered("11", 1))), 1)
}
