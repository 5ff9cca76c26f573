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

const (
	usual = 20 * time.Millisecond // what a source takes in these tests, and 95 in 100
	late  = 500 * time.Millisecond
)

// hedging is a guard that has seen just enough answers, and asks again when one takes longer than usual.
func hedging(t *testing.T) *resilience.Guard {
	t.Helper()
	g := guard(func(o *resilience.Options) { o.Hedge, o.Concurrent = true, 4 })
	for range 32 {
		if _, err := read(g, after(usual)); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

func TestHedge(t *testing.T) {
	unknown := func(ctx context.Context) (string, error) {
		after(usual / 2)(ctx)
		return "", errUnknown
	}
	for _, c := range []struct {
		name   string
		ask    ask
		took   time.Duration
		err    error
		hedges int64
		asked  int64
	}{
		{"as usual", after(usual / 2), usual / 2, nil, 0, 1},
		{"late, and the second is quick", script(after(late), after(usual/2)), usual * 3 / 2, nil, 1, 2},
		{"late, and the first is first", script(after(2*usual), after(late)), 2 * usual, nil, 1, 2},
		{"late, and the second says what is an answer", script(after(late), unknown), usual * 3 / 2, errUnknown, 1, 2},
		{"late, and the second fails", script(after(late), fails), late, nil, 1, 2},
		{"late, and the first fails", script(failsAfter(2*usual), after(late)), late + usual, nil, 1, 2},
		{"both late for ever", after(2 * timeout), timeout, context.DeadlineExceeded, 1, 2},
		{"a failure before it is late", script(failsAfter(usual/2), answers), 0, nil, 0, 2},
		{"a failure before it is late, and then late", script(failsAfter(usual/2), after(late)), 0, nil, 0, 2},
		{"both fail, and then it answers", script(failsAfter(late), failsAfter(2*usual), answers), 0, nil, 1, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := hedging(t)
				start, before := time.Now(), g.Counts()
				_, err := read(g, c.ask)
				if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) {
					t.Error(err)
				}
				if c.took > 0 {
					is(t, "time taken", time.Since(start), c.took)
				}
				is(t, "hedges", g.Counts().Hedges, c.hedges)
				is(t, "asked", g.Counts().Asked-before.Asked, c.asked)
				is(t, "state", g.State(), resilience.Closed)
				synctest.Wait()
				is(t, "running", g.Counts().Running, 0)
			})
		})
	}
}

func TestNoHedge(t *testing.T) {
	slow := func(g *resilience.Guard) { read(g, after(late)) }
	for _, c := range []struct {
		name string
		do   func(*testing.T) *resilience.Guard
	}{
		{"of a command", func(t *testing.T) *resilience.Guard {
			g := hedging(t)
			command(g, after(late))
			return g
		}},
		{"unless asked for", func(*testing.T) *resilience.Guard {
			g := guard(nil)
			for range 100 {
				read(g, after(usual))
			}
			slow(g)
			return g
		}},
		{"before enough is known", func(*testing.T) *resilience.Guard {
			g := guard(func(o *resilience.Options) { o.Hedge = true })
			for range 30 {
				read(g, after(usual))
			}
			slow(g)
			return g
		}},
		{"without a free place", func(t *testing.T) *resilience.Guard {
			g := hedging(t)
			crowd(g, 4, after(late))
			<-time.After(timeout)
			return g
		}},
		{"while half-open", func(t *testing.T) *resilience.Guard {
			g := hedging(t)
			open(t, g)
			<-time.After(g.RetryAfter())
			crowd(g, 3, after(late))
			<-time.After(timeout)
			is(t, "state", g.State(), resilience.Closed)
			return g
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) { is(t, "hedges", c.do(t).Counts().Hedges, 0) })
		})
	}
}

// TestAVeryQuickSourceIsGivenTime: a second question after less than five milliseconds would cost more than it saves.
func TestAVeryQuickSourceIsGivenTime(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(func(o *resilience.Options) { o.Hedge = true })
		for range 100 {
			read(g, after(10*time.Microsecond))
		}
		read(g, after(4*time.Millisecond))
		is(t, "hedges of four milliseconds", g.Counts().Hedges, 0)
		read(g, after(6*time.Millisecond))
		is(t, "hedges of six", g.Counts().Hedges, 1)
	})
}

// TestTheBudgetOfHedges: a source that becomes slow altogether is asked one time in ten more, besides the ten of the beginning,
// until the new latency is what is usual.
func TestTheBudgetOfHedges(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := hedging(t)
		for n := range 1000 {
			read(g, after(usual+time.Duration(n%100)*time.Millisecond))
		}
		if n := g.Counts().Hedges; n > 110 || n < 20 {
			t.Error(n, "hedges")
		}
	})
}

// TestTheLoserIsToldToStop also when it is the first question.
func TestTheLoserIsToldToStop(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := hedging(t)
		var told atomic.Bool
		value, err := read(g, script(func(ctx context.Context) (string, error) {
			<-ctx.Done()
			told.Store(true)
			return "", errDown
		}, answers))
		synctest.Wait()
		if value != "sì" || err != nil || !told.Load() {
			t.Errorf("%q, %v, told: %t", value, err, told.Load())
		}
		is(t, "failures", g.Counts().Failures, 0)
	})
}

// TestTheLoserKeepsItsPlace until it has ended.
func TestTheLoserKeepsItsPlace(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := hedging(t)
		read(g, script(deaf(3*timeout), answers))
		synctest.Wait()
		is(t, "running", g.Counts().Running, 1)
		is(t, "refused", crowd(g, 3, after(timeout/2)), 0)
		_, err := read(g, answers)
		refused(t, err, true)
	})
}

func TestTwoTimeoutsAreTwoFailures(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := hedging(t)
		for range 3 {
			read(g, after(2*timeout))
		}
		is(t, "failures", g.Counts().Failures, 6)
		is(t, "state", g.State(), resilience.Open)
	})
}
