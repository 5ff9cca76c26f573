package resilience_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"cassetto/internal/resilience"
)

// open makes the breaker open by failing.
func open(t *testing.T, g *resilience.Guard) {
	t.Helper()
	for range 5 {
		command(g, fails)
	}
	if !g.Open() {
		t.Fatal("five failures have not opened the breaker")
	}
}

// stops is a source whose own context has ended.
func stops(context.Context) (string, error) { return "", context.Canceled }

func TestWhatOpensTheBreaker(t *testing.T) {
	times := func(n int, a ask) (all []ask) {
		for range n {
			all = append(all, a)
		}
		return all
	}
	mixed := func(failures, successes int) (all []ask) {
		for range failures {
			all = append(append(all, fails), times(successes, answers)...)
		}
		return all
	}
	unknown := func(context.Context) (string, error) { return "", errUnknown }
	for _, c := range []struct {
		name string
		asks []ask
		want resilience.State
	}{
		{"five failures in a row", times(5, fails), resilience.Open},
		{"four failures in a row", times(4, fails), resilience.Closed},
		{"a success between failures", append(append(times(4, fails), answers), times(4, fails)...), resilience.Closed},
		{"half of ten", mixed(5, 1), resilience.Open},
		{"half of eight", mixed(4, 1), resilience.Closed},
		{"a third", mixed(30, 2), resilience.Closed},
		{"errors that are answers", times(20, unknown), resilience.Closed},
		{"slow answers", times(5, after(timeout*9/10)), resilience.Open},
		{"answers that are not slow", times(20, after(timeout*7/10)), resilience.Closed},
		{"slow errors that are answers", times(5, func(ctx context.Context) (string, error) {
			after(timeout * 9 / 10)(ctx)
			return "", errUnknown
		}), resilience.Open},
		{"timeouts", times(5, after(2*timeout)), resilience.Open},
		{"timeouts without attention", times(5, deaf(2*timeout)), resilience.Open},
		{"panics", times(5, panics), resilience.Open},
		{"a context of the source's own", times(5, stops), resilience.Open},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := guard(nil)
				for _, a := range c.asks {
					caught(func() { command(g, a) })
				}
				is(t, "state", g.State(), c.want)
				is(t, "asked", g.Counts().Asked, int64(len(c.asks)))
				is(t, "openings", g.Counts().Openings == 1, c.want == resilience.Open)
			})
		})
	}
}

func TestFailuresAreForgottenAfterTenSeconds(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		for range 4 {
			command(g, fails)
		}
		command(g, answers)
		<-time.After(11 * time.Second)
		for range 5 {
			command(g, answers)
			command(g, fails)
		}
		is(t, "state with five of ten since", g.State(), resilience.Open)
		is(t, "failures", g.Counts().Failures, 9)
	})
}

func TestWhatSaysNothingOfTheSource(t *testing.T) {
	for _, c := range []struct {
		name string
		ctx  func(context.Context) (context.Context, context.CancelFunc)
		ask  ask
		err  error
	}{
		{"callers who leave", cancelled, after(2 * timeout), context.Canceled},
		{"callers who leave a source without attention", cancelled, deaf(2 * timeout), context.Canceled},
		{"callers in more of a hurry", hurried, after(2 * timeout), context.DeadlineExceeded},
		{"callers in more of a hurry than a source without attention", hurried, deaf(2 * timeout), context.DeadlineExceeded},
		{"a connection whose deadline comes before the context's", hurried, func(ctx context.Context) (string, error) {
			deadline, _ := ctx.Deadline()
			<-time.After(time.Until(deadline))
			return "", errDown
		}, context.DeadlineExceeded},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := guard(nil)
				for range 20 {
					ctx, cancel := c.ctx(t.Context())
					if _, err := resilience.Read(ctx, g, c.ask); !errors.Is(err, c.err) {
						t.Fatal(err)
					}
					cancel()
				}
				is(t, "state", g.State(), resilience.Closed)
				is(t, "failures", g.Counts().Failures, 0)
				is(t, "retries", g.Counts().Retries, 0)

				command(g, fails)
				for range 3 {
					command(g, fails)
				}
				ctx, cancel := c.ctx(t.Context())
				resilience.Read(ctx, g, c.ask)
				cancel()
				command(g, fails)
				is(t, "five failures with one of these between", g.State(), resilience.Open)
			})
		})
	}
}

// TestNoAnswerIsNoAnswer: whoever says that any error is an answer does not mean these.
func TestNoAnswerIsNoAnswer(t *testing.T) {
	for name, a := range map[string]ask{
		"timeouts": after(2 * timeout), "timeouts without attention": deaf(2 * timeout), "panics": panics, "contexts of the source's own": stops,
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := guard(func(o *resilience.Options) { o.Answers = func(error) bool { return true } })
				for range 5 {
					caught(func() { command(g, a) })
				}
				is(t, "state", g.State(), resilience.Open)
			})
		})
	}
}

// cancelled is a caller who leaves after nearly all of the time.
func cancelled(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	time.AfterFunc(timeout*9/10, cancel)
	return ctx, cancel
}

func hurried(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, timeout*9/10)
}

func TestAnOpenBreakerRefuses(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		open(t, g)
		start, before := time.Now(), g.Counts()
		for _, do := range []func(*resilience.Guard, ask) (string, error){read, command} {
			_, err := do(g, answers)
			if text := refused(t, err, false).Error(); text != "resilience: source out of order" {
				t.Error(text)
			}
		}
		is(t, "time", time.Since(start), 0)
		is(t, "asked", g.Counts().Asked, before.Asked)
		is(t, "refused", g.Counts().Refused, 2)
	})
}

func TestTheLogTellsEachChangeOnce(t *testing.T) {
	var log bytes.Buffer
	discard := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(discard)
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		open(t, g)
		for range 10 {
			read(g, answers)
		}
		<-time.After(2 * time.Second)
		for range 10 {
			read(g, answers)
		}
	})
	var states []string
	for line := range strings.Lines(log.String()) {
		_, state, _ := strings.Cut(line, "source=prova state=")
		state, _, _ = strings.Cut(state, " ")
		states = append(states, state)
		if !strings.Contains(line, "level=WARN") || strings.Contains(line, errDown.Error()) {
			t.Error(line)
		}
	}
	is(t, "states", strings.Join(states, " "), "open half-open closed")
}
