package storetest

import (
	"encoding/json"
	"strings"
	"testing"

	"cassetto/internal/store"
)

func testIDs(t *testing.T, s store.Store) {
	importDocs(t, s, pratiche(), pratica{Matricola: "10", Numero: "R1"}, pratica{Matricola: "10", Numero: "R2"})
	importDocs(t, s, annualita(), map[string]any{"matricola": "10", "anno": 2026}, map[string]any{"matricola": "10", "anno": -1})
	importDocs(t, s, persone(), persona{Codice: "a|b"})
	equal(t, "strings", searchIDs(t, s, pratiche(), store.Query{Limit: 9}), []string{"10|R1", "10|R2"})
	equal(t, "integers", searchIDs(t, s, annualita(), store.Query{Limit: 9}), []string{"10|-1", "10|2026"})
	equal(t, "one field", searchIDs(t, s, persone(), store.Query{Limit: 9}), []string{"a|b"})
}

func testBadIDs(t *testing.T, s store.Store) {
	for _, raw := range []string{
		`{"matricola":"10"}`,
		`{"matricola":"10","anno":""}`,
		`{"matricola":"10","anno":null}`,
		`{"matricola":"10","anno":true}`,
		`{"matricola":"10","anno":1.5}`,
		`{"matricola":"10","anno":["2026"]}`,
		`{"matricola":"10","anno":"20|26"}`,
	} {
		refused(t, s, annualita(), raw, `"anno"`)
	}
}

func testBadDocuments(t *testing.T, s store.Store) {
	for _, bad := range []string{
		`"$set":{"numero":"R2"}`,
		`"nota":{"$gt":""}`,
		`"a.b":1`,
		`"righe":[{"a.b":1}]`,
		`"":1`,
		`"_id":"altro"`,
		`"_v":7`,
		`"_testo":"x"`,
		`"nota":"a","nota":"b"`,
		`"importo":9223372036854775808`,
		`"peso":1e999`,
		`"nota":"` + "\xff" + `"`,
		`"nota":` + strings.Repeat("[", 101) + strings.Repeat("]", 101),
		`"nota":`,
	} {
		refused(t, s, pratiche(), `{"matricola":"10","numero":"R1","creata":"2026",`+bad+`}`, "")
	}
	for _, bad := range []string{``, `null`, `[]`, `"x"`, `{"matricola":"10","numero":"R1","creata":"2026"} {}`} {
		refused(t, s, pratiche(), bad, "")
	}
	if n, err := s.Count(t.Context(), pratiche(), nil); n != 0 || err != nil {
		t.Errorf("Count = %d, %v", n, err)
	}
}

func testBadFields(t *testing.T, s store.Store) {
	refused(t, s, pratiche(), `{"matricola":"10","numero":"R1"}`, `"creata"`)
	refused(t, s, pratiche(), `{"matricola":"10","numero":"R1","creata":null}`, `"creata"`)
	refused(t, s, pratiche(), `{"matricola":"10","numero":"R1","creata":"2026","cf":1.5}`, `"cf"`)
	refused(t, s, pratiche(), `{"matricola":"10","numero":"R1","creata":"2026","stato":["A"]}`, `"stato"`)
	refused(t, s, pratiche(), `{"matricola":"10","numero":"R1","creata":"2026","sede":[{"comune":"Bari"}]}`, `"sede.comune"`)
	accepted := []json.RawMessage{
		json.RawMessage(`{"matricola":"10","numero":"R1","creata":""}`),
		json.RawMessage(`{"matricola":"10","numero":"R2","creata":"2026","cf":null,"sede":null}`),
	}
	if n, err := s.Import(t.Context(), pratiche(), accepted); n != 2 || err != nil {
		t.Errorf("Import of documents without indexed fields = %d, %v", n, err)
	}
}

// refused expects Put and Import to name the field that is wrong, and nothing of the value.
func refused(t *testing.T, s store.Store, c *store.Collection, raw, field string) {
	t.Helper()
	_, putErr := s.Put(t.Context(), c, json.RawMessage(raw), 0)
	_, importErr := s.Import(t.Context(), c, []json.RawMessage{json.RawMessage(raw)})
	for _, err := range []error{putErr, importErr} {
		if err == nil || !strings.Contains(err.Error(), field) {
			t.Errorf("%.60s: error %v, want one that names %s", raw, err, field)
		}
	}
}
