package resilience

import (
	"context"
	"math/rand/v2"
	"time"
)

// The longest wait before a second and before a third attempt. The wait is anything below: callers do not come back together.
const (
	firstWait = 20 * time.Millisecond
	thenWait  = 200 * time.Millisecond
)

// call is a read or command under way.
type call struct {
	g        *Guard
	caller   context.Context
	ctx      context.Context // of the caller, with the deadline; ends with the call
	end      context.CancelFunc
	deadline time.Time
	ours     bool // the deadline, not the caller's
	more     int  // attempts, when this one fails

	questions [tries + 1]question // attempts, and one that hedges
	asked     int
}

// begin passes the breaker and takes a place. Its error is that of the whole call, which has then ended.
func begin(ctx context.Context, g *Guard, attempts int) (*call, ticket, error) {
	g.counters.calls.Add(1)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	t, open := g.breaker.admit()
	if !open {
		return nil, nil, g.refuse(false)
	}
	c := &call{g: g, caller: ctx, deadline: time.Now().Add(g.options.Timeout), ours: true, more: attempts - 1}
	if theirs, ok := ctx.Deadline(); ok && !c.deadline.Before(theirs) {
		c.deadline, c.ours = theirs, false
		c.ctx, c.end = context.WithCancel(ctx)
	} else {
		c.ctx, c.end = context.WithDeadline(ctx, c.deadline)
	}
	if g.places.TryAcquirePermit() {
		return c, t, nil
	}
	t, err := c.queue(t)
	if err != nil {
		c.end()
	}
	return c, t, err
}

// queue waits for a place. Who finds one passes the breaker again: it may have opened meanwhile.
func (c *call) queue(t ticket) (ticket, error) {
	full := c.g.places.AcquirePermitWithMaxWait(c.ctx, c.g.options.Queue)
	c.g.breaker.record(t, nothing)
	if full != nil {
		if left := c.left(time.Now()); left != nil {
			return nil, left
		}
		return nil, c.g.refuse(true)
	}
	t, open := c.g.breaker.admit()
	if !open {
		c.g.places.ReleasePermit()
		return nil, c.g.refuse(false)
	}
	return t, nil
}

// extra enters a question that is not necessary: the source must be well, and a place free.
func (c *call) extra() (ticket, bool) {
	t, well := c.g.breaker.extra()
	return t, well && c.g.places.TryAcquirePermit()
}

// again waits until it is time for another attempt after one that failed, and enters it. Its error is that of the whole call, when
// no attempt, budget or time is left: the next one may take as long as the last, and less than a tenth of Timeout is not worth one.
func (c *call) again(failure error) (ticket, error) {
	wait := rand.N(firstWait)
	if !c.first() {
		wait = rand.N(thenWait)
	}
	needed := wait + max(c.questions[c.asked-1].took, c.g.options.Timeout/10)
	if c.more == 0 || c.ctx.Err() != nil || time.Until(c.deadline) < needed {
		return nil, failure
	}
	if _, well := c.g.breaker.extra(); !well || !c.g.budget.spend() {
		return nil, failure
	}
	c.more--
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.ctx.Done():
		return nil, c.ended(time.Now())
	}
	t, ok := c.extra()
	if !ok {
		return nil, failure
	}
	c.g.counters.retries.Add(1)
	return t, nil
}

// first says whether this is the first attempt of a read.
func (c *call) first() bool { return c.more == tries-1 }

// over says whether the call has ended, also some microseconds before the context knows: a connection has its own clock.
func (c *call) over(now time.Time) bool { return c.ctx.Err() != nil || !now.Before(c.deadline) }

// left is the error of a caller who has left or whose own deadline has passed, else nil.
func (c *call) left(now time.Time) error {
	if err := c.caller.Err(); err != nil {
		return err
	}
	if !c.ours && c.over(now) {
		return context.DeadlineExceeded
	}
	return nil
}

// ended is the error of a call that is over.
func (c *call) ended(now time.Time) error {
	if err := c.left(now); err != nil {
		return err
	}
	return context.DeadlineExceeded
}
