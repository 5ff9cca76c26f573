package memory_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"cassetto/internal/quota"
	"cassetto/internal/quota/memory"
	"cassetto/internal/quota/quotatest"
)

// clock moves only when it is told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func TestSuite(t *testing.T) {
	quotatest.Run(t, func(*testing.T) (quota.Limiter, func(time.Duration)) {
		c := &clock{now: time.Unix(1_800_000_000, 0)}
		return memory.New(1000, c.Now), c.move
	})
}

func TestSuiteInRealTime(t *testing.T) {
	quotatest.Run(t, func(*testing.T) (quota.Limiter, func(time.Duration)) {
		return memory.New(1000, time.Now), func(d time.Duration) { <-time.After(d) }
	})
}

// TestToTheNanosecond: a nanosecond before the wait is over the answer is no, and the wait is one nanosecond.
func TestToTheNanosecond(t *testing.T) {
	for _, perMinute := range []int{1, 7, 59, 60, 61, 999, 60_000, 77_777, 1_000_003, 59_999_999, quota.MaxUnits} {
		for _, cost := range []int{1, 2, 3, 77, 1000} {
			c := &clock{now: time.Unix(1_800_000_000, 0)}
			l, rate := memory.New(10, c.Now), quota.Rate{PerMinute: perMinute, Burst: 1000}
			take(t, l, "anna", 1000, rate)
			refusal := take(t, l, "anna", cost, rate)
			c.move(refusal.RetryAfter - 1)
			if early := take(t, l, "anna", cost, rate); early.OK || early.RetryAfter != 1 {
				t.Errorf("%d at %d a minute: a nanosecond too early %+v", cost, perMinute, early)
			}
			c.move(1)
			if got := take(t, l, "anna", cost, rate); !got.OK {
				t.Errorf("%d at %d a minute: after %v %+v", cost, perMinute, refusal.RetryAfter, got)
			}
		}
	}
}

// TestLongIdle looks a century later, where pace times elapsed is far beyond an integer.
func TestLongIdle(t *testing.T) {
	c := &clock{now: time.Unix(1_800_000_000, 0)}
	l, rate := memory.New(10, c.Now), quota.Rate{PerMinute: quota.MaxUnits, Burst: quota.MaxUnits}
	take(t, l, "anna", quota.MaxUnits, rate)
	c.move(100 * 365 * 24 * time.Hour)
	if got := take(t, l, "anna", quota.MaxUnits, rate); !got.OK || got.Left != 0 {
		t.Errorf("a century later: %+v", got)
	}
}

func TestClockThatGoesBack(t *testing.T) {
	c := &clock{now: time.Unix(1_800_000_000, 0)}
	l, rate := memory.New(10, c.Now), quota.Rate{PerMinute: 60, Burst: 10}
	take(t, l, "anna", 5, rate)
	c.move(-time.Hour)
	for left := 4; left >= 0; left-- {
		if got := take(t, l, "anna", 1, rate); !got.OK || got.Left != left {
			t.Errorf("an hour ago: %+v, want %d left", got, left)
		}
	}
	c.move(time.Hour)
	if got := take(t, l, "anna", 1, rate); got.OK {
		t.Errorf("back again: %+v", got)
	}
}

// TestBounded lets far more users in than are remembered. Whoever keeps asking is not forgotten, the last ones are not either,
// all others have a new bucket.
func TestBounded(t *testing.T) {
	const users, remembered = 10_000, 100
	c := &clock{now: time.Unix(1_800_000_000, 0)}
	l, rate := memory.New(remembered, c.Now), quota.Rate{PerMinute: 1, Burst: 10}
	take(t, l, "anna", 10, rate)
	for i := range users {
		take(t, l, fmt.Sprint("user ", i), 10, rate)
		if got := take(t, l, "anna", 1, rate); got.OK {
			t.Fatalf("after %d other users anna has a new bucket", i)
		}
	}
	for i := range users {
		who := users - 1 - i // from the last, so that looking at one does not evict the next
		if got, want := take(t, l, fmt.Sprint("user ", who), 1, rate).OK, i >= remembered-1; got != want {
			t.Fatalf("user %d of %d has a new bucket: %v, want %v", who, users, got, want)
		}
	}
}

func take(t testing.TB, l quota.Limiter, who string, cost int, rate quota.Rate) quota.Taken {
	t.Helper()
	taken, err := l.Take(context.Background(), who, cost, rate)
	if err != nil {
		t.Fatal(err)
	}
	return taken
}
