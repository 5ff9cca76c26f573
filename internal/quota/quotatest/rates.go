package quotatest

import (
	"context"
	"math"
	"time"

	"cassetto/internal/quota"
)

func testSmallerBurst(e *engine) {
	large, small := quota.Rate{PerMinute: slow, Burst: 100}, quota.Rate{PerMinute: slow, Burst: 5}
	e.passes("anna", 10, large, 90)
	e.passes("anna", 0, small, 5)
	e.passes("anna", 90, large, 0)
	e.passes("bruno", 10, large, 90)
	e.passes("bruno", 1, small, 4)
	e.passes("bruno", 0, large, 4)
	e.never("bruno", 6, small)
	e.refused("bruno", 6, large, 4)
}

func testLargerBurst(e *engine) {
	small, large := quota.Rate{PerMinute: slow, Burst: 10}, quota.Rate{PerMinute: slow, Burst: 1000}
	e.passes("anna", 10, small, 0)
	e.refused("anna", 1, large, 0)
	e.passes("bruno", 4, small, 6)
	e.passes("bruno", 6, large, 0)
}

func testFasterPace(e *engine) {
	unhurried, hurried := quota.Rate{PerMinute: slow, Burst: 10}, quota.Rate{PerMinute: fast, Burst: 10}
	e.passes("anna", 10, unhurried, 0)
	e.refused("anna", 10, unhurried, 0)
	e.wait(10 * time.Millisecond)
	e.passes("anna", 0, hurried, 10)
	e.refused("anna", 1, unhurried, 0)
}

// testOtherRate spends a large bucket that takes a day to refill, then a little at a rate that is full again at once: an engine
// that forgets full buckets must not forget this one.
func testOtherRate(e *engine) {
	large, small := quota.Rate{PerMinute: slow, Burst: 1440}, quota.Rate{PerMinute: fast, Burst: 10}
	e.passes("anna", 1440, large, 0)
	e.wait(10 * time.Millisecond)
	e.passes("anna", 1, small, 9)
	ctx, cancel := context.WithTimeout(e.Context(), time.Minute)
	defer cancel()
	for e.take("anna", 0, small).Left < 10 && ctx.Err() == nil {
		e.wait(time.Millisecond)
	}
	e.wait(50 * time.Millisecond)
	e.passes("anna", 0, large, 9)
}

func testOddRates(e *engine) {
	for _, rate := range []quota.Rate{{}, {PerMinute: 10}, {PerMinute: 10, Burst: -5}, {PerMinute: -1, Burst: -1}} {
		e.never("anna", 1, rate)
		e.passes("anna", 0, rate, 0)
	}
	for who, rate := range map[string]quota.Rate{"bruno": {Burst: 5}, "carla": {PerMinute: -100, Burst: 5}} {
		e.passes(who, 5, rate, 0)
		if got := e.refused(who, 1, rate, 0); got.RetryAfter > time.Minute {
			e.Errorf("a pace of %d: the wait for one unit is %v, want at most a minute", rate.PerMinute, got.RetryAfter)
		}
	}
}

func testLargest(e *engine) {
	const most = quota.MaxUnits
	slowest, fastest := quota.Rate{PerMinute: 1, Burst: math.MaxInt}, quota.Rate{PerMinute: math.MaxInt, Burst: math.MaxInt}
	e.never("anna", most+1, slowest)
	e.never("anna", math.MaxInt, slowest)
	e.passes("anna", 0, slowest, most)
	e.passes("anna", most-1, slowest, 1)
	e.refused("anna", 2, slowest, 1)
	e.passes("anna", 1, slowest, 0)
	if got := e.refused("anna", most, slowest, 0); got.RetryAfter <= (most-2)*time.Minute || got.RetryAfter > most*time.Minute {
		e.Errorf("the wait for the largest burst at the slowest pace is %v", got.RetryAfter)
	}
	if got := e.drain("bruno", most, fastest); got.RetryAfter <= 0 || got.RetryAfter > time.Minute {
		e.Errorf("the wait for the largest burst at the fastest pace is %v", got.RetryAfter)
	}
	e.passes("carla", math.MinInt, quota.Rate{PerMinute: math.MinInt, Burst: math.MinInt}, 0)
}
