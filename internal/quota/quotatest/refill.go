package quotatest

import (
	"fmt"
	"time"

	"cassetto/internal/quota"
)

func testRefill(e *engine) {
	rate := quota.Rate{PerMinute: fast, Burst: 100}
	e.drain("anna", 100, rate)
	before := e.take("anna", 0, rate).Left
	e.wait(30 * time.Millisecond)
	if left := e.take("anna", 0, rate).Left; left < min(before+30, 100) || left > 100 {
		e.Errorf("%d left, and %d after 30 ms, at a unit a millisecond up to 100", before, left)
	}
	e.wait(100 * time.Millisecond)
	e.passes("anna", 0, rate, 100)
	e.wait(100 * time.Millisecond)
	e.passes("anna", 0, rate, 100)
}

// testRetryAfter tries paces that do not divide a minute. A third of a burst takes at least 20 ms to come back.
func testRetryAfter(e *engine) {
	for _, rate := range []quota.Rate{
		{PerMinute: fast, Burst: 90},
		{PerMinute: 59_999, Burst: 60},
		{PerMinute: 77_777, Burst: 77},
		{PerMinute: 1_000_003, Burst: 999},
		{PerMinute: 7_000_001, Burst: 9_999},
	} {
		who := fmt.Sprint(rate)
		for _, cost := range []int{rate.Burst / 3, rate.Burst / 2, rate.Burst} {
			refusal := e.drain(who, cost, rate)
			// Of an empty bucket; an engine may round up to its clock's microseconds.
			if longest := time.Duration(cost)*time.Minute/time.Duration(rate.PerMinute) + time.Microsecond; refusal.RetryAfter <= 0 || refusal.RetryAfter > longest {
				e.Errorf("%d at %+v: the wait is %v, want at most %v", cost, rate, refusal.RetryAfter, longest)
			}
			e.wait(refusal.RetryAfter)
			if again := e.take(who, cost, rate); !again.OK {
				e.Errorf("%d at %+v: after the wait of %v it is refused again: %+v", cost, rate, refusal.RetryAfter, again)
			}
		}
	}
}
