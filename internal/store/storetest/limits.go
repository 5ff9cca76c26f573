package storetest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"cassetto/internal/store"
)

// everyMethod calls each method of a store once, except Close.
func everyMethod(t *testing.T, ctx context.Context, s store.Store) map[string]error {
	t.Helper()
	c, doc := pratiche(), encode(t, numbered("10", 1))
	_, countErr := s.Count(ctx, c, nil)
	_, putErr := s.Put(ctx, c, doc[0], 0)
	_, importErr := s.Import(ctx, c, doc)
	_, emptyErr := s.Import(ctx, c, nil)
	each := func(string, store.Row) error { return nil }
	deleteErr := s.Delete(ctx, c, []string{"10|R00001"})
	return map[string]error{
		"Read":            s.Read(ctx, c, []string{"matricola"}, []string{"10"}, each),
		"Read of no keys": s.Read(ctx, c, []string{"matricola"}, nil, each),
		"Search":          s.Search(ctx, c, store.Query{Limit: 1}, func(store.Row) error { return nil }),
		"Count":           countErr,
		"Put":             putErr,
		"Import":          importErr,
		"empty Import":    emptyErr,
		"Delete":          deleteErr,
		"empty Delete":    s.Delete(ctx, c, nil),
	}
}

func testDeadline(t *testing.T, s store.Store) {
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	unusable(t, s, ctx, context.DeadlineExceeded)
}

func testCancelled(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	unusable(t, s, ctx, context.Canceled)
}

func unusable(t *testing.T, s store.Store, ctx context.Context, want error) {
	t.Helper()
	for method, err := range everyMethod(t, ctx, s) {
		if !errors.Is(err, want) {
			t.Errorf("%s = %v, want %v", method, err, want)
		}
	}
	if n, err := s.Count(t.Context(), pratiche(), nil); n != 0 || err != nil {
		t.Errorf("afterwards Count = %d, %v", n, err)
	}
	for method, err := range everyMethod(t, t.Context(), s) {
		if err != nil {
			t.Errorf("afterwards %s = %v", method, err)
		}
	}
}

func testClosed(t *testing.T, s store.Store) {
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for method, err := range everyMethod(t, t.Context(), s) {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s = %v, want %v", method, err, store.ErrClosed)
		}
	}
	if err := s.Close(); !errors.Is(err, store.ErrClosed) {
		t.Errorf("Close = %v, want %v", err, store.ErrClosed)
	}
}

// testClosedWhileReading closes a store that others use: a call still works, or says that the store is closed.
func testClosedWhileReading(t *testing.T, s store.Store) {
	importPratiche(t, s, []pratica{numbered("10", 1)})
	reading := make(chan struct{}, writers)
	closed := make(chan struct{})
	var closing sync.Once
	errs := together(func(writer int) error {
		reading <- struct{}{}
		if len(reading) == writers {
			closing.Do(func() {
				if err := s.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
				close(closed)
			})
		}
		for {
			_, err := s.Count(t.Context(), pratiche(), nil)
			if err != nil {
				<-closed
				return err
			}
		}
	})
	for _, err := range errs {
		if !errors.Is(err, store.ErrClosed) {
			t.Errorf("a reader ends with %v", err)
		}
	}
}
