package resilience_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/internal/resilience"
)

// script asks in turn: the last one for ever.
func script(asks ...ask) ask {
	var asked atomic.Int64
	return func(ctx context.Context) (string, error) {
		return asks[min(int(asked.Add(1)), len(asks))-1](ctx)
	}
}

func failsAfter(d time.Duration) ask {
	return func(ctx context.Context) (string, error) {
		if _, err := after(d)(ctx); err != nil {
			return "", err
		}
		return "", errDown
	}
}

func TestAgain(t *testing.T) {
	unknown := func(context.Context) (string, error) { return "", errUnknown }
	for _, c := range []struct {
		name  string
		ask   ask
		asked int64
		err   error
	}{
		{"a source that is back at once", script(fails, answers), 2, nil},
		{"a source that is back after two failures", script(fails, fails, answers), 3, nil},
		{"a source that does not come back", script(fails, fails, fails, answers), 3, errDown},
		{"a failure, then an error that is an answer", script(fails, unknown), 2, errUnknown},
		{"a slow answer", after(timeout * 9 / 10), 1, nil},
		{"a failure after two fifths of the time", script(failsAfter(timeout*2/5), answers), 2, nil},
		{"a failure after more than half of the time", script(failsAfter(timeout*3/5), answers), 1, errDown},
		{"failures that leave a twentieth of the time", script(failsAfter(timeout*19/40), failsAfter(timeout*19/40), answers), 2, errDown},
		{"a failure, then no answer", script(fails, after(2*timeout)), 2, context.DeadlineExceeded},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := guard(nil)
				_, err := read(g, c.ask)
				if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
					t.Error(err)
				}
				is(t, "asked", g.Counts().Asked, c.asked)
				is(t, "retries", g.Counts().Retries, c.asked-1)
			})
		})
	}
}

// TestTooLittleTime: a wait for a place may leave less than a tenth of the time to a failure that comes at once.
func TestTooLittleTime(t *testing.T) {
	for left, want := range map[time.Duration]int64{timeout / 20: 0, timeout / 2: 1} {
		bubble(t, func(t *testing.T) {
			g := guard(func(o *resilience.Options) { o.Concurrent, o.Queue = 1, timeout })
			occupy(t, g, timeout-left)
			read(g, script(fails, answers))
			is(t, "retries", g.Counts().Retries, want)
		})
	}
}

func TestTheWaitBetweenAttempts(t *testing.T) {
	bubble(t, func(t *testing.T) {
		waits := [2]map[time.Duration]bool{{}, {}}
		longest := [2]time.Duration{}
		for range 200 {
			last, n := time.Now(), 0
			read(guard(nil), func(context.Context) (string, error) {
				if n > 0 {
					wait := time.Since(last)
					waits[n-1][wait] = true
					longest[n-1] = max(longest[n-1], wait)
				}
				n, last = n+1, time.Now()
				return "", errDown
			})
		}
		for i, limit := range []time.Duration{20 * time.Millisecond, 200 * time.Millisecond} {
			if len(waits[i]) < 100 || longest[i] >= limit || longest[i] < limit/2 {
				t.Errorf("wait %d: %d different ones, the longest %v of %v", i, len(waits[i]), longest[i], limit)
			}
		}
	})
}

func TestNobodyWaitsForARetry(t *testing.T) {
	for _, c := range []struct {
		name   string
		leaves time.Duration // after the second failure
		err    error
	}{
		{"who has left", 0, context.Canceled},
		{"who leaves meanwhile", time.Microsecond, context.Canceled},
		{"of a source that has just failed too often", timeout, errDown},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := guard(nil)
				if c.leaves == timeout {
					for range 3 {
						command(g, fails)
					}
				}
				ctx, leave := context.WithCancel(t.Context())
				defer leave()
				before := g.Counts().Asked
				var failed time.Time
				_, err := resilience.Read(ctx, g, script(fails, func(context.Context) (string, error) {
					if failed = time.Now(); c.leaves == 0 {
						leave()
					} else {
						time.AfterFunc(c.leaves, leave)
					}
					return "", errDown
				}))
				if took := time.Since(failed); !errors.Is(err, c.err) || took > time.Microsecond {
					t.Error(err, "after", took)
				}
				is(t, "asked", g.Counts().Asked-before, 2)
			})
		})
	}
}

func TestWhoLeavesUsesNoBudget(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		for range 15 {
			ctx, leave := context.WithCancel(t.Context())
			time.AfterFunc(timeout/10, leave)
			resilience.Read(ctx, g, after(timeout/2))
		}
		if _, err := read(g, script(fails, answers)); err != nil {
			t.Error(err)
		}
	})
}

// TestExtraLoad: a source that fails is asked once for each read, and once more for ten of them, besides the ten retries that the
// budget begins with.
func TestExtraLoad(t *testing.T) {
	const reads = 10_000
	t.Run("without the breaker", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			g := guard(nil)
			asked := int64(0)
			for range reads {
				for range 6 { // most questions succeed, and the breaker stays closed
					command(g, answers)
				}
				read(g, func(context.Context) (string, error) { asked++; return "", errDown })
			}
			c := g.Counts()
			is(t, "state", g.State(), resilience.Closed)
			is(t, "refused", c.Refused, 0)
			is(t, "retries", asked-reads, c.Retries)
			if c.Retries > reads/10+10 || c.Retries < reads/10 {
				t.Errorf("%d retries", c.Retries)
			}
			t.Logf("%d reads: %d questions, %d of them retries", reads, asked, c.Retries)
		})
	})
	t.Run("with the breaker", func(t *testing.T) {
		bubble(t, func(t *testing.T) {
			g := guard(nil)
			start := time.Now()
			for range reads {
				read(g, fails)
				<-time.After(10 * time.Millisecond)
			}
			c := g.Counts()
			if c.Retries > 4 || c.Asked > 40 || c.Asked < 5 || c.Refused < reads*99/100 {
				t.Errorf("%+v", c)
			}
			t.Logf("%d reads in %v: %d questions, %d of them retries", reads, time.Since(start), c.Asked, c.Retries)
		})
	})
}
