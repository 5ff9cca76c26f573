package resilience_test

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"cassetto/internal/resilience"
)

// TestEverythingAtOnce: whatever callers and source do to each other, no place, admission or goroutine is lost.
func TestEverythingAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		g := guard(func(o *resilience.Options) { o.Hedge, o.Concurrent, o.Timeout = true, 6, 100*time.Millisecond })
		start := time.Now()
		source := func(ctx context.Context) (string, error) {
			kinds := 20
			if time.Since(start)/(2*time.Second)%2 == 1 { // every other two seconds it is rather bad
				kinds = 4
			}
			switch d := rand.N(30 * time.Millisecond); rand.N(kinds) {
			case 0:
				return failsAfter(d)(ctx)
			case 1:
				return panicsAfter(d)(ctx)
			case 2:
				return deaf(8 * d)(ctx)
			case 3:
				return "", errUnknown
			default:
				return after(d)(ctx)
			}
		}
		var all sync.WaitGroup
		for range 30 {
			all.Go(func() {
				for range 200 {
					<-time.After(rand.N(200 * time.Millisecond))
					do := resilience.Read[string]
					if rand.N(3) == 0 {
						do = resilience.Command[string]
					}
					ctx, leave := context.WithTimeout(t.Context(), rand.N(300*time.Millisecond))
					if rand.N(3) == 0 {
						time.AfterFunc(rand.N(50*time.Millisecond), leave)
					}
					caught(func() { do(ctx, g, source) })
					leave()
				}
			})
		}
		all.Wait()
		<-time.After(time.Minute)
		c := g.Counts()
		is(t, "running", c.Running, 0)
		for _, n := range []int64{c.Refused, c.Retries, c.Hedges, c.Openings} {
			if n == 0 {
				t.Errorf("something has not been tried: %+v", c)
			}
		}
		for range 3 {
			read(g, answers)
		}
		is(t, "state", g.State(), resilience.Closed)
		is(t, "refused", crowd(g, 6, after(20*time.Millisecond)), 0)
		<-time.After(time.Second)
		is(t, "full", g.Counts().Full, c.Full)
	})
}
