package storetest

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"cassetto/internal/store"
)

func testDecode(t *testing.T, s store.Store) {
	full := pratica{
		Matricola: "10", Numero: "R1", CF: "CF10", Creata: "2026-01-01", Stato: "ACCOLTA",
		Sede: &sede{Comune: "Sesto San Giovanni", CAP: ptr("20099")},
		Righe: []riga{
			{Codice: "C10", Importo: math.MaxInt64, Stati: []stato{"INVIATA", "ACCOLTA"}, Nota: ptr(""), Quote: []*int64{ptr(int64(1)), nil}},
			{Codice: "C11", Importo: 1<<53 + 1, Stati: []stato{}},
		},
		Protocollo: math.MinInt32, Importo: math.MinInt64, Peso: 0.1, Urgente: true, Nota: ptr("à"),
		Chiusa:    ptr(time.Date(2026, 11, 23, 10, 20, 30, 123456789, time.FixedZone("", 3600))),
		Contatori: map[string]int{"righe": 2, "allegati": 0},
		Firma:     []byte{0, 1, 254, 255},
		Altro:     map[string]any{"lista": []any{"x", nil, 1.5, true, map[string]any{}}},
	}
	empty := pratica{Matricola: "11", Numero: "R1"}
	importPratiche(t, s, []pratica{full, empty})
	for _, want := range []pratica{full, empty} {
		got, _ := readOne(t, s, want.Matricola)
		same(t, got, want)
	}
}

// same compares two documents; a time is the same when instant and offset are.
func same(t *testing.T, got, want pratica) {
	t.Helper()
	if got.Chiusa != nil && want.Chiusa != nil {
		if got.Chiusa.Format(time.RFC3339Nano) != want.Chiusa.Format(time.RFC3339Nano) {
			t.Errorf("decoded time %v, want %v", got.Chiusa, want.Chiusa)
		}
		got.Chiusa, want.Chiusa = nil, nil
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("decoded %+v\nwant    %+v", got, want)
	}
}

func testDecodeLoose(t *testing.T, s store.Store) {
	raw := `{"numero":"R1","matricola":"10","creata":"2026","tot":12345678901,"peso":1.25,"vuoto":null,"sì":false,"l":[{},{"l":[]},"\"\\\n\u0001<"]}`
	if _, err := s.Put(t.Context(), pratiche(), json.RawMessage(raw), 0); err != nil {
		t.Fatal(err)
	}
	var want, got any
	var copied json.RawMessage
	var few struct {
		Tot int64 `json:"tot"`
	}
	if err := json.Unmarshal([]byte(raw), &want); err != nil {
		t.Fatal(err)
	}
	err := s.Search(t.Context(), pratiche(), store.Query{Limit: 1}, func(r store.Row) error {
		for _, into := range []any{&got, &copied, &few} {
			if err := r.Decode(into); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil || !reflect.DeepEqual(got, want) || few.Tot != 12345678901 {
		t.Errorf("decoded %v and %+v, %v; want %v", got, few, err, want)
	}
	var again any
	if err := json.Unmarshal(copied, &again); err != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("raw JSON %s, %v; want %s", copied, err, raw)
	}
}

func testDecodeFails(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{{Matricola: "10", Numero: "R1"}})
	var wrong struct {
		Matricola int `json:"matricola"`
	}
	decode := func(r store.Row) error { return r.Decode(&wrong) }
	if err := s.Search(t.Context(), pratiche(), store.Query{Limit: 1}, decode); err == nil {
		t.Errorf("a string was decoded into an int")
	}
}

func strange() []string {
	return []string{
		`'; DROP TABLE pratiche; --`, `" OR 1=1 --`, `{"$gt":""}`, `$where`, `$numero`, `%`, `_`, `.*`, `^a`, `[a-z]`, `\`, `\\`,
		`a"b`, `a'b`, "a\tb\nc\r", "a\u0001b", "a\u2028b", "zero\u200dwidth", "<script>&amp;", "NICOLÒ D'AGOSTINO",
		"Nicolo\u0300", "日本語", "🏭👷‍♀️", "null", "true", "0", " ", "  x  ", "?", "?1", ":a", "a.b", "ß", "ﬁ",
	}
}

func testStrangeValues(t *testing.T, s store.Store) {
	var docs []pratica
	for i, value := range strange() {
		doc := numbered("10", i)
		doc.CF, doc.Nota = value, &value
		docs = append(docs, doc)
	}
	importPratiche(t, s, docs)
	found := 0
	err := s.Read(t.Context(), pratiche(), []string{"cf"}, strange(), func(key string, r store.Row) error {
		var doc pratica
		if err := r.Decode(&doc); err != nil {
			return err
		}
		if doc.CF != key || *doc.Nota != key {
			t.Errorf("%q came under %q", doc.CF, key)
		}
		found++
		return nil
	})
	if err != nil || found != len(docs) {
		t.Errorf("Read found %d, %v; want %d", found, err, len(docs))
	}
	for i, value := range strange() {
		ids := searchIDs(t, s, pratiche(), store.Query{Filter: store.In{Field: "cf", Values: []string{value}}, Limit: 9})
		equal(t, "In "+value, ids, []string{"10|" + docs[i].Numero})
	}
}

func testLongValues(t *testing.T, s store.Store) {
	doc := numbered("10", 0)
	doc.CF, doc.Nota = strings.Repeat("k", 500), ptr(strings.Repeat("è lungo 🏭 ", 100_000))
	importPratiche(t, s, []pratica{doc})
	got, _ := readOne(t, s, "10")
	same(t, got, doc)
	if found := readIDs(t, s, pratiche(), []string{"cf"}, []string{doc.CF}); len(found[doc.CF]) != 1 {
		t.Errorf("a long key finds %v", found)
	}
}
