package ferretdb_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/event"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"cassetto/internal/store"
	"cassetto/internal/store/mongodb"
)

func pratiche() *store.Collection {
	return &store.Collection{Name: "pratiche", Key: []string{"codice"}, Index: [][]string{{"matricola"}}}
}

func pratica(codice string, importo int) json.RawMessage {
	return fmt.Appendf(nil, `{"codice":%q,"matricola":"10","importo":%d}`, codice, importo)
}

func ids(t *testing.T, s store.Store, c *store.Collection, f store.Filter) (found []string) {
	t.Helper()
	err := s.Search(t.Context(), c, store.Query{Filter: f, Limit: 100}, func(r store.Row) error {
		found = append(found, fmt.Sprintf("%s@%d", r.ID(), r.Version()))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// watched opens a store whose every command is shown to started before it is sent and to answered afterwards.
func watched(t *testing.T, s server, database string, m *event.CommandMonitor) *mongodb.Store {
	t.Helper()
	opened, err := mongodb.Connect(t.Context(), options.Client().ApplyURI(s.uri).SetMonitor(m), database, pratiche())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	})
	return opened
}

// TestMaxTime proves that the server is told the caller's deadline with every command, so that nothing it does for him
// goes on after he has left.
func TestMaxTime(t *testing.T) {
	s := startServer(t)
	var mu sync.Mutex
	limits := map[string][]time.Duration{}
	opened := watched(t, s, s.database(t), &event.CommandMonitor{Started: func(_ context.Context, e *event.CommandStartedEvent) {
		mu.Lock()
		defer mu.Unlock()
		ms, _ := e.Command.Lookup("maxTimeMS").AsInt64OK()
		limits[e.CommandName] = append(limits[e.CommandName], time.Duration(ms)*time.Millisecond)
		durable := e.Command.Lookup("writeConcern").String()
		if (e.CommandName == "insert" || e.CommandName == "update") && durable != `{"w": "majority","j": true}` {
			t.Errorf("%s with write concern %s", e.CommandName, durable)
		}
	}})
	clear(limits) // of opening
	const deadline = time.Minute
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	for name, call := range map[string]func() error{
		"Put":    func() error { _, err := opened.Put(ctx, pratiche(), pratica("a", 1), 0); return err },
		"Import": func() error { _, err := opened.Import(ctx, pratiche(), []json.RawMessage{pratica("b", 1)}); return err },
		"Count":  func() error { _, err := opened.Count(ctx, pratiche(), nil); return err },
		"Search": func() error {
			return opened.Search(ctx, pratiche(), store.Query{Limit: 1}, func(store.Row) error { return nil })
		},
		"Read": func() error {
			return opened.Read(ctx, pratiche(), []string{"matricola"}, []string{"10"}, func(string, store.Row) error { return nil })
		},
	} {
		if err := call(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := opened.Put(ctx, pratiche(), pratica("a", 2), 1); err != nil {
		t.Error(err)
	}
	if _, err := opened.Import(ctx, pratiche(), []json.RawMessage{pratica("b", 2)}); err != nil {
		t.Error(err)
	}
	mu.Lock()
	defer mu.Unlock()
	for _, command := range []string{"find", "aggregate", "insert", "update"} {
		if len(limits[command]) == 0 {
			t.Errorf("no %s was sent", command)
		}
	}
	for command, all := range limits {
		for _, limit := range all {
			if limit <= 0 || limit > deadline+time.Millisecond {
				t.Errorf("%s with maxTimeMS %v", command, limit)
			}
		}
	}
}

// TestOneRoundTrip counts the commands of a large answer.
func TestOneRoundTrip(t *testing.T) {
	s := startServer(t)
	var mu sync.Mutex
	var sent []string
	opened := watched(t, s, s.database(t), &event.CommandMonitor{Started: func(_ context.Context, e *event.CommandStartedEvent) {
		mu.Lock()
		defer mu.Unlock()
		sent = append(sent, e.CommandName)
	}})
	var docs []json.RawMessage
	for i := range 700 {
		docs = append(docs, pratica(fmt.Sprint(i), i))
	}
	if _, err := opened.Import(t.Context(), pratiche(), docs); err != nil {
		t.Fatal(err)
	}
	sent = nil
	rows := 0
	count := func(string, store.Row) error { rows++; return nil }
	if err := opened.Read(t.Context(), pratiche(), []string{"matricola", "codice"}, []string{"10", "5"}, count); err != nil {
		t.Fatal(err)
	}
	if len(sent) != 1 || rows != len(docs)+2 {
		t.Errorf("%d rows came by %q", rows, sent)
	}
}

// TestCancelledOnTheWay cancels each call while its command is being sent.
func TestCancelledOnTheWay(t *testing.T) {
	s := startServer(t)
	var cancelNow context.CancelFunc = func() {}
	opened := watched(t, s, s.database(t), &event.CommandMonitor{Started: func(context.Context, *event.CommandStartedEvent) { cancelNow() }})
	for name, call := range map[string]func(ctx context.Context) error{
		"Count": func(ctx context.Context) error { _, err := opened.Count(ctx, pratiche(), nil); return err },
		"Search": func(ctx context.Context) error {
			return opened.Search(ctx, pratiche(), store.Query{Limit: 1}, func(store.Row) error { return nil })
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		cancelNow = cancel
		if err := call(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s = %v", name, err)
		}
		cancelNow = func() {}
		if n, err := opened.Count(t.Context(), pratiche(), nil); n != 0 || err != nil {
			t.Errorf("after %s Count = %d, %v", name, n, err)
		}
	}
}

// TestImportBehindPut lets somebody else write between the comparison and the writing of an import: nothing of his is
// overwritten unseen, and the import wins in the end.
func TestImportBehindPut(t *testing.T) {
	s := startServer(t)
	database := s.database(t)
	other := watched(t, s, database, nil)
	put := func(doc json.RawMessage, expected int64) {
		if _, err := other.Put(t.Context(), pratiche(), doc, expected); err != nil {
			t.Error(err)
		}
	}
	var meanwhile sync.Once
	opened := watched(t, s, database, &event.CommandMonitor{Succeeded: func(_ context.Context, e *event.CommandSucceededEvent) {
		if e.CommandName != "find" {
			return
		}
		meanwhile.Do(func() {
			put(pratica("changed", 50), 1)
			put(pratica("created", 50), 0)
			put(pratica("same", 2), 0)
		})
	}})
	put(pratica("changed", 1), 0)
	put(pratica("untouched", 1), 0)
	batch := []json.RawMessage{pratica("changed", 2), pratica("created", 2), pratica("new", 2), pratica("same", 2), pratica("untouched", 2)}
	n, err := opened.Import(t.Context(), pratiche(), batch)
	if n != 4 || err != nil {
		t.Errorf("Import = %d, %v", n, err)
	}
	want := "[changed@3 created@2 new@1 same@1 untouched@2]"
	if got := fmt.Sprint(ids(t, opened, pratiche(), nil)); got != want {
		t.Errorf("stored %s, want %s", got, want)
	}
}

// TestTextsOfOldDocuments opens a database again with other Text fields.
func TestTextsOfOldDocuments(t *testing.T) {
	s := startServer(t)
	database := s.database(t)
	var docs []json.RawMessage
	for i := range 60 {
		docs = append(docs, pratica(fmt.Sprintf("c%02d", i), 1))
	}
	first := watched(t, s, database, nil)
	if _, err := first.Import(t.Context(), pratiche(), docs); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		fields []string
		text   string
		found  int
	}{
		{[]string{"matricola"}, "10", 60},
		{[]string{"codice"}, "10", 1},
		{[]string{"codice"}, "C1", 10},
	} {
		declared := pratiche()
		declared.Text = c.fields
		declared.Index = append(declared.Index, []string{store.Text})
		opened, err := mongodb.Open(t.Context(), s.uri, database, declared)
		if err != nil {
			t.Fatal(err)
		}
		if found := ids(t, opened, declared, store.Contains{Value: c.text}); len(found) != c.found {
			t.Errorf("by %s %q finds %q", c.fields, c.text, found)
		}
		if n, err := opened.Import(t.Context(), declared, docs); n != 0 || err != nil {
			t.Errorf("the same documents again: %d, %v", n, err)
		}
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	}
}
