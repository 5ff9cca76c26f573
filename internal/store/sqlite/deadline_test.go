package sqlite_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cassetto/internal/store"
)

// patience is how long a call with a deadline of 50 ms may take on a slow machine; the queries below take several times
// as long when nobody stops them.
const patience = 4 * time.Second

// TestDeadlineInQuery stops queries that scan for half a minute: one without a row, one whose first row comes at once.
func TestDeadlineInQuery(t *testing.T) {
	c := &store.Collection{Name: "testi", Key: []string{"codice"}, Text: []string{"testo"}}
	s := open(t, filepath.Join(t.TempDir(), "prova.db"), c)
	defer s.Close()
	docs := []json.RawMessage{json.RawMessage(`{"codice":"0000","testo":"eureka"}`)}
	for i := range 4000 {
		docs = append(docs, fmt.Appendf(nil, `{"codice":"%04d","testo":%q}`, i+1, strings.Repeat("ab", 1000)))
	}
	if _, err := s.Import(t.Context(), c, docs); err != nil {
		t.Fatal(err)
	}
	var slow store.Or
	for i := range 900 {
		slow = append(slow, store.Contains{Value: fmt.Sprintf("ababababab%d", i)})
	}
	for name, filter := range map[string]store.Filter{"no row": slow, "a row at once": append(slow, store.Contains{Value: "eureka"})} {
		t.Run(name, func(t *testing.T) {
			inTime(t, func(ctx context.Context) error {
				return s.Search(ctx, c, store.Query{Filter: filter, Limit: 10}, func(store.Row) error { return nil })
			})
			inTime(t, func(ctx context.Context) error {
				_, err := s.Count(ctx, c, filter)
				return err
			})
		})
	}
	if n, err := s.Count(t.Context(), c, nil); n != len(docs) || err != nil {
		t.Errorf("afterwards Count = %d, %v", n, err)
	}
}

// TestDeadlineBehindWriter lets another process hold the file.
func TestDeadlineBehindWriter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "prova.db")
	s := open(t, path, pratiche())
	defer s.Close()
	other, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.ExecContext(t.Context(), "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	inTime(t, func(ctx context.Context) error {
		_, err := s.Put(ctx, pratiche(), pratica("10", 1), 0)
		return err
	})
	inTime(t, func(ctx context.Context) error {
		_, err := s.Import(ctx, pratiche(), []json.RawMessage{pratica("10", 1)})
		return err
	})
	if n, err := s.Count(t.Context(), pratiche(), nil); n != 0 || err != nil {
		t.Errorf("a reader behind a writer: %d, %v", n, err)
	}
	if _, err := other.ExecContext(t.Context(), "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), pratiche(), pratica("10", 1), 0); err != nil {
		t.Errorf("after the other writer: %v", err)
	}
}

// TestCancelledInImport cancels an import once it holds the file; nothing of it stays.
func TestCancelledInImport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "prova.db")
	s := open(t, path, pratiche())
	defer s.Close()
	docs := make([]json.RawMessage, 100_000)
	for i := range docs {
		docs[i] = pratica("10", i)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	held := make(chan error, 1)
	go func() {
		held <- waitForWriter(t.Context(), path)
		cancel()
	}()
	if _, err := s.Import(ctx, pratiche(), docs); !errors.Is(err, context.Canceled) {
		t.Errorf("Import = %v, want %v", err, context.Canceled)
	}
	if err := <-held; err != nil {
		t.Error(err)
	}
	if n, err := s.Count(t.Context(), pratiche(), nil); n != 0 || err != nil {
		t.Errorf("afterwards Count = %d, %v", n, err)
	}
}

// waitForWriter asks for the right to write until it is refused.
func waitForWriter(ctx context.Context, path string) error {
	other, err := sql.Open("sqlite", path+"?_pragma=busy_timeout(0)")
	if err != nil {
		return err
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	for {
		if _, err := other.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
			return nil
		}
		if _, err := other.ExecContext(ctx, "ROLLBACK"); err != nil {
			return err
		}
	}
}

func inTime(t *testing.T, call func(ctx context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	if err := call(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want %v", err, context.DeadlineExceeded)
	}
	if took := time.Since(start); took > patience {
		t.Errorf("took %v", took)
	}
}
