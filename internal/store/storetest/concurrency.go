package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"cassetto/internal/store"
)

const writers = 20

// together runs one function per writer, all let go at once, and gives their results.
func together(do func(writer int) error) []error {
	start := make(chan struct{})
	errs := make([]error, writers)
	var all sync.WaitGroup
	for i := range writers {
		all.Go(func() {
			<-start
			errs[i] = do(i)
		})
	}
	close(start)
	all.Wait()
	return errs
}

func testOnePutWins(t *testing.T, s store.Store) {
	doc := numbered("10", 1)
	put(t, s, doc, 0)
	oneWins(t, s, 1)
	if _, version := readOne(t, s, "10"); version != 2 {
		t.Errorf("version %d after one of %d puts won", version, writers)
	}
}

func testOneCreationWins(t *testing.T, s store.Store) {
	oneWins(t, s, 0)
}

func oneWins(t *testing.T, s store.Store, expected int64) {
	t.Helper()
	errs := together(func(writer int) error {
		doc := numbered("10", 1)
		doc.Importo = int64(writer)
		_, err := s.Put(t.Context(), pratiche(), encode(t, doc)[0], expected)
		return err
	})
	winner := -1
	for i, err := range errs {
		switch {
		case err == nil && winner < 0:
			winner = i
		case err == nil:
			t.Errorf("writers %d and %d both won", winner, i)
		case !errors.Is(err, store.ErrConflict):
			t.Errorf("writer %d: %v", i, err)
		}
	}
	if doc, _ := readOne(t, s, "10"); doc.Importo != int64(winner) {
		t.Errorf("writer %d won, the document is of writer %d", winner, doc.Importo)
	}
}

// testCounter has every writer read, add one and put until he wins.
func testCounter(t *testing.T, s store.Store) {
	put(t, s, numbered("10", 1), 0)
	for i, err := range together(func(int) error { return addOne(t, s) }) {
		if err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	if doc, version := readOne(t, s, "10"); doc.Importo != writers || version != writers+1 {
		t.Errorf("%d writers added %d, version %d", writers, doc.Importo, version)
	}
}

func addOne(t *testing.T, s store.Store) error {
	for {
		var doc pratica
		var version int64
		err := s.Read(t.Context(), pratiche(), []string{"matricola"}, []string{"10"}, func(_ string, r store.Row) error {
			version = r.Version()
			return r.Decode(&doc)
		})
		if err != nil {
			return err
		}
		doc.Importo++
		if _, err = s.Put(t.Context(), pratiche(), encode(t, doc)[0], version); !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

func testImportsAtOnce(t *testing.T, s store.Store) {
	const documents = 30
	errs := together(func(writer int) error {
		var docs []any
		for i := range documents {
			doc := numbered("10", i)
			doc.Importo = int64(writer % 4)
			docs = append(docs, doc)
		}
		_, err := s.Import(t.Context(), pratiche(), encode(t, docs...))
		return err
	})
	for i, err := range errs {
		if err != nil {
			t.Errorf("writer %d: %v", i, err)
		}
	}
	if n, err := s.Count(t.Context(), pratiche(), nil); n != documents || err != nil {
		t.Errorf("Count = %d, %v; want %d", n, err, documents)
	}
}

// testReadWhileImporting reads companies whose documents are being imported again: each always has all of its own.
func testReadWhileImporting(t *testing.T, s store.Store) {
	const companies, each, rounds = 8, 5, 5
	batch := func(round int) (docs []any) {
		for i := range companies * each {
			doc := numbered(fmt.Sprintf("%02d", i/each), i)
			doc.Importo = int64(round)
			docs = append(docs, doc)
		}
		return docs
	}
	importDocs(t, s, pratiche(), batch(0)...)
	var keys []string
	for k := range companies {
		keys = append(keys, fmt.Sprintf("%02d", k))
	}
	imported := make(chan error, 1)
	go func() {
		for round := range rounds {
			if _, err := s.Import(t.Context(), pratiche(), encode(t, batch(round+1)...)); err != nil {
				imported <- err
				return
			}
		}
		imported <- nil
	}()
	for {
		for key, ids := range readIDs(t, s, pratiche(), []string{"matricola"}, keys) {
			if len(ids) != each {
				t.Errorf("%s has %d documents", key, len(ids))
			}
		}
		select {
		case err := <-imported:
			if err != nil {
				t.Error(err)
			}
			return
		default:
		}
	}
}
