package resilience_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/resilience"
)

// crowd starts n reads and returns how many have been refused once all the others wait for their answers.
func crowd(g *resilience.Guard, n int, a ask) int64 {
	before := g.Counts().Refused
	for range n {
		go read(g, a)
	}
	synctest.Wait()
	return g.Counts().Refused - before
}

func TestTheSourceComesBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		open(t, g)
		<-time.After(g.RetryAfter())
		is(t, "state after the pause", g.State(), resilience.HalfOpen)
		before := g.Counts().Asked
		is(t, "refused", crowd(g, 100, after(100*time.Millisecond)), 97)
		is(t, "asked", g.Counts().Asked-before, 3)
		<-time.After(200 * time.Millisecond)
		is(t, "state", g.State(), resilience.Closed)
		is(t, "refused when back", crowd(g, 60, after(100*time.Millisecond)), 0)
		<-time.After(200 * time.Millisecond)
		is(t, "openings", g.Counts().Openings, 1)
	})
}

// TestTheSourceComesBackToOneCaller: somebody who asks again and again closes the breaker without anybody else.
func TestTheSourceComesBackToOneCaller(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		open(t, g)
		<-time.After(g.RetryAfter())
		for n, want := range []resilience.State{resilience.HalfOpen, resilience.HalfOpen, resilience.Closed} {
			if _, err := read(g, answers); err != nil {
				t.Fatal(n, err)
			}
			is(t, "state", g.State(), want)
		}
	})
}

func TestThePauseDoubles(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		open(t, g)
		pauses := func(wants ...time.Duration) {
			t.Helper()
			for _, want := range wants {
				got := g.RetryAfter()
				if got < want*9/10 || got > want*11/10 {
					t.Errorf("pause %v, want %v", got, want)
				}
				<-time.After(got - time.Millisecond)
				_, err := command(g, answers)
				refused(t, err, false)
				<-time.After(time.Millisecond)
				command(g, fails)
				is(t, "state", g.State(), resilience.Open)
			}
		}
		s := time.Second
		pauses(s, 2*s, 4*s, 8*s, 16*s, 30*s, 30*s)
		<-time.After(g.RetryAfter())
		for range 3 {
			command(g, answers)
		}
		is(t, "state", g.State(), resilience.Closed)
		open(t, g)
		pauses(s, 2*s)
	})
}

func TestTheSourceDoesNotComeBack(t *testing.T) {
	for _, c := range []struct {
		name string
		ask  ask
	}{
		{"it fails", fails},
		{"it is slow", after(timeout * 9 / 10)},
		{"it does not answer", deaf(3 * timeout)},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := guard(nil)
				open(t, g)
				<-time.After(g.RetryAfter())
				before := g.Counts()
				crowd(g, 10, c.ask)
				<-time.After(timeout)
				synctest.Wait()
				is(t, "state", g.State(), resilience.Open)
				is(t, "retries", g.Counts().Retries, before.Retries)
				if asked := g.Counts().Asked - before.Asked; asked < 1 || asked > 3 {
					t.Error("asked", asked)
				}
			})
		})
	}
}

// TestTrialsThatSayNothing: callers who leave a half-open breaker make room for others.
func TestTrialsThatSayNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(func(o *resilience.Options) { o.Concurrent = 3 })
		open(t, g)
		<-time.After(g.RetryAfter())
		for range 5 {
			ctx, leave := context.WithCancel(t.Context())
			for range 3 {
				go resilience.Read(ctx, g, after(timeout))
			}
			synctest.Wait()
			_, err := read(g, answers)
			refused(t, err, false)
			leave()
			synctest.Wait()
			is(t, "state", g.State(), resilience.HalfOpen)
		}

		// Now they find no place, because earlier questions have not ended.
		ctx, leave := context.WithCancel(t.Context())
		for range 3 {
			go resilience.Read(ctx, g, deaf(timeout))
		}
		synctest.Wait()
		leave()
		synctest.Wait()
		for range 3 { // each waits for a quarter of the time
			_, err := read(g, answers)
			refused(t, err, true)
		}
		<-time.After(timeout)
		is(t, "refused", crowd(g, 10, after(timeout/10)), 7)
		<-time.After(timeout)
		is(t, "state", g.State(), resilience.Closed)
	})
}

// TestLateResultsAreOld: what was asked before the breaker opened neither closes nor opens it, nor lets more calls through.
func TestLateResultsAreOld(t *testing.T) {
	for name, end := range map[string]error{"answers": nil, "failures": errDown} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				g := guard(func(o *resilience.Options) { o.Timeout, o.Slow = 10*time.Second, 9*time.Second })
				old := make(chan struct{})
				for range 20 {
					go command(g, func(context.Context) (string, error) { <-old; return "", end })
				}
				synctest.Wait()
				open(t, g)
				<-time.After(g.RetryAfter())
				is(t, "refused", crowd(g, 10, after(time.Second)), 7)
				close(old)
				synctest.Wait()
				is(t, "state", g.State(), resilience.HalfOpen)
				is(t, "refused afterwards", crowd(g, 10, after(time.Second)), 10)
				<-time.After(2 * time.Second)
				is(t, "state when the trials are over", g.State(), resilience.Closed)
			})
		})
	}
}

// TestLateTrialsAreOld: trials that end after the others have closed the breaker are not of what comes then.
func TestLateTrialsAreOld(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		open(t, g)
		<-time.After(g.RetryAfter())
		for range 2 {
			go command(g, failsAfter(timeout/2))
		}
		synctest.Wait()
		for range 3 {
			command(g, answers)
		}
		is(t, "state", g.State(), resilience.Closed)
		<-time.After(timeout)
		for range 3 {
			command(g, fails)
		}
		is(t, "state after three failures more", g.State(), resilience.Closed)
	})
}

// TestNoStampede: at no instant of an outage that ends are there more than three questions before the source has answered three.
func TestNoStampede(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(nil)
		start, back := time.Now(), 5*time.Second
		var answered, running, most atomic.Int64
		source := func(ctx context.Context) (string, error) {
			n := running.Add(1)
			defer running.Add(-1)
			if answered.Load() < 3 && time.Since(start) > 1500*time.Millisecond {
				most.Store(max(most.Load(), n))
			}
			if _, err := after(50 * time.Millisecond)(ctx); err != nil || time.Since(start) < back {
				return "", errDown
			}
			answered.Add(1)
			return "sì", nil
		}
		for range 50 {
			go func() {
				for time.Since(start) < 2*back {
					read(g, source)
					<-time.After(50 * time.Millisecond)
				}
			}()
		}
		<-time.After(3 * back)
		is(t, "state", g.State(), resilience.Closed)
		is(t, "questions at once", most.Load(), 3)
		if answered.Load() < 500 {
			t.Errorf("%+v", g.Counts())
		}
	})
}
