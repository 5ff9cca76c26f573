package archive_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/store"
)

// faults are the ways in which an archive does not answer.
var faults = map[string]func(context.Context) error{
	"fails":  func(context.Context) error { return errors.New("the password of the archive is 12345") },
	"closed": func(context.Context) error { return store.ErrClosed },
	"hangs":  func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
}

// TestDown: a poll of an archive that does not answer ends soon, and is logged once; what changed meanwhile is told when it
// answers again.
func TestDown(t *testing.T) {
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T, w *world) {
				logged := record(t)
				w.faulty.fault.Store(&fault)
				pass(time.Second)
				w.put(t, pratica("A", "11", time.Now()), 1)
				begin, before := time.Now(), w.LastPoll()
				for range 40 {
					if err := w.watch.Poll(t.Context()); err == nil {
						t.Fatal("the poll succeeds")
					}
				}
				if took := time.Since(begin); took > 40*5*time.Second || !w.LastPoll().Equal(before) {
					t.Errorf("40 polls took %v; last poll at %v", took, w.LastPoll())
				}
				pass(time.Hour)
				w.faulty.fault.Store(nil)
				w.polls(t, "prova pratiche [11 A]")
				w.polls(t)
				if log := logged.String(); strings.Count(log, "\n") != 2 || strings.Count(log, "archivio=prova") != 2 || strings.Contains(log, "password") {
					t.Errorf("%s", log)
				}
			})
		})
	}
}

// record gives what is logged during a test.
func record(t *testing.T) *bytes.Buffer {
	t.Helper()
	before, logged := slog.Default(), &bytes.Buffer{}
	slog.SetDefault(slog.New(slog.NewTextHandler(logged, nil)))
	t.Cleanup(func() { slog.SetDefault(before) })
	return logged
}

// TestBlindStart: when the first poll fails, somebody may have read what has changed before the first that succeeds.
func TestBlindStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t)
		defer w.store.Close()
		record(t)
		fault := faults["fails"]
		w.faulty.fault.Store(&fault)
		if err := w.watch.Poll(t.Context()); err == nil || !w.LastPoll().IsZero() {
			t.Fatalf("%v, last poll at %v", err, w.LastPoll())
		}
		w.faulty.fault.Store(nil)
		w.polls(t, "prova pratiche []", "prova note []", "prova pratiche []")
		w.polls(t)
	})
}

// TestRun: it polls as often as it is told, less often while the archive does not answer, and ends with its context.
func TestRun(t *testing.T) {
	inBubble(t, func(t *testing.T, w *world) {
		record(t)
		begin := time.Now()
		var polls []time.Duration
		count := func(fault error) *func(context.Context) error {
			poll := func(context.Context) error {
				if since := time.Since(begin); len(polls) == 0 || polls[len(polls)-1] != since {
					polls = append(polls, since)
				}
				return fault
			}
			return &poll
		}
		w.faulty.fault.Store(count(nil))
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			w.watch.Run(ctx, time.Second)
			close(ended)
		}()
		pass(2500 * time.Millisecond)
		w.put(t, pratica("A", "11", time.Now()), 1)
		pass(time.Second)
		if told := w.take(); !slices.Equal(told, []string{"prova pratiche [11 A]"}) {
			t.Errorf("told %q", told)
		}
		w.faulty.fault.Store(count(errors.New("down")))
		pass(17 * time.Second) // polls at 4, 6, 10, 15, 20
		w.faulty.fault.Store(count(nil))
		pass(6 * time.Second) // at 25 and 26
		stop()
		<-ended
		var seconds []int
		for _, p := range polls {
			seconds = append(seconds, int(p/time.Second))
		}
		if want := []int{1, 2, 3, 4, 6, 10, 15, 20, 25, 26}; !slices.Equal(seconds, want) {
			t.Errorf("polls at %v, want %v", seconds, want)
		}
	})
}
