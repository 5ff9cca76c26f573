package quotatest

import (
	"context"
	"errors"
	"time"

	"cassetto/internal/quota"
)

func testBurst(e *engine) {
	rate := quota.Rate{PerMinute: slow, Burst: 10}
	for left := 9; left >= 0; left-- {
		e.passes("anna", 1, rate, left)
	}
	if got := e.refused("anna", 1, rate, 0); got.RetryAfter > time.Minute {
		e.Errorf("a unit a minute comes back, and the wait for one is %v", got.RetryAfter)
	}
	e.passes("bruno", 10, rate, 0)
	e.refused("bruno", 1, rate, 0)
}

func testRefusal(e *engine) {
	rate := quota.Rate{PerMinute: slow, Burst: 10}
	e.passes("anna", 8, rate, 2)
	for range 20 {
		e.refused("anna", 5, rate, 2)
		e.never("anna", 11, rate)
	}
	e.passes("anna", 2, rate, 0)
}

func testNever(e *engine) {
	rate := quota.Rate{PerMinute: slow, Burst: 10}
	e.never("anna", 11, rate)
	e.passes("anna", 10, rate, 0)
	e.never("anna", 11, rate)
	e.refused("anna", 10, rate, 0)
}

func testFree(e *engine) {
	rate := quota.Rate{PerMinute: slow, Burst: 10}
	for _, cost := range []int{0, -1, -1_000_000} {
		e.passes("anna", cost, rate, 10)
	}
	e.passes("anna", 10, rate, 0)
	for _, cost := range []int{0, -1, -1_000_000} {
		e.passes("anna", cost, rate, 0)
	}
	e.refused("anna", 1, rate, 0)
}

func testUsers(e *engine) {
	rate := quota.Rate{PerMinute: slow, Burst: 10}
	names := []string{"anna", "ann", "anna ", "Anna", "", "RSSMRA80A01H501U", "a:b", "{anna}", "ànna", "anna\x00", "anna\n"}
	for _, name := range names {
		e.passes(name, 7, rate, 3)
	}
	for _, name := range names {
		e.passes(name, 0, rate, 3)
	}
}

func testContext(e *engine) {
	rate := quota.Rate{PerMinute: slow, Burst: 10}
	gone, cancel := context.WithCancel(e.Context())
	cancel()
	late, cancel := context.WithDeadline(e.Context(), time.Unix(0, 0))
	defer cancel()
	for ctx, want := range map[context.Context]error{gone: context.Canceled, late: context.DeadlineExceeded} {
		for _, cost := range []int{0, 4, 11} {
			if taken, err := e.Take(ctx, e.user("anna"), cost, rate); !errors.Is(err, want) || taken != (quota.Taken{}) {
				e.Errorf("a cost of %d: %+v, %v; want %v", cost, taken, err, want)
			}
		}
	}
	e.passes("anna", 0, rate, 10)
}
