package resilience

import "sync/atomic"

// Counts are what a guard has seen since it was made.
type Counts struct {
	Calls    int64 // reads and commands
	Asked    int64 // questions to the source, the extra ones included
	Failures int64 // questions that counted as failures: errors, timeouts, panics and slow answers
	Slow     int64 // of these, the answers that were slow
	Retries  int64 // questions after a failed one
	Hedges   int64 // questions while another one was under way
	Refused  int64 // calls that were refused
	Full     int64 // of these, those that found no place
	Openings int64 // times that the breaker opened
	Running  int64 // questions that have not ended at this instant, also those whose caller has left
}

type counters struct {
	calls, asked, failures, slow, retries, hedges, refused, full, running atomic.Int64
}

// Counts gives each figure as it is when it is read: they may be of slightly different instants.
func (g *Guard) Counts() Counts {
	c := &g.counters
	return Counts{
		Calls:    c.calls.Load(),
		Asked:    c.asked.Load(),
		Failures: c.failures.Load(),
		Slow:     c.slow.Load(),
		Retries:  c.retries.Load(),
		Hedges:   c.hedges.Load(),
		Refused:  c.refused.Load(),
		Full:     c.full.Load(),
		Openings: g.breaker.openings.Load(),
		Running:  c.running.Load(),
	}
}
