package resilience_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/resilience"
)

// TestMain keeps the log of the guards out of the way; tests that read it set their own.
func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

var (
	errDown    = errors.New("down")
	errUnknown = errors.New("unknown")
)

const timeout = time.Second

// guard has a second for each call.
func guard(change func(*resilience.Options)) *resilience.Guard {
	o := resilience.Options{Name: "prova", Timeout: timeout, Answers: func(err error) bool { return errors.Is(err, errUnknown) }}
	if change != nil {
		change(&o)
	}
	return resilience.New(o)
}

// ask is a question to a source.
type ask = func(context.Context) (string, error)

func answers(context.Context) (string, error) { return "sì", nil }
func fails(context.Context) (string, error)   { return "", errDown }

// after is a source that answers late, unless its context ends before.
func after(d time.Duration) ask {
	return func(ctx context.Context) (string, error) {
		select {
		case <-time.After(d):
			return "sì", nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// deaf is a source that does not heed its context.
func deaf(d time.Duration) ask {
	return func(context.Context) (string, error) {
		<-time.After(d)
		return "sì", nil
	}
}

func read(g *resilience.Guard, a ask) (string, error) {
	return resilience.Read(context.Background(), g, a)
}

func command(g *resilience.Guard, a ask) (string, error) {
	return resilience.Command(context.Background(), g, a)
}

func refused(t *testing.T, err error, full bool) resilience.Refused {
	t.Helper()
	r, ok := errors.AsType[resilience.Refused](err)
	if !ok || r.Full != full {
		t.Fatalf("error %v, want refused, full: %t", err, full)
	}
	return r
}

func is[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// bubble runs a test in time of its own. It fails when an hour later a goroutine is left.
func bubble(t *testing.T, test func(*testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		defer func() { <-time.After(time.Hour) }()
		test(t)
	})
}

func TestWhatIsReturned(t *testing.T) {
	anyhow := func(ctx context.Context) context.Context { return ctx }
	gone := func(ctx context.Context) context.Context {
		ctx, leave := context.WithCancel(ctx)
		leave()
		return ctx
	}
	for _, c := range []struct {
		name    string
		caller  func(context.Context) context.Context
		ask     ask
		value   string
		err     error
		command int64 // questions of a command
		read    int64
	}{
		{"an answer", anyhow, answers, "sì", nil, 1, 1},
		{"an answer in time", anyhow, after(timeout - time.Millisecond), "sì", nil, 1, 1},
		{"an error that is an answer", anyhow, func(context.Context) (string, error) { return "no", errUnknown }, "no", errUnknown, 1, 1},
		{"a failure", anyhow, fails, "", errDown, 1, 3},
		{"a value beside a failure", anyhow, func(context.Context) (string, error) { return "metà", errDown }, "metà", errDown, 1, 3},
		{"no answer in time", anyhow, after(timeout + time.Millisecond), "", context.DeadlineExceeded, 1, 1},
		{"no answer in time, and no attention", anyhow, deaf(timeout + time.Millisecond), "", context.DeadlineExceeded, 1, 1},
		{"a caller who has left", gone, answers, "", context.Canceled, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			for kind, do := range map[string]func(context.Context, *resilience.Guard, ask) (string, error){
				"read": resilience.Read[string], "command": resilience.Command[string],
			} {
				bubble(t, func(t *testing.T) {
					g, start := guard(nil), time.Now()
					value, err := do(c.caller(t.Context()), g, c.ask)
					if value != c.value || !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
						t.Errorf("%s: got %q, %v; want %q, %v", kind, value, err, c.value, c.err)
					}
					if took := time.Since(start); took > timeout {
						t.Errorf("%s took %v", kind, took)
					}
					is(t, kind+" asked", g.Counts().Asked, map[string]int64{"read": c.read, "command": c.command}[kind])
				})
			}
		})
	}
}

func TestTheDeadlineTravels(t *testing.T) {
	for _, c := range []struct {
		name         string
		theirs, want time.Duration
	}{
		{"ours", time.Hour, timeout},
		{"the caller's, when sooner", timeout / 2, timeout / 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), c.theirs)
				defer cancel()
				start := time.Now()
				_, err := resilience.Read(ctx, guard(nil), func(ctx context.Context) (string, error) {
					deadline, _ := ctx.Deadline()
					is(t, "deadline", deadline.Sub(start), c.want)
					<-ctx.Done()
					return "", ctx.Err()
				})
				if !errors.Is(err, context.DeadlineExceeded) {
					t.Error(err)
				}
				is(t, "time taken", time.Since(start), c.want)
			})
		})
	}
}

func TestTheContextEndsWithTheCall(t *testing.T) {
	var seen context.Context
	if _, err := read(guard(nil), func(ctx context.Context) (string, error) { seen = ctx; return "", nil }); err != nil {
		t.Fatal(err)
	}
	if seen.Err() == nil {
		t.Error("the context outlives the call")
	}
}

func TestRetryAfter(t *testing.T) {
	for timeout, want := range map[time.Duration]time.Duration{
		200 * time.Millisecond:  time.Second,
		time.Second:             time.Second,
		2500 * time.Millisecond: 3 * time.Second,
	} {
		bubble(t, func(t *testing.T) {
			g := guard(func(o *resilience.Options) { o.Timeout = timeout })
			is(t, "while closed", g.RetryAfter(), want)
			open(t, g)
			soon := g.RetryAfter()
			if soon < 900*time.Millisecond || soon > 1100*time.Millisecond {
				t.Errorf("while open: %v", soon)
			}
			_, err := read(g, answers)
			is(t, "of the refusal", refused(t, err, false).RetryAfter, soon)
			<-time.After(soon)
			is(t, "when tried again", g.RetryAfter(), want)
		})
	}
}

func TestNoTimeoutIsAMistake(t *testing.T) {
	defer func() {
		if p := recover(); p == nil || !strings.Contains(p.(string), "prova") {
			t.Errorf("panicked with %v", p)
		}
	}()
	resilience.New(resilience.Options{Name: "prova"})
}
