package quotatest

import (
	"sync"
	"sync/atomic"
	"time"

	"cassetto/internal/quota"
)

const (
	callers = 64
	calls   = 200
)

// crowd has every caller take units, all let go at once; it returns how many passed and how long it took at most.
func (e *engine) crowd(rate quota.Rate) (units int, took time.Duration) {
	var taken, refused atomic.Int64
	var all sync.WaitGroup
	start, begin := make(chan struct{}), time.Now()
	for i := range callers {
		all.Go(func() {
			<-start
			for call := range calls {
				cost := 1 + (i+call)%3
				got, err := e.Take(e.Context(), e.user("anna"), cost, rate)
				switch {
				case err != nil:
					e.Errorf("caller %d: %v", i, err)
					return
				case got.OK:
					taken.Add(int64(cost))
				case got.RetryAfter <= 0 || got.Left >= cost:
					e.Errorf("caller %d takes %d: refused with %+v", i, cost, got)
				default:
					refused.Add(1)
				}
			}
		})
	}
	close(start)
	all.Wait()
	if refused.Load() == 0 {
		e.Errorf("%d takes, none refused", callers*calls)
	}
	return int(taken.Load()), time.Since(begin)
}

func testCrowd(e *engine) {
	units, took := e.crowd(quota.Rate{PerMinute: slow, Burst: 1000})
	if most := 1000 + int(took/time.Minute); units < 1000 || units > most {
		e.Errorf("%d units passed in %v, want 1000 to %d", units, took, most)
	}
}

func testCrowdRefill(e *engine) {
	units, took := e.crowd(quota.Rate{PerMinute: fast, Burst: 1000})
	if most := 1000 + int(took/time.Millisecond) + 1; units < 1000 || units > most { // the clocks differ by less than a millisecond
		e.Errorf("%d units passed in %v, want 1000 to %d", units, took, most)
	}
}
