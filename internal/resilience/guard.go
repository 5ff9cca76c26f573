// Package resilience protects one source, an archive's store or somebody else's HTTP service, and whoever waits for it.
//
// A call passes in this order: the time that it may take in all; the breaker, which refuses while the source is out of order; a
// place among the calls that run at once, for which it may queue; the source. A read that fails is asked again, and one that
// takes long is asked a second time meanwhile, as far as a budget of one extra question in ten goes. Extra questions pass the
// breaker and take a place like any other, but never queue, and never go to a source that is just being tried again.
package resilience

import (
	"time"

	"github.com/failsafe-go/failsafe-go/bulkhead"
)

// Options describe a source. The zero value of every field but Timeout has a meaning.
type Options struct {
	Name       string           // of the source, for the log
	Timeout    time.Duration    // of a read or command, everything included: waiting for a place, retries
	Concurrent int              // questions at once, default 64
	Queue      time.Duration    // longest wait for a place, default Timeout/4
	Slow       time.Duration    // an answer that takes longer is used, but counts as a failure; default Timeout*3/4
	Hedge      bool             // ask a second time when the answer takes longer than 95 in 100 did
	Answers    func(error) bool // errors that are an answer of the source, not a failure of it; nil: none
}

// Guard protects one source. It may be used concurrently.
type Guard struct {
	options   Options
	breaker   *breaker
	places    bulkhead.Bulkhead[any] // a place is taken by a question until it has really ended
	budget    *budget
	latencies latencies
	counters  counters
}

// New makes the guard of one source. It panics without a Timeout: a source that may take for ever is not protected.
func New(o Options) *Guard {
	if o.Timeout <= 0 {
		panic("resilience: " + o.Name + " has no timeout")
	}
	if o.Concurrent <= 0 {
		o.Concurrent = 64
	}
	if o.Queue <= 0 {
		o.Queue = o.Timeout / 4
	}
	if o.Slow <= 0 {
		o.Slow = o.Timeout * 3 / 4
	}
	if o.Answers == nil {
		o.Answers = func(error) bool { return false }
	}
	return &Guard{
		options: o,
		breaker: newBreaker(o.Name),
		places:  bulkhead.New[any](uint(o.Concurrent)),
		budget:  newBudget(),
	}
}

// State of the breaker at this instant.
func (g *Guard) State() State {
	state, _ := g.breaker.now()
	return state
}

// Open says whether a call would be refused at this instant because the source is out of order.
func (g *Guard) Open() bool { return g.State() == Open }

// RetryAfter is when it makes sense to come back after an error: when the breaker lets calls through again if it is open, else
// the Timeout in whole seconds, at least one.
func (g *Guard) RetryAfter() time.Duration {
	if state, left := g.breaker.now(); state == Open {
		return left
	}
	return max(time.Second, (g.options.Timeout + time.Second - 1).Truncate(time.Second))
}

func (g *Guard) refuse(full bool) error {
	g.counters.refused.Add(1)
	if full {
		g.counters.full.Add(1)
	}
	return Refused{RetryAfter: g.RetryAfter(), Full: full}
}
