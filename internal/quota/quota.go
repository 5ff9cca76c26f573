// Package quota limits what each user may ask for, in units of cost.
//
// Every user has a bucket of units that refills at a steady pace. Its engines are memory, for one process, and redis, for the
// instances of one installation together; Fallback joins the two.
package quota

import (
	"context"
	"time"
)

// MaxUnits is the largest cost, burst and pace that is counted exactly; what is above counts as this.
const MaxUnits = 100_000_000

// Limiter is what an engine gives; quotatest is its suite.
type Limiter interface {
	// Take spends cost units of who, all or none. Nothing is spent by a refusal, and a cost of zero or less always passes:
	// it only reads. An error is the context's, or says that the engine does not answer: never that the user has spent too much.
	// who is any text that names the user; only its Key is kept.
	//
	// The rate may be another one at every call. What is left is then cut to the new burst and refills at the new pace, from
	// the last time that something was spent.
	Take(ctx context.Context, who string, cost int, rate Rate) (Taken, error)
}

// Rate is how much a user may spend.
type Rate struct {
	PerMinute int // units that come back in a minute; fewer than one counts as one
	Burst     int // units of a full bucket, which is what a new user has; without any, nothing that costs passes
}

// Taken is the answer to a Take.
type Taken struct {
	OK bool
	// RetryAfter is how long the same operation has to wait for its units when nothing else is spent meanwhile; zero if it
	// passed or can never pass.
	RetryAfter time.Duration
	// Left are the whole units that remain; zero, without having looked, for what can never pass.
	Left int
}

// Never reports a refusal that waiting does not cure: the cost is above the burst.
func (t Taken) Never() bool {
	return !t.OK && t.RetryAfter == 0
}

// Counted gives the cost and the rate as engines count them: no cost below zero, a pace of at least one, nothing above
// MaxUnits. A cost above the burst stays so.
func Counted(cost int, rate Rate) (int, Rate) {
	return min(max(cost, 0), MaxUnits+1), Rate{
		PerMinute: min(max(rate.PerMinute, 1), MaxUnits),
		Burst:     min(max(rate.Burst, 0), MaxUnits),
	}
}

// Over is ctx.Err(), without its delay: a deadline may end a read of a connection some microseconds before the context knows.
func Over(ctx context.Context) error {
	if deadline, ok := ctx.Deadline(); ok && ctx.Err() == nil && !time.Now().Before(deadline) {
		return context.DeadlineExceeded
	}
	return ctx.Err()
}
