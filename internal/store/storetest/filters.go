package storetest

import (
	"fmt"
	"slices"
	"testing"

	"cassetto/internal/store"
)

func testFilters(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{
		{Matricola: "1", Numero: "1", Creata: "2026-01-01", Stato: "INVIATA", Sede: &sede{Comune: "Aosta"}},
		{Matricola: "2", Numero: "1", Creata: "2026-01-02", Stato: "INVIATA", Sede: &sede{Comune: "Bari"}},
		{Matricola: "3", Numero: "1", Creata: "2026-01-03", Stato: "ACCOLTA"},
		{Matricola: "4", Numero: "1", Creata: "2026-01-04", Stato: "RESPINTA", Nota: ptr("x")},
	})
	stato := func(values ...string) store.Filter { return store.In{Field: "stato", Values: values} }
	from := func(from, to string) store.Filter { return store.Range{Field: "creata", From: from, To: to} }
	for _, c := range []struct {
		name   string
		filter store.Filter
		want   []string
	}{
		{"nil", nil, []string{"1", "2", "3", "4"}},
		{"all", store.All{}, []string{"1", "2", "3", "4"}},
		{"in one", stato("INVIATA"), []string{"1", "2"}},
		{"in two", stato("ACCOLTA", "RESPINTA", "ALTRO"), []string{"3", "4"}},
		{"in none", stato(), nil},
		{"in unknown", stato("inviata"), nil},
		{"in empty value", stato(""), nil},
		{"in a value that is not text", stato("\xff"), nil},
		{"in values of which one is not text", stato("\xff", "ACCOLTA"), []string{"3"}},
		{"in nested field", store.In{Field: "sede.comune", Values: []string{"Bari"}}, []string{"2"}},
		{"in field without index", store.In{Field: "nota", Values: []string{"x"}}, []string{"4"}},
		{"in absent field", store.In{Field: "sede.cap.x", Values: []string{"x"}}, nil},
		{"range", from("2026-01-02", "2026-01-04"), []string{"2", "3"}},
		{"range from", from("2026-01-03", ""), []string{"3", "4"}},
		{"range to", from("", "2026-01-02"), []string{"1"}},
		{"range open", from("", ""), []string{"1", "2", "3", "4"}},
		{"range empty", from("2026-01-03", "2026-01-03"), nil},
		{"range on absent field", store.Range{Field: "sede.comune", To: "C"}, []string{"1", "2"}},
		{"range bytes", store.Range{Field: "stato", From: "A", To: "J"}, []string{"1", "2", "3"}},
		{"and", store.And{stato("INVIATA"), from("2026-01-02", "")}, []string{"2"}},
		{"and none", store.And{}, []string{"1", "2", "3", "4"}},
		{"and nothing", store.And{stato("INVIATA"), stato()}, nil},
		{"or", store.Or{stato("ACCOLTA"), from("", "2026-01-02")}, []string{"1", "3"}},
		{"or none", store.Or{}, nil},
		{"or overlapping", store.Or{stato("INVIATA"), from("", "2026-01-03")}, []string{"1", "2"}},
		{"nested", store.And{
			store.Or{store.And{stato("INVIATA"), store.In{Field: "matricola", Values: []string{"1", "3"}}}, stato("RESPINTA")},
			store.Or{from("", "2026-01-02"), store.And{from("2026-01-04", ""), store.All{}}},
		}, []string{"1", "4"}},
		{"in and or empty", store.And{store.Or{store.Or{}, stato("ACCOLTA")}, store.And{}}, []string{"3"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := []string{}
			for _, m := range c.want {
				want = append(want, m+"|1")
			}
			equal(t, "Search", searchIDs(t, s, pratiche(), store.Query{Filter: c.filter, Limit: 100}), want)
			if n, err := s.Count(t.Context(), pratiche(), c.filter); n != len(want) || err != nil {
				t.Errorf("Count = %d, %v; want %d", n, err, len(want))
			}
		})
	}
}

func testManyValues(t *testing.T, s store.Store) {
	values := make([]string, 20_000)
	for i := range values {
		values[i] = fmt.Sprintf("%010d", i)
	}
	importPratiche(t, s, []pratica{numbered(values[7], 1), numbered(values[19_999], 2), numbered("altra", 3)})
	many := store.In{Field: "matricola", Values: values}
	equal(t, "Search", searchIDs(t, s, pratiche(), store.Query{Filter: many, Limit: 9}),
		[]string{values[7] + "|R00001", values[19_999] + "|R00002"})
	if n, err := s.Count(t.Context(), pratiche(), many); n != 2 || err != nil {
		t.Errorf("Count = %d, %v", n, err)
	}
	if found := readIDs(t, s, pratiche(), []string{"matricola"}, values); len(found) != 2 {
		t.Errorf("Read found %v", found)
	}
}

// testManyFilters asks what a delegate to many companies asks, each with its own services.
func testManyFilters(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{numbered("0000", 0), numbered("1499", 1), numbered("1499", 2), numbered("1500", 1)})
	var either store.Or
	for i := range 1500 {
		either = append(either, store.And{
			store.In{Field: "matricola", Values: []string{fmt.Sprintf("%04d", i)}},
			store.In{Field: "stato", Values: []string{"INVIATA", "ACCOLTA"}},
		})
	}
	equal(t, "Search", searchIDs(t, s, pratiche(), store.Query{Filter: either, Limit: 9}), []string{"0000|R00000", "1499|R00001"})
	both := slices.Repeat(store.And{store.All{}, store.Range{Field: "creata", From: "2026"}}, 750)
	equal(t, "Search", searchIDs(t, s, pratiche(), store.Query{Filter: both, Limit: 1}), []string{"0000|R00000"})
}

func testInjection(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{numbered("10", 0)})
	importDocs(t, s, persone(), persona{Codice: "1", Cognome: "Rossi"})
	for _, value := range strange() {
		for _, f := range []store.Filter{
			store.In{Field: "cf", Values: []string{value}},
			store.In{Field: "cf", Values: []string{value, value + "x"}},
			store.And{store.Range{Field: "cf", From: value, To: value + "\x01"}, store.In{Field: "matricola", Values: []string{"10"}}},
		} {
			equal(t, "Search "+value, searchIDs(t, s, pratiche(), store.Query{Filter: f, Limit: 9}), []string{})
		}
		for _, field := range []string{"stato" + value, value + "stato", value} {
			if pratiche().CheckField(field) == nil {
				continue // some make a name that is only unknown
			}
			failing(t, s, store.Query{Filter: store.In{Field: field, Values: []string{"x"}}, Limit: 9})
			failing(t, s, store.Query{Filter: store.Range{Field: field, From: "a"}, Limit: 9})
			failing(t, s, store.Query{Order: []store.Order{{Field: field}}, Limit: 9})
		}
	}
	for _, value := range []string{".*", "^rossi$", "r.ssi", "(", "[", "ross|x", `\w`, "%", "ros_i"} {
		want := []string{}
		if store.Normalise(value) == "" || store.Normalise(value) == "rossi" {
			want = []string{"1"}
		}
		equal(t, "Contains "+value, searchIDs(t, s, persone(), store.Query{Filter: store.Contains{Value: value}, Limit: 9}), want)
	}
}

func testBadQueries(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{numbered("10", 0)})
	for _, q := range []store.Query{
		{Limit: 0},
		{Limit: -1},
		{Limit: 1, Filter: store.Contains{Value: "x"}}, // the collection has no text
		{Limit: 1, Filter: store.In{Field: "_id", Values: []string{"10"}}},
		{Limit: 1, Filter: store.In{Field: "", Values: []string{"10"}}},
		{Limit: 1, Filter: store.Or{store.All{}, store.And{store.In{Field: "a b"}}}},
		{Limit: 1, Order: []store.Order{{Field: "$natural"}}},
	} {
		failing(t, s, q)
	}
	if err := s.Read(t.Context(), pratiche(), []string{"a b"}, []string{"10"}, nil); err == nil {
		t.Errorf("Read by a bad field is accepted")
	}
}

func failing(t *testing.T, s store.Store, q store.Query) {
	t.Helper()
	err := s.Search(t.Context(), pratiche(), q, func(store.Row) error { return nil })
	if err == nil {
		t.Errorf("Search(%+v) is accepted", q)
	}
}

func testText(t *testing.T, s store.Store) {
	importDocs(t, s, persone(),
		persona{Codice: "1", Cognome: "D'AGOSTINO", Nome: "NICOLÒ"},
		persona{Codice: "2", Cognome: "Dagostino", Nome: "Nicola", Recapiti: []recapito{{"Forlì"}, {"Cesena"}}},
		persona{Codice: "3", Cognome: "Nicolo\u0300", Nome: "d’Agostino"},
		persona{Codice: "4", Cognome: "S.R.L. «Città & C.»", Nome: "2000"},
		persona{Codice: "5", Cognome: "", Nome: "", Recapiti: nil},
	)
	for value, want := range map[string][]string{
		"D'AGOSTINO":  {"1", "3"},
		"d agostino":  {"1", "3"},
		"agostino":    {"1", "2", "3"},
		"NICOLÒ":      {"1", "3"},
		"nicolò":      {"1", "3"},
		"nicol":       {"1", "2", "3"},
		"agostino n":  {"1", "2"}, // across fields
		"forli":       {"2"},
		"CESENA":      {"2"},
		"forli cesen": {"2"},
		"s r l":       {"4"},
		"citta c 20":  {"4"},
		"srl":         {},
		"":            {"1", "2", "3", "4", "5"},
		"'":           {"1", "2", "3", "4", "5"},
	} {
		got := searchIDs(t, s, persone(), store.Query{Filter: store.Contains{Value: value}, Limit: 9})
		equal(t, "Contains "+value, got, want)
	}
	got := searchIDs(t, s, persone(), store.Query{
		Filter: store.And{store.Contains{Value: "agost"}, store.In{Field: "codice", Values: []string{"2", "3"}}}, Limit: 9,
	})
	equal(t, "Contains and In", got, []string{"2", "3"})
	got = searchIDs(t, s, persone(), store.Query{Order: []store.Order{{Field: store.Text}}, Limit: 9})
	equal(t, "order by text", got, []string{"5", "1", "2", "3", "4"}) // "", d agostino…, dagostino…, nicolo…, s r l…
	if _, err := s.Import(t.Context(), persone(), encode(t, persona{Codice: "5", Cognome: "Agostini"})); err != nil {
		t.Fatal(err)
	}
	got = searchIDs(t, s, persone(), store.Query{Filter: store.Contains{Value: "agosti"}, Limit: 9})
	if !slices.Contains(got, "5") {
		t.Errorf("a changed document keeps its old text: %q", got)
	}
}
