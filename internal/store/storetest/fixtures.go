package storetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"cassetto/internal/store"
)

type stato string

type pratica struct {
	Matricola  string         `json:"matricola"`
	Numero     string         `json:"numero"`
	CF         string         `json:"cf"`
	Creata     string         `json:"creata"`
	Stato      stato          `json:"stato"`
	Sede       *sede          `json:"sede"`
	Righe      []riga         `json:"righe"`
	Protocollo int32          `json:"protocollo"`
	Importo    int64          `json:"importo"`
	Peso       float64        `json:"peso"`
	Urgente    bool           `json:"urgente"`
	Nota       *string        `json:"nota"`
	Chiusa     *time.Time     `json:"chiusa,omitempty"`
	Contatori  map[string]int `json:"contatori,omitempty"`
	Firma      []byte         `json:"firma,omitempty"`
	Altro      any            `json:"altro,omitempty"`
}

type sede struct {
	Comune string  `json:"comune"`
	CAP    *string `json:"cap"`
}

type riga struct {
	Codice  string   `json:"codice"`
	Importo int64    `json:"importo"`
	Stati   []stato  `json:"stati"`
	Nota    *string  `json:"nota"`
	Quote   []*int64 `json:"quote"`
}

type persona struct {
	Codice   string     `json:"codice"`
	Cognome  string     `json:"cognome"`
	Nome     string     `json:"nome"`
	Recapiti []recapito `json:"recapiti"`
}

type recapito struct {
	Citta string `json:"citta"`
}

func pratiche() *store.Collection {
	return &store.Collection{
		Name:  "pratiche",
		Key:   []string{"matricola", "numero"},
		Index: [][]string{{"matricola", "creata"}, {"cf"}, {"creata"}, {"stato", "creata"}, {"sede.comune"}},
		Order: []store.Order{{Field: "creata", Desc: true}},
	}
}

func persone() *store.Collection {
	return &store.Collection{
		Name:  "persone",
		Key:   []string{"codice"},
		Index: [][]string{{"codice"}, {"cognome"}, {store.Text}},
		Text:  []string{"cognome", "nome", "recapiti.citta"},
	}
}

func annualita() *store.Collection {
	return &store.Collection{
		Name:  "annualita",
		Key:   []string{"matricola", "anno"},
		Index: [][]string{{"matricola", "anno"}},
		Order: []store.Order{{Field: "anno", Desc: true}},
	}
}

// numbered makes the pratica number i of a company; dates repeat after seven, states after three.
func numbered(matricola string, i int) pratica {
	return pratica{
		Matricola: matricola,
		Numero:    fmt.Sprintf("R%05d", i),
		CF:        "CF" + matricola,
		Creata:    fmt.Sprintf("2026-01-%02d", i*5%7+1),
		Stato:     []stato{"INVIATA", "ACCOLTA", "RESPINTA"}[i%3],
		Sede:      &sede{Comune: []string{"Aosta", "Bari"}[i%2]},
	}
}

func encode(t *testing.T, docs ...any) []json.RawMessage {
	t.Helper()
	raws := make([]json.RawMessage, len(docs))
	for i, doc := range docs {
		raw, err := json.Marshal(doc)
		if err != nil {
			t.Error(err) // not Fatal: writers encode too
		}
		raws[i] = raw
	}
	return raws
}

func importDocs(t *testing.T, s store.Store, c *store.Collection, docs ...any) {
	t.Helper()
	n, err := s.Import(t.Context(), c, encode(t, docs...))
	if err != nil || n != len(docs) {
		t.Fatalf("Import of %d new documents = %d, %v", len(docs), n, err)
	}
}

func importPratiche(t *testing.T, s store.Store, docs []pratica) {
	t.Helper()
	all := make([]any, len(docs))
	for i := range docs {
		all[i] = docs[i]
	}
	importDocs(t, s, pratiche(), all...)
}

func put(t *testing.T, s store.Store, doc pratica, expected int64) int64 {
	t.Helper()
	version, err := s.Put(t.Context(), pratiche(), encode(t, doc)[0], expected)
	if err != nil {
		t.Fatalf("Put(expected %d): %v", expected, err)
	}
	return version
}

// readIDs gives the ids that arrived under each key, in their order.
func readIDs(t *testing.T, s store.Store, c *store.Collection, by, keys []string) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := s.Read(t.Context(), c, by, keys, func(key string, r store.Row) error {
		if r.Cursor() != "" {
			t.Errorf("a row of Read has a cursor")
		}
		found[key] = append(found[key], r.ID())
		return nil
	})
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	return found
}

// readOne decodes the one document with this matricola and gives its version.
func readOne(t *testing.T, s store.Store, matricola string) (doc pratica, version int64) {
	t.Helper()
	n := 0
	err := s.Read(t.Context(), pratiche(), []string{"matricola"}, []string{matricola}, func(_ string, r store.Row) error {
		n, version = n+1, r.Version()
		return r.Decode(&doc)
	})
	if err != nil || n != 1 {
		t.Fatalf("Read found %d documents, %v", n, err)
	}
	return doc, version
}

func searchIDs(t *testing.T, s store.Store, c *store.Collection, q store.Query) []string {
	t.Helper()
	ids := []string{}
	err := s.Search(t.Context(), c, q, func(r store.Row) error {
		ids = append(ids, r.ID())
		return nil
	})
	if err != nil {
		t.Fatalf("Search(%+v): %v", q, err)
	}
	return ids
}

func equal(t *testing.T, what string, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s = %q, want %q", what, got, want)
	}
}

func equalMaps(t *testing.T, what string, got, want map[string][]string) {
	t.Helper()
	if !maps.EqualFunc(got, want, slices.Equal[[]string]) {
		t.Errorf("%s = %q, want %q", what, got, want)
	}
}

func ptr[T any](v T) *T { return &v }
