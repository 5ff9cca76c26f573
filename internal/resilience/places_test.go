package resilience_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/resilience"
)

// two has two places.
func two(o *resilience.Options) { o.Concurrent = 2 }

func TestSoManyAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(func(o *resilience.Options) { o.Concurrent = 5 })
		var running, most atomic.Int64
		for range 15 {
			go read(g, func(ctx context.Context) (string, error) {
				most.Store(max(most.Load(), running.Add(1)))
				defer running.Add(-1)
				return after(timeout / 10)(ctx)
			})
		}
		<-time.After(timeout)
		is(t, "at once", most.Load(), 5)
		is(t, "asked", g.Counts().Asked, 15)
		is(t, "refused", g.Counts().Refused, 0)
	})
}

func TestTheDefaultsOfPlaces(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		crowd(g, 70, after(timeout*7/10))
		is(t, "running", g.Counts().Running, 64)
		<-time.After(timeout/4 - time.Millisecond)
		is(t, "refused before a quarter of the time", g.Counts().Full, 0)
		<-time.After(2 * time.Millisecond)
		is(t, "refused afterwards", g.Counts().Full, 6)
	})
}

// occupy takes a place for a while, though nobody waits for it any more.
func occupy(t *testing.T, g *resilience.Guard, d time.Duration) {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	go resilience.Command(ctx, g, deaf(d))
	synctest.Wait()
	leave()
}

func TestNoPlace(t *testing.T) {
	for _, c := range []struct {
		name   string
		queue  time.Duration
		caller time.Duration // when the caller leaves
		took   time.Duration
		err    error // nil: refused
	}{
		{"within the queue's time", timeout / 5, timeout, timeout / 5, nil},
		{"within ours, when the queue is longer", 2 * timeout, 2 * timeout, timeout, nil},
		{"before the caller leaves", timeout / 5, timeout / 10, timeout / 10, context.Canceled},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := guard(func(o *resilience.Options) { o.Concurrent, o.Queue = 1, c.queue })
				occupy(t, g, 3*timeout)
				ctx, leave := context.WithCancel(t.Context())
				defer leave()
				time.AfterFunc(c.caller, leave)
				start := time.Now()
				_, err := resilience.Read(ctx, g, answers)
				is(t, "time taken", time.Since(start), c.took)
				if c.err != nil && !errors.Is(err, c.err) {
					t.Error(err)
				}
				if c.err == nil {
					r := refused(t, err, true)
					is(t, "error", r.Error(), "resilience: too many calls at once")
					is(t, "retry after", r.RetryAfter, time.Second)
				}
				is(t, "failures", g.Counts().Failures, 0)
			})
		})
	}
}

func TestFullPlacesDoNotOpenTheBreaker(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(func(o *resilience.Options) { o.Concurrent, o.Timeout = 2, 10*time.Second })
		crowd(g, 2, after(7*time.Second))
		crowd(g, 30, answers)
		<-time.After(5 * time.Second)
		is(t, "refused", g.Counts().Full, 30)
		is(t, "state", g.State(), resilience.Closed)
		is(t, "failures", g.Counts().Failures, 0)
	})
}

// TestAWaitIsNoSlowness: what is left after a wait for a place may be too little for the source, and is no failure of it.
func TestAWaitIsNoSlowness(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(func(o *resilience.Options) { o.Concurrent, o.Queue = 1, timeout })
		for range 10 {
			go read(g, after(timeout*7/10))
			synctest.Wait()
			_, err := read(g, after(timeout*7/10))
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
		}
		is(t, "failures", g.Counts().Failures, 0)
		is(t, "state", g.State(), resilience.Closed)
	})
}

// TestAPlaceIsKeptUntilTheEnd: a source that does not heed its context cannot be asked more often than it has places.
func TestAPlaceIsKeptUntilTheEnd(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(two)
		crowd(g, 2, deaf(5*timeout))
		<-time.After(timeout + time.Millisecond)
		is(t, "running after the callers have left", g.Counts().Running, 2)
		_, err := read(g, answers)
		refused(t, err, true)
		<-time.After(4 * timeout)
		is(t, "running", g.Counts().Running, 0)
		for range 4 {
			if _, err := read(g, answers); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestTheBreakerOpensForThoseWhoWait: they are refused when it is their turn, but for those who got a place as the last failure ended.
func TestTheBreakerOpensForThoseWhoWait(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(func(o *resilience.Options) { o.Concurrent = 5 })
		for range 15 {
			go command(g, func(ctx context.Context) (string, error) {
				after(timeout / 10)(ctx)
				return "", errDown
			})
		}
		<-time.After(timeout / 2)
		if c := g.Counts(); c.Asked > 10 || c.Asked+c.Refused != 15 {
			t.Errorf("%+v", c)
		}
		is(t, "for want of a place", g.Counts().Full, 0)
		is(t, "running", g.Counts().Running, 0)
	})
}
