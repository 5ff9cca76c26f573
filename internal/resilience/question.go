package resilience

import (
	"context"
	"errors"
	"slices"
	"time"
)

// errUnanswered is of a question that has not returned: it is pending, has panicked or has ended its goroutine.
var errUnanswered = errors.New("resilience: no answer")

// question is a call of ask.
type question struct {
	ticket  ticket
	since   time.Time
	took    time.Duration
	pending bool
}

// question notes that one is being asked.
func (c *call) question(t ticket) int {
	n := c.asked
	c.questions[n] = question{ticket: t, since: time.Now(), pending: true}
	c.asked++
	c.g.counters.asked.Add(1)
	if c.first() && n == 0 {
		c.g.budget.earn()
	}
	return n
}

func (c *call) pending() bool {
	return slices.ContainsFunc(c.questions[:c.asked], func(q question) bool { return q.pending })
}

// late is when to ask a second time: never in a command or another attempt, nor while little is known of the source.
func (c *call) late() (<-chan time.Time, func() bool) {
	if c.g.options.Hedge && c.first() {
		if delay, known := c.g.latencies.long(); known {
			t := time.NewTimer(delay)
			return t.C, t.Stop
		}
	}
	return nil, func() bool { return false }
}

// hedge enters a second question while the first one is pending.
func (c *call) hedge() (ticket, bool) {
	t, ok := c.extra()
	if !ok {
		return nil, false
	}
	if !c.g.budget.spend() {
		c.g.places.ReleasePermit()
		return nil, false
	}
	c.g.counters.hedges.Add(1)
	return t, true
}

// settle tells the breaker how a question ended, and gives the error for the caller.
func (c *call) settle(n int, err error) error {
	now, q := time.Now(), &c.questions[n]
	q.took, q.pending = now.Sub(q.since), false
	verdict := c.judge(q.took, now, err)
	if verdict == bad {
		c.g.counters.failures.Add(1)
	}
	c.g.breaker.record(q.ticket, verdict)
	if c.answered(err) {
		if c.g.options.Hedge && c.first() {
			c.g.latencies.add(now.Sub(c.questions[0].since)) // what the caller waited, whichever question was answered
		}
		return err
	}
	if c.over(now) {
		return c.ended(now)
	}
	return err
}

// abandon settles what is pending when the call is over.
func (c *call) abandon() error {
	for n, q := range c.questions[:c.asked] {
		if q.pending {
			c.settle(n, errUnanswered)
		}
	}
	return c.ended(time.Now())
}

// answered says whether an error, or none, is an answer of the source. An error of a context never is.
func (c *call) answered(err error) bool {
	switch {
	case err == nil:
		return true
	case err == errUnanswered, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false
	}
	return c.g.options.Answers(err)
}

// judge is what the end of a question says of the source. One that had less than half of the whole time when that was up says
// nothing: its call had queued, or asked before.
func (c *call) judge(took time.Duration, now time.Time, err error) verdict {
	switch {
	case c.answered(err) && took <= c.g.options.Slow:
		return good
	case c.answered(err):
		c.g.counters.slow.Add(1)
		return bad
	case c.left(now) != nil, c.over(now) && took < c.g.options.Timeout/2:
		return nothing
	}
	return bad
}
