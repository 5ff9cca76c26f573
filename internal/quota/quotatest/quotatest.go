// Package quotatest is the whole test of an engine of package quota.
package quotatest

import (
	"context"
	"testing"
	"time"

	"cassetto/internal/quota"
)

// Open gives a limiter and how to let time pass for it: wait returns when at least so much has passed on the limiter's clock.
type Open func(t *testing.T) (l quota.Limiter, wait func(time.Duration))

// Paces of the suite. At the slow one nothing comes back while a test runs, which takes far less than a minute; what the tests
// say of the fast one is true however late they look.
const (
	slow = 1      // a unit a minute
	fast = 60_000 // a unit a millisecond
)

// Run shows that an engine keeps every promise of quota.Limiter.
func Run(t *testing.T, open Open) {
	for _, test := range []struct {
		name string
		run  func(e *engine)
	}{
		{"a new user may spend a burst and no more", testBurst},
		{"a refusal spends nothing", testRefusal},
		{"a cost above the burst never passes", testNever},
		{"a cost of zero or less passes and gives nothing back", testFree},
		{"users do not disturb each other", testUsers},
		{"what is spent comes back", testRefill},
		{"the wait that a refusal tells is enough and no longer than needed", testRetryAfter},
		{"a smaller burst cuts what is left", testSmallerBurst},
		{"a larger burst is not a gift", testLargerBurst},
		{"a faster pace holds at once", testFasterPace},
		{"a bucket at another rate is not given back", testOtherRate},
		{"rates that make no sense", testOddRates},
		{"the largest numbers", testLargest},
		{"many at once spend a burst", testCrowd},
		{"many at once spend a burst and what comes back", testCrowdRefill},
		{"a context that is over", testContext},
	} {
		t.Run(test.name, func(t *testing.T) {
			l, wait := open(t)
			test.run(&engine{T: t, Limiter: l, wait: wait})
		})
	}
}

// engine is a limiter under test, with the words of the suite.
type engine struct {
	*testing.T
	quota.Limiter
	wait func(time.Duration)
}

// user is a name that no other test has, in case a server is shared.
func (e *engine) user(name string) string {
	return e.Name() + " " + name
}

func (e *engine) take(who string, cost int, rate quota.Rate) quota.Taken {
	e.Helper()
	taken, err := e.Take(e.Context(), e.user(who), cost, rate)
	if err != nil {
		e.Fatalf("%s takes %d: %v", who, cost, err)
	}
	return taken
}

// passes wants the cost to be taken, and so much to be left.
func (e *engine) passes(who string, cost int, rate quota.Rate, left int) {
	e.Helper()
	if got, want := e.take(who, cost, rate), (quota.Taken{OK: true, Left: left}); got != want {
		e.Errorf("%s takes %d at %+v: %+v, want %+v", who, cost, rate, got, want)
	}
}

// refused wants a refusal that tells to wait, and so much to be left.
func (e *engine) refused(who string, cost int, rate quota.Rate, left int) quota.Taken {
	e.Helper()
	got := e.take(who, cost, rate)
	if got.OK || got.Never() || got.RetryAfter <= 0 || got.Left != left {
		e.Errorf("%s takes %d at %+v: %+v, want a refusal with a wait and %d left", who, cost, rate, got, left)
	}
	return got
}

// never wants a refusal for ever.
func (e *engine) never(who string, cost int, rate quota.Rate) {
	e.Helper()
	if got := e.take(who, cost, rate); !got.Never() || got != (quota.Taken{}) {
		e.Errorf("%s takes %d at %+v: %+v, want a refusal for ever", who, cost, rate, got)
	}
}

// drain takes until it is refused, which happens at once unless the machine is slower than the refill.
func (e *engine) drain(who string, cost int, rate quota.Rate) quota.Taken {
	e.Helper()
	ctx, cancel := context.WithTimeout(e.Context(), time.Minute)
	defer cancel()
	for ctx.Err() == nil {
		if taken := e.take(who, cost, rate); !taken.OK {
			return taken
		}
	}
	e.Fatalf("%s takes %d at %+v again and again for a minute", who, cost, rate)
	return quota.Taken{}
}
