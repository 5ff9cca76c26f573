package documents_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/documents"
)

// watched is a trusted store that looks at its manifest when the test says so.
type watched struct {
	*documents.Trusted
	ticks chan time.Time
	log   *bytes.Buffer
	warm  []string
}

func watch(t *testing.T, path string) *watched {
	t.Helper()
	w := &watched{ticks: make(chan time.Time), log: &bytes.Buffer{}}
	var err error
	w.Trusted, err = documents.Open(path, documents.Enforce, documents.Options{
		Validate: validate, Ticks: w.ticks, Log: slog.New(slog.NewTextHandler(w.log, nil)), Warm: func(text string) { w.warm = append(w.warm, text) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// look lets it look twice at a manifest that stands still, and waits until it has.
func (w *watched) look(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	var watching sync.WaitGroup
	watching.Go(func() { w.Watch(ctx) })
	w.ticks <- time.Time{}
	w.ticks <- time.Time{}
	stop()
	watching.Wait()
}

func (w *watched) knows(text string) bool {
	_, ok := w.ByText(text)
	return ok
}

// TestReload: what is done to a manifest, and what is served and warmed afterwards.
func TestReload(t *testing.T) {
	file := func(text string) func(*testing.T, string) {
		return func(t *testing.T, path string) { put(t, path, text) }
	}
	touch := func(t *testing.T, path string) {
		if err := os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	remove := func(t *testing.T, path string) {
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
	}
	one := apollo(op("u", "Utente", "query", utente))
	both := apollo(op("u", "Utente", "query", utente), op("s", "Sede", "query", sede))
	broken := apollo(op("u", "Utente", "query", "query Utente { segretissimo }"))
	for _, test := range []struct {
		name    string
		content any
		steps   []func(*testing.T, string)
		served  []string
		warmed  int
		refused int // lines of the log
	}{
		{"nothing", one, nil, []string{utente}, 1, 0},
		{"changed", one, []func(*testing.T, string){file(both)}, []string{utente, sede}, 3, 0},
		{"touched", one, []func(*testing.T, string){touch}, []string{utente}, 1, 0},
		{"broken", one, []func(*testing.T, string){file(broken)}, []string{utente}, 1, 1},
		{"cut in half", one, []func(*testing.T, string){file(both[:80])}, []string{utente}, 1, 1},
		{"broken and touched", one, []func(*testing.T, string){file(broken), touch}, []string{utente}, 1, 1},
		{"broken and repaired", one, []func(*testing.T, string){file(broken), file(both)}, []string{utente, sede}, 3, 1},
		{"broken, repaired, broken again", one, []func(*testing.T, string){file(broken), file(both), file(broken)}, []string{utente, sede}, 3, 2},
		{"gone", one, []func(*testing.T, string){remove}, []string{utente}, 1, 1},
		{"gone and back", one, []func(*testing.T, string){remove, file(both)}, []string{utente, sede}, 3, 1},
		{"another format", one, []func(*testing.T, string){file(`{"s":"query Sede { sede }"}`)}, []string{"query Sede { sede }"}, 2, 0},
		{"file added to a folder", map[string]string{"u.graphql": utente}, []func(*testing.T, string){func(t *testing.T, path string) {
			put(t, filepath.Join(path, "nuova", "s.graphql"), sede)
		}}, []string{utente, sede}, 3, 0},
		{"file removed from a folder", map[string]string{"u.graphql": utente, "s.graphql": sede}, []func(*testing.T, string){func(t *testing.T, path string) {
			remove(t, filepath.Join(path, "u.graphql"))
		}}, []string{sede}, 3, 0},
		{"bad file added to a folder", map[string]string{"u.graphql": utente}, []func(*testing.T, string){func(t *testing.T, path string) {
			put(t, filepath.Join(path, "s.graphql"), "query Sede { segretissimo }")
		}}, []string{utente}, 1, 1},
		{"file of another kind added to a folder", map[string]string{"u.graphql": utente}, []func(*testing.T, string){func(t *testing.T, path string) {
			put(t, filepath.Join(path, "leggimi.md"), "segretissimo")
		}}, []string{utente}, 1, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := write(t, test.content)
			w := watch(t, path)
			for _, step := range test.steps {
				step(t, path)
				w.look(t)
			}
			for _, text := range []string{utente, sede, "query Sede { sede }", "query Utente { segretissimo }"} {
				if got, want := w.knows(text), slices.Contains(test.served, text); got != want {
					t.Errorf("serves %q: %t", text, got)
				}
			}
			if len(w.warm) != test.warmed {
				t.Errorf("warmed %q", w.warm)
			}
			log := w.log.String()
			if n := strings.Count(log, "level=ERROR"); n != test.refused || strings.Contains(log, "segretissimo") {
				t.Errorf("%d refusals in the log, want %d, without any text:\n%s", n, test.refused, log)
			}
		})
	}
}

// TestOpen: what is refused at start, and what each mode asks for.
func TestOpen(t *testing.T) {
	good, bad := write(t, map[string]string{"u.graphql": utente}), write(t, map[string]string{"u.graphql": "query U { segretissimo }"})
	for _, test := range []struct {
		name, path string
		mode       documents.Mode
		err        string
	}{
		{"off without a manifest", "", documents.Off, ""},
		{"off with a bad one, which is not read", bad, documents.Off, ""},
		{"log without a manifest", "", documents.Log, `trusted documents: mode "registra" needs a manifest`},
		{"enforce without a manifest", "", documents.Enforce, `trusted documents: mode "applica" needs a manifest`},
		{"enforce with a good one", good, documents.Enforce, ""},
		{"enforce with a bad one", bad, documents.Enforce, "trusted documents: u.graphql: operation U: not valid against the schema (line 1, column 11)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			store, err := documents.Open(test.path, test.mode, documents.Options{Validate: validate})
			if got := errorText(err); got != test.err {
				t.Fatalf("got %q, want %q", got, test.err)
			}
			if err != nil {
				return
			}
			if _, ok := store.ByText(utente); ok != (test.mode != documents.Off) || store.Mode() != test.mode {
				t.Errorf("mode %s, document %t", store.Mode(), ok)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestModes: each mode has one word.
func TestModes(t *testing.T) {
	for word, want := range map[string]documents.Mode{"spento": documents.Off, "registra": documents.Log, "applica": documents.Enforce} {
		if m, err := documents.ParseMode(word); err != nil || m != want || m.String() != word {
			t.Errorf("%s: %s %v", word, m, err)
		}
	}
	for _, word := range []string{"", "off", "Applica"} {
		if m, err := documents.ParseMode(word); err == nil || m != documents.Off {
			t.Errorf("%q is %s", word, m)
		}
	}
}

// TestLookupsDuringReload: whoever looks while manifests are replaced sees one of them whole.
func TestLookupsDuringReload(t *testing.T) {
	texts := []string{"query V { sede }", "query V { altra: sede }"}
	path := write(t, map[string]string{"v.graphql": texts[0], "u.graphql": utente})
	w := watch(t, path)
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				d, ok := w.ByID(documents.Hash(utente))
				if !ok || d.Text != utente {
					t.Error("a document that is in all of them was missing")
					return
				}
				w.ByText(texts[0])
			}
		})
	}
	for n := range 50 {
		put(t, filepath.Join(path, "v.graphql"), texts[(n+1)%2])
		w.look(t)
		if !w.knows(texts[(n+1)%2]) || w.knows(texts[n%2]) {
			t.Errorf("round %d: not the manifest on disk", n)
		}
	}
	close(stop)
	readers.Wait()
}

// TestWatchByTheClock: with nothing else to tell it when, it looks every two seconds, and at a manifest that is being written it waits.
func TestWatchByTheClock(t *testing.T) {
	path := write(t, map[string]string{"u.graphql": utente})
	synctest.Test(t, func(t *testing.T) {
		store, err := documents.Open(path, documents.Log, documents.Options{Validate: validate, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatal(err)
		}
		go store.Watch(t.Context())
		put(t, filepath.Join(path, "s.graphql"), sede)
		start := time.Now()
		for _, seconds := range []int{3, 5} { // the first look at 2 s sees that it moved, the second at 4 s that it stands still
			<-time.After(time.Duration(seconds)*time.Second - time.Since(start))
			synctest.Wait()
			if _, ok := store.ByText(sede); ok != (seconds == 5) {
				t.Errorf("after %d s: %t", seconds, ok)
			}
		}
	})
}
