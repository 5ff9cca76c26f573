package sqlite_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

const (
	benchCompanies = 40_000
	benchDocuments = 5 * benchCompanies
)

func benchCollection() *store.Collection {
	return &store.Collection{
		Name: "richieste", Key: []string{"matricola", "numero"},
		Index: [][]string{{"matricola", "creata"}, {"creata"}, {"stato", "creata"}},
		Order: []store.Order{{Field: "creata", Desc: true}},
	}
}

// benchDocument is about 200 bytes, or 600 with a note.
func benchDocument(i int, note string) json.RawMessage {
	return fmt.Appendf(nil, `{"matricola":"%010d","numero":"R%07d","creata":"2026-%02d-%02dT%02d:%02d:00Z","stato":"STATO_%d","oggetto":"Rateizzazione",`+
		`"importo":%d,"righe":[{"codice":"C10","importo":%d}],"nota":%q}`,
		i%benchCompanies*7919%benchCompanies, i, i%12+1, i/12%28+1, i/336%24, i/8064%60, i%8, i, i*3, note)
}

func benchStore(b *testing.B, documents int, note string) *sqlite.Store {
	b.Helper()
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), benchCollection())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	benchImport(b, s, documents, note)
	return s
}

func benchImport(b *testing.B, s *sqlite.Store, documents int, note string) {
	b.Helper()
	docs := make([]json.RawMessage, documents)
	for i := range docs {
		docs[i] = benchDocument(i, note)
	}
	b.ResetTimer()
	if n, err := s.Import(b.Context(), benchCollection(), docs); n != documents || err != nil {
		b.Fatal(n, err)
	}
}

func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "bench.db"), benchCollection())
		if err != nil {
			b.Fatal(err)
		}
		docs := make([]json.RawMessage, 50_000)
		for i := range docs {
			docs[i] = benchDocument(i, "")
		}
		b.StartTimer()
		if _, err := s.Import(b.Context(), benchCollection(), docs); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		s.Close()
		b.StartTimer()
	}
	b.ReportMetric(50_000*float64(b.N)/b.Elapsed().Seconds(), "docs/s")
}

// BenchmarkQueries asks 200,000 documents of about 600 bytes.
func BenchmarkQueries(b *testing.B) {
	s := benchStore(b, benchDocuments, strings.Repeat("x", 400))
	companies := func(n int) []string {
		keys := make([]string, n)
		for i := range keys {
			keys[i] = fmt.Sprintf("%010d", rand.IntN(benchCompanies))
		}
		return keys
	}
	read := func(n int, each func(r store.Row) error) func(b *testing.B) {
		return func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				err := s.Read(b.Context(), benchCollection(), []string{"matricola"}, companies(n), func(_ string, r store.Row) error { return each(r) })
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	ignore := func(store.Row) error { return nil }
	decode := func(r store.Row) error {
		var doc struct {
			Numero, Creata, Stato, Oggetto, Nota string
			Importo                              int64
		}
		return r.Decode(&doc)
	}
	b.Run("read 1x5", read(1, ignore))
	b.Run("read 50x5", read(50, ignore))
	b.Run("read 1000x5", read(1000, ignore))
	b.Run("read 1000x5 decoded", read(1000, decode))

	newest := []store.Order{{Field: "creata", Desc: true}}
	middle := store.EncodeCursor(newest, []any{"2026-06-15T12:00:00Z"}, "")
	states := store.In{Field: "stato", Values: []string{"STATO_1", "STATO_2"}}
	for _, q := range []struct {
		name   string
		filter store.Filter
	}{
		{"page", nil},
		{"page of a state", store.In{Field: "stato", Values: []string{"STATO_1"}}},
		{"page of two states", states},
		{"page of 25 companies", store.In{Field: "matricola", Values: companies(25)}},
		{"page of 25 companies and two states", store.And{states, store.In{Field: "matricola", Values: companies(25)}}},
		{"page of 5000 companies", store.In{Field: "matricola", Values: companies(5000)}},
		{"page of 20000 companies", store.In{Field: "matricola", Values: companies(20000)}},
	} {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				query := store.Query{Filter: q.filter, Order: newest, After: middle, Limit: 20}
				if err := s.Search(b.Context(), benchCollection(), query, ignore); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	next := benchDocuments
	b.Run("put", func(b *testing.B) {
		for ; b.Loop(); next++ {
			if _, err := s.Put(b.Context(), benchCollection(), benchDocument(next, ""), 0); err != nil {
				b.Fatal(err)
			}
		}
	})
}
