package quota_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/quota"
	"cassetto/internal/quota/memory"
)

var rate = quota.Rate{PerMinute: 1, Burst: 10}

// gate stands before a real limiter: it may be shut, which is an error, or make callers wait.
type gate struct {
	quota.Limiter
	asked atomic.Int64
	shut  atomic.Bool
	delay atomic.Int64 // nanoseconds
}

var errShut = errors.New("the gate is shut")

func (g *gate) Take(ctx context.Context, who string, cost int, rate quota.Rate) (quota.Taken, error) {
	g.asked.Add(1)
	if d := g.delay.Load(); d > 0 {
		select {
		case <-ctx.Done():
			return quota.Taken{}, ctx.Err()
		case <-time.After(time.Duration(d)):
		}
	}
	if g.shut.Load() {
		return quota.Taken{}, errShut
	}
	return g.Limiter.Take(ctx, who, cost, rate)
}

// bubble runs a test where time stands still while anything is being done: a call that does not wait takes no time at all.
func bubble(t *testing.T, run func(t *testing.T, f *quota.Fallback, shared *gate, logged func() string)) {
	logs := capture(t)
	synctest.Test(t, func(t *testing.T) {
		shared := &gate{Limiter: memory.New(100, time.Now)}
		run(t, quota.NewFallback(shared, memory.New(100, time.Now)), shared, logs)
	})
}

func TestFallbackPauses(t *testing.T) {
	bubble(t, func(t *testing.T, f *quota.Fallback, shared *gate, logged func() string) {
		spends(t, f, "anna", 6, 4)
		shared.shut.Store(true)
		spends(t, f, "anna", 1, 9) // the local limiter knows nothing of the 6
		for range 100 {
			spends(t, f, "bruno", 0, 10)
		}
		pass(t, time.Second-1)
		spends(t, f, "bruno", 0, 10)
		if n := shared.asked.Load(); n != 2 {
			t.Errorf("the shared limiter was asked %d times in the second after it failed, want 2 in all", n)
		}
		pass(t, 1)
		spends(t, f, "bruno", 0, 10) // begins a probe, which fails
		pass(t, time.Second-1)
		spends(t, f, "bruno", 0, 10)
		if n := shared.asked.Load(); n != 3 {
			t.Errorf("the shared limiter was asked %d times, want one probe a second, 3 in all", n)
		}
		shared.shut.Store(false)
		pass(t, 1)
		spends(t, f, "anna", 0, 9) // begins a probe, which finds it back
		synctest.Wait()
		spends(t, f, "anna", 1, 3)
		want := "WARN quota: shared limit unavailable, using the local one: the gate is shut\nWARN quota: shared limit back\n"
		if got := logged(); got != want {
			t.Errorf("logged\n%swant\n%s", got, want)
		}
	})
}

func TestFallbackProbesAlone(t *testing.T) {
	bubble(t, func(t *testing.T, f *quota.Fallback, shared *gate, _ func() string) {
		shared.shut.Store(true)
		spends(t, f, "anna", 1, 9)
		pass(t, time.Second)
		shared.delay.Store(int64(300 * time.Millisecond))
		begin := time.Now()
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() { spends(t, f, "bruno", 0, 10) })
		}
		all.Wait()
		if took := time.Since(begin); took != 0 {
			t.Errorf("callers waited %v for a probe", took)
		}
		synctest.Wait()
		if n := shared.asked.Load(); n != 2 {
			t.Errorf("the shared limiter was asked %d times, want once before and one probe for a hundred callers", n)
		}
		pass(t, 300*time.Millisecond)
	})
}

// TestFallbackProbeOutlivesCaller: the request that begins a probe ends long before it.
func TestFallbackProbeOutlivesCaller(t *testing.T) {
	bubble(t, func(t *testing.T, f *quota.Fallback, shared *gate, _ func() string) {
		shared.shut.Store(true)
		spends(t, f, "anna", 1, 9)
		pass(t, time.Second)
		shared.shut.Store(false)
		shared.delay.Store(int64(50 * time.Millisecond))
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := f.Take(ctx, "anna", 0, rate); err != nil {
			t.Error(err)
		}
		cancel()
		pass(t, 50*time.Millisecond)
		shared.delay.Store(0)
		spends(t, f, "anna", 0, 10)
		if n := shared.asked.Load(); n != 3 {
			t.Errorf("the shared limiter was asked %d times, want 3: it is back", n)
		}
	})
}

// TestFallbackFailsAtOnce: of many calls that fail together one is logged, and all have an answer.
func TestFallbackFailsAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T, f *quota.Fallback, shared *gate, logged func() string) {
		shared.shut.Store(true)
		shared.delay.Store(int64(100 * time.Millisecond))
		var all sync.WaitGroup
		for range 100 {
			all.Go(func() { spends(t, f, "anna", 0, 10) })
		}
		all.Wait()
		if n := strings.Count(logged(), "\n"); n != 1 {
			t.Errorf("logged\n%swant one line", logged())
		}
	})
}

// TestFallbackCallersFault: a request that was given up says nothing of the shared limiter.
func TestFallbackCallersFault(t *testing.T) {
	bubble(t, func(t *testing.T, f *quota.Fallback, shared *gate, logged func() string) {
		shared.delay.Store(int64(50 * time.Millisecond))
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		if taken, err := f.Take(ctx, "anna", 5, rate); !errors.Is(err, context.DeadlineExceeded) || taken != (quota.Taken{}) {
			t.Errorf("%+v, %v; want the caller's deadline", taken, err)
		}
		shared.delay.Store(0)
		spends(t, f, "anna", 1, 9)
		if n := shared.asked.Load(); n != 2 || logged() != "" {
			t.Errorf("the shared limiter was asked %d times, logged %q; want 2 and nothing", n, logged())
		}
	})
}

func spends(t *testing.T, l quota.Limiter, who string, cost, left int) {
	t.Helper()
	got, err := l.Take(t.Context(), who, cost, rate)
	if want := (quota.Taken{OK: true, Left: left}); got != want || err != nil {
		t.Errorf("%s takes %d: %+v, %v; want %+v", who, cost, got, err, want)
	}
}

// pass lets time go by in a bubble, and whatever is due then happen.
func pass(t *testing.T, d time.Duration) {
	t.Helper()
	<-time.After(d)
	synctest.Wait()
}

// capture gives what is logged from now on, a line an entry: level, message, cause.
func capture(t *testing.T) func() string {
	t.Helper()
	log := &lines{}
	before := slog.Default()
	slog.SetDefault(slog.New(log))
	t.Cleanup(func() { slog.SetDefault(before) })
	return log.String
}

type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Enabled(context.Context, slog.Level) bool { return true }
func (l *lines) WithAttrs([]slog.Attr) slog.Handler       { return l }
func (l *lines) WithGroup(string) slog.Handler            { return l }

func (l *lines) Handle(_ context.Context, r slog.Record) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text.WriteString(r.Level.String() + " " + r.Message)
	r.Attrs(func(a slog.Attr) bool {
		l.text.WriteString(": " + a.Value.String())
		return true
	})
	l.text.WriteByte('\n')
	return nil
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
