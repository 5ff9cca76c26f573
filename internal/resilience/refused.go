package resilience

import "time"

// Refused is the error, as a value, of a call for which the source was not asked.
type Refused struct {
	RetryAfter time.Duration // when it makes sense to come back
	Full       bool          // no place became free in time; otherwise the source is out of order
}

// Error holds no data.
func (r Refused) Error() string {
	if r.Full {
		return "resilience: too many calls at once"
	}
	return "resilience: source out of order"
}
