package resilience_test

import (
	"bytes"
	"context"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/resilience"
)

type broken struct{ data string }

// caught is what do panics with.
func caught(do func()) (p any) {
	defer func() { p = recover() }()
	do()
	return nil
}

func panics(context.Context) (string, error) { panic(broken{"RSSMRA80A01H501U"}) }

func panicsAfter(d time.Duration) ask {
	return func(ctx context.Context) (string, error) {
		<-time.After(d)
		return panics(ctx)
	}
}

func TestPanics(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(context.Context, *resilience.Guard, ask) (string, error)
		ask  ask
	}{
		{"in a read", resilience.Read[string], panics},
		{"in a command", resilience.Command[string], panics},
		{"in a retry", resilience.Read[string], script(fails, panics)},
		{"in a late question", resilience.Read[string], script(panicsAfter(2*usual), after(late))},
		{"in the second question", resilience.Read[string], script(after(late), panics)},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := hedging(t)
				before := g.Counts().Failures
				p := caught(func() { c.do(t.Context(), g, c.ask) })
				is(t, "panicked with", p, any(broken{"RSSMRA80A01H501U"}))
				synctest.Wait()
				is(t, "running", g.Counts().Running, 0)
				if g.Counts().Failures == before {
					t.Error("not counted as a failure")
				}
			})
		})
	}
}

func TestPanicsLeakNoPlace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(two)
		for range 4 {
			caught(func() { read(g, panics) })
			read(g, answers)
		}
		is(t, "refused", crowd(g, 2, after(timeout/2)), 0)
	})
}

// TestTheLogTellsWhere a question panicked, but not with what; also when nobody waits for it any more.
func TestTheLogTellsWhere(t *testing.T) {
	for name, a := range map[string]ask{"for the caller": panics, "after the caller has left": panicsAfter(2 * timeout)} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			discard := slog.Default()
			slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
			defer slog.SetDefault(discard)
			bubble(t, func(t *testing.T) {
				caught(func() { read(guard(nil), a) })
			})
			text := log.String()
			if strings.Count(text, "level=ERROR") != 1 || !strings.Contains(text, "source=prova") || !strings.Contains(text, "resilience_test.panics(") {
				t.Error(text)
			}
			if strings.Contains(text, "RSSMRA") {
				t.Error("the log tells data:", text)
			}
		})
	}
}

func TestAQuestionThatEndsItsGoroutine(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(two)
		for range 5 {
			if _, err := command(g, func(context.Context) (string, error) { runtime.Goexit(); return "", nil }); err == nil {
				t.Error("no error")
			}
		}
		is(t, "state", g.State(), resilience.Open)
		is(t, "running", g.Counts().Running, 0)
	})
}
