package relay_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/relay"
)

// archive is documents from which something has to follow, in memory.
type archive struct {
	mu      sync.Mutex
	pending []string
	fails   map[string]bool
	done    []string // and tried
	looks   int
}

var errDown = errors.New("a secret")

func (a *archive) relay() *relay.Relay {
	return relay.New(relay.Options{Archive: "prova", Timeout: time.Minute, Pending: a.left, Do: a.do})
}

func (a *archive) left(context.Context) ([]string, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.looks++
	if a.fails["look"] {
		return nil, errDown
	}
	return slices.Clone(a.pending), nil
}

func (a *archive) do(_ context.Context, id string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.done = append(a.done, id)
	if a.fails[id] {
		return errDown
	}
	a.pending = slices.DeleteFunc(a.pending, func(one string) bool { return one == id })
	return nil
}

func (a *archive) leave(ids ...string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pending = append(a.pending, ids...)
}

func (a *archive) fail(what string, fails bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.fails = map[string]bool{what: fails}
}

// tried is what was tried since the last time.
func (a *archive) tried() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	done := a.done
	a.done = nil
	return done
}

// run runs a relay in a bubble until the test ends.
func run(t *testing.T, r *relay.Relay) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { r.Run(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
}

// TestSignal: what is signalled is done at once, also before it runs, once however often it is said, and nothing is looked for.
func TestSignal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &archive{}
		r := a.relay()
		r.Signal("before")
		r.Signal("before")
		run(t, r)
		synctest.Wait()
		if done := a.tried(); !slices.Equal(done, []string{"before"}) {
			t.Error(done)
		}
		for _, id := range []string{"A", "B", "A"} {
			r.Signal(id)
			synctest.Wait()
			if done := a.tried(); !slices.Equal(done, []string{id}) || a.looks != 0 {
				t.Errorf("%v, want %s; %d looks", done, id, a.looks)
			}
		}
	})
}

// TestLeft: what others have left is found without being signalled, and again until it succeeds; what fails, and a look that does,
// keep nothing else waiting.
func TestLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := &archive{}
		r := a.relay()
		run(t, r)
		for n, step := range []struct {
			fails string
			leave []string
			want  []string
		}{
			{"B", []string{"A", "B", "C"}, []string{"A", "B", "C"}}, {"B", nil, []string{"B"}}, {"look", []string{"D"}, nil},
			{"", nil, []string{"B", "D"}}, {"", nil, nil},
		} {
			a.fail(step.fails, true)
			a.leave(step.leave...)
			<-time.After(2 * time.Second)
			synctest.Wait()
			if done := a.tried(); !slices.Equal(done, step.want) {
				t.Errorf("look %d: %v, want %v", n, done, step.want)
			}
		}
		a.fail("B", true)
		a.leave("B")
		r.Signal("B")
		synctest.Wait()
		a.fail("", false)
		<-time.After(2 * time.Second)
		synctest.Wait()
		if done := a.tried(); !slices.Equal(done, []string{"B", "B"}) {
			t.Errorf("what was signalled and failed: %v", done)
		}
	})
}

// TestEnd: once it is to end nothing more is begun.
func TestEnd(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var done []string
	r := relay.New(relay.Options{
		Timeout: time.Minute, Pending: func(context.Context) ([]string, error) { return []string{"A", "B"}, nil },
		Do: func(ctx context.Context, id string) error {
			done = append(done, id)
			cancel()
			return ctx.Err()
		},
	})
	r.Sweep(ctx)
	if !slices.Equal(done, []string{"A"}) {
		t.Error(done)
	}
}

// TestTimeout: neither a document nor a look takes longer than it may, and the log tells it from other failures, without causes.
func TestTimeout(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	synctest.Test(t, func(t *testing.T) {
		waits := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
		relay.New(relay.Options{
			Archive: "prova", Timeout: time.Minute, Pending: func(context.Context) ([]string, error) { return []string{"A", "B"}, nil },
			Do: func(ctx context.Context, id string) error {
				if id == "A" {
					return waits(ctx)
				}
				return errDown
			},
		}).Sweep(t.Context())
		relay.New(relay.Options{Archive: "prova", Timeout: time.Minute, Pending: func(ctx context.Context) ([]string, error) { return nil, waits(ctx) }}).Sweep(t.Context())
	})
	var timeouts []bool
	for line := range strings.Lines(log.String()) {
		timeouts = append(timeouts, strings.Contains(line, "timeout=true"))
	}
	if !slices.Equal(timeouts, []bool{true, false, true}) || strings.Contains(log.String(), "secret") || strings.Count(log.String(), "archivio=prova") != 3 {
		t.Error(log.String())
	}
}
