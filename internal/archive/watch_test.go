package archive_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/archive"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

// sections of the archive that is watched: documents that say when they were modified, and others that do not.
func sections() []archive.Section {
	return []archive.Section{
		{
			Archive: "prova", Modified: "modificataAl", Codes: []string{"id", "posizione.codice", "studio"},
			Collection: &store.Collection{Name: "pratiche", Key: []string{"id"}, Index: [][]string{{"modificataAl"}}},
		},
		{Archive: "prova", Collection: &store.Collection{Name: "note", Key: []string{"id"}}},
	}
}

func pratica(id, codice string, at time.Time) json.RawMessage {
	return fmt.Appendf(nil, `{"id":%q,"posizione":{"codice":%q},"modificataAl":%q}`, id, codice, archive.Instant(at))
}

// world is an archive, a watch of it, and what the watch tells.
type world struct {
	*archive.Archive
	path     string
	store    *sqlite.Store
	faulty   *faulty
	sections []archive.Section
	watch    *archive.Watch
	mu       sync.Mutex
	told     []string
	deaf     atomic.Bool // who is told fails
}

// faulty is a store whose reads a test can break.
type faulty struct {
	store.Store
	fault atomic.Pointer[func(context.Context) error]
}

func (f *faulty) breaks(ctx context.Context) error {
	if fault := f.fault.Load(); fault != nil {
		return (*fault)(ctx)
	}
	return nil
}

func (f *faulty) Read(ctx context.Context, c *store.Collection, by, keys []string, each func(string, store.Row) error) error {
	if err := f.breaks(ctx); err != nil {
		return err
	}
	return f.Store.Read(ctx, c, by, keys, each)
}

func (f *faulty) Search(ctx context.Context, c *store.Collection, q store.Query, each func(store.Row) error) error {
	if err := f.breaks(ctx); err != nil {
		return err
	}
	return f.Store.Search(ctx, c, q, each)
}

func open(t testing.TB) *world {
	t.Helper()
	w := &world{sections: sections(), path: filepath.Join(t.TempDir(), "prova.db")}
	var err error
	w.store, err = sqlite.Open(context.Background(), w.path, archive.Collections(w.sections)...)
	if err != nil {
		t.Fatal(err)
	}
	w.faulty = &faulty{Store: w.store}
	w.Archive = archive.New("prova", w.faulty)
	w.again()
	return w
}

// again starts the watch anew.
func (w *world) again() {
	w.watch = w.Watch(w.sections, func(m archive.Mutation) error {
		if w.deaf.Load() {
			return errors.New("nobody listens")
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.told = append(w.told, fmt.Sprint(m.Archive, " ", m.Section, " ", m.Codes))
		return nil
	})
}

// take is what was told since it was last asked.
func (w *world) take() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	told := w.told
	w.told = nil
	return told
}

// polls checks what one poll tells.
func (w *world) polls(t *testing.T, want ...string) {
	t.Helper()
	if err := w.watch.Poll(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := w.take(); !slices.Equal(got, want) {
		t.Fatalf("told %q, want %q", got, want)
	}
}

func (w *world) put(t *testing.T, doc json.RawMessage, version int64) {
	t.Helper()
	if _, err := w.store.Put(t.Context(), w.sections[0].Collection, doc, version); err != nil {
		t.Fatal(err)
	}
}

// byHand changes the database past the store.
func (w *world) byHand(t *testing.T, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", w.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

func (w *world) load(t *testing.T, n int, at time.Time) {
	t.Helper()
	docs := make([]json.RawMessage, n)
	for i := range docs {
		docs[i] = pratica(fmt.Sprintf("C%d", i), fmt.Sprint(i), at)
	}
	if _, err := w.store.Import(t.Context(), w.sections[0].Collection, docs); err != nil {
		t.Fatal(err)
	}
}

// pass lets time go by.
func pass(d time.Duration) { <-time.After(d) }

// inBubble runs a test on a new archive that a first poll has looked at, with a clock of its own.
func inBubble(t *testing.T, test func(*testing.T, *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := open(t)
		defer w.store.Close()
		w.put(t, pratica("A", "10", time.Now()), 0)
		w.polls(t)
		test(t, w)
	})
}

// TestPoll: each change is told once, with the codes of the document as it is now; nothing is told of what did not change.
func TestPoll(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(t *testing.T, w *world, now time.Time)
		want   []string
	}{
		{"nothing", func(*testing.T, *world, time.Time) {}, nil},
		{"a document", func(t *testing.T, w *world, now time.Time) { w.put(t, pratica("A", "11", now), 1) }, []string{"prova pratiche [11 A]"}},
		{"at the same instant", func(t *testing.T, w *world, now time.Time) {
			w.put(t, pratica("A", "11", now.Add(-time.Second)), 1) // as before: the version says it
		}, []string{"prova pratiche [11 A]"}},
		{"a new document", func(t *testing.T, w *world, now time.Time) { w.put(t, pratica("B", "10", now), 0) }, []string{"prova pratiche [10 B]"}},
		{"several", func(t *testing.T, w *world, now time.Time) {
			w.put(t, pratica("A", "10", now), 1)
			w.put(t, pratica("B", "10", now), 0)
			w.put(t, pratica("C", "12", now), 0)
		}, []string{"prova pratiche [10 12 A B C]"}},
		{"twice", func(t *testing.T, w *world, now time.Time) {
			w.put(t, pratica("A", "11", now), 1)
			w.put(t, pratica("A", "12", now), 2)
		}, []string{"prova pratiche [12 A]"}},
		{"to the second", func(t *testing.T, w *world, now time.Time) {
			w.put(t, fmt.Appendf(nil, `{"id":"B","modificataAl":%q}`, now.UTC().Format(time.RFC3339)), 0)
		}, []string{"prova pratiche [B]"}},
		{"a clock behind", func(t *testing.T, w *world, now time.Time) {
			w.put(t, pratica("B", "10", now.Add(-archive.Overlap/2)), 0)
		}, []string{"prova pratiche [10 B]"}},
		{"a clock far ahead", func(t *testing.T, w *world, now time.Time) {
			w.put(t, pratica("B", "10", now.Add(time.Hour)), 0)
		}, []string{"prova pratiche [10 B]"}},
		{"no instant", func(t *testing.T, w *world, _ time.Time) {
			w.put(t, json.RawMessage(`{"id":"B","posizione":{"codice":"10"}}`), 0)
			w.put(t, json.RawMessage(`{"id":"C","modificataAl":null}`), 0)
		}, nil},
		{"an instant that is none", func(t *testing.T, w *world, _ time.Time) {
			w.put(t, json.RawMessage(`{"id":"B","posizione":"10","modificataAl":"ieri"}`), 0)
		}, []string{"prova pratiche [B]"}},
		{"by hand, without a new version", func(t *testing.T, w *world, now time.Time) {
			w.byHand(t, `UPDATE pratiche SET _doc = json_set(_doc, '$.posizione.codice', '77', '$.modificataAl', ?) WHERE _id = 'A'`, archive.Instant(now))
		}, []string{"prova pratiche [77 A]"}},
		{"a load", func(t *testing.T, w *world, now time.Time) { w.stamp(t, "note", now) }, []string{"prova note []"}},
		{"a load and a document", func(t *testing.T, w *world, now time.Time) {
			w.stamp(t, "pratiche", now)
			w.put(t, pratica("A", "11", now), 1)
		}, []string{"prova pratiche []", "prova pratiche [11 A]"}},
		{"a load of another section", func(t *testing.T, w *world, now time.Time) { w.stamp(t, "altre", now) }, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				pass(time.Second)
				test.change(t, w, time.Now())
				w.polls(t, test.want...)
				for range 150 {
					pass(archive.Overlap / 100)
					w.polls(t)
				}
				w.put(t, pratica("Z", "99", time.Now()), 0)
				w.polls(t, "prova pratiche [99 Z]")
			})
		})
	}
}

// TestCodes: a document without codes concerns the whole section, and so does one of a section that names none.
func TestCodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t)
		defer w.store.Close()
		w.sections[0].Codes = []string{"studio", "posizione.codice"}
		w.again()
		w.polls(t)
		w.put(t, json.RawMessage(`{"id":"A","studio":7,"posizione":["10"],"modificataAl":"2000-01-01T00:00:00Z"}`), 0)
		w.put(t, pratica("B", "10", time.Now()), 0)
		w.polls(t, "prova pratiche []")
		w.polls(t)
	})
}

// TestBurst: of too many changes the whole section is told, poll after poll for as long as their instants are near; little is
// remembered meanwhile.
func TestBurst(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.load(t, archive.MostFollowed+500, time.Now())
		for range 5 {
			w.polls(t, "prova pratiche []")
			if n := archive.Remembered(w.watch); n > archive.MostFollowed {
				t.Fatalf("%d documents remembered", n)
			}
			pass(time.Second)
		}
		pass(archive.Overlap)
		w.polls(t, "prova pratiche []") // of the time since the poll before
		pass(time.Second)
		w.polls(t)
		w.put(t, pratica("A", "10", time.Now()), 1)
		w.polls(t, "prova pratiche [10 A]")
	})
}

// TestForgetting: what is remembered of changes goes with the time in which they might be told twice.
func TestForgetting(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		for i := range 100 {
			at := time.Now()
			w.put(t, pratica(fmt.Sprint("B", i), "10", at), 0)
			w.polls(t, fmt.Sprintf("prova pratiche [10 B%d]", i))
			if n := archive.Remembered(w.watch); n > 15 {
				t.Fatalf("%d documents remembered", n)
			}
			pass(archive.Overlap / 10)
		}
	})
}

// TestRestart: a watch that begins anew tells nothing of before.
func TestRestart(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		w.put(t, pratica("A", "11", time.Now()), 1)
		w.stamp(t, "note", time.Now())
		w.again()
		w.polls(t)
		w.put(t, pratica("A", "12", time.Now()), 2)
		w.polls(t, "prova pratiche [12 A]")
	})
}

// TestStamps: once a load is told, what is read is of its instant.
func TestStamps(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		for _, want := range []string{"2026-01-02T03:04:05Z", "2026-01-02T03:04:06Z", "2025-01-01T00:00:00Z"} {
			if _, err := w.UpdatedAt(t.Context(), "note"); err != nil { // and remembers it
				t.Fatal(err)
			}
			at, err := time.Parse(time.RFC3339, want)
			if err != nil {
				t.Fatal(err)
			}
			w.stamp(t, "note", at)
			w.polls(t, "prova note []")
			if got, err := w.UpdatedAt(t.Context(), "note"); string(got) != want || err != nil {
				t.Errorf("%s, %v; want %s", got, err, want)
			}
		}
	})
}

func (w *world) stamp(t *testing.T, section string, at time.Time) {
	t.Helper()
	if err := archive.Stamp(t.Context(), w.store, "prova", section, at); err != nil {
		t.Fatal(err)
	}
}

// TestDeaf: what could not be told is told again, and the watch does not pass for up to date meanwhile.
func TestDeaf(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		before := w.LastPoll()
		pass(time.Second)
		w.deaf.Store(true)
		w.put(t, pratica("A", "11", time.Now()), 1)
		w.stamp(t, "note", time.Now())
		for range 3 {
			if err := w.watch.Poll(t.Context()); err == nil {
				t.Fatal("the poll succeeds")
			}
		}
		if at := w.LastPoll(); !at.Equal(before) {
			t.Errorf("last poll at %v, want %v", at, before)
		}
		w.deaf.Store(false)
		w.polls(t, "prova note []", "prova pratiche [11 A]")
		w.polls(t)
		if at := w.LastPoll(); !at.Equal(time.Now()) {
			t.Errorf("last poll at %v, want now", at)
		}
	})
}
