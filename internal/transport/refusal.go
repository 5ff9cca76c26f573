package transport

import (
	"log/slog"
	"sync"
	"time"
)

const (
	refusalPause  = time.Second // between two lines about one cause
	refusalCauses = 50          // that are told apart at once
)

// refusals logs why callers were not recognised: of each cause the first, then once a second how many more there were, so
// that a flood of bad tokens does not become a flood of lines.
type refusals struct {
	log *slog.Logger // nil: slog.Default, as it is by then

	mu   sync.Mutex
	more map[refusal]int // since the last line about it; a cause that is not here was quiet for a while
}

// refusal is a status and its cause, which says nothing of the token.
type refusal struct {
	status int
	cause  string
}

func (r *refusals) note(status int, cause error) {
	one := refusal{status, cause.Error()}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, recent := r.more[one]; !recent && len(r.more) >= refusalCauses {
		one.cause = "others"
	}
	if _, recent := r.more[one]; recent {
		r.more[one]++
		return
	}
	if r.more == nil {
		r.more = map[refusal]int{}
	}
	r.tell(one, 1)
}

// tell logs a line, and in a second another if there is reason to.
func (r *refusals) tell(one refusal, times int) {
	log := r.log
	if log == nil {
		log = slog.Default()
	}
	log.Info("requests refused", "status", one.status, "cause", one.cause, "times", times)
	r.more[one] = 0
	time.AfterFunc(refusalPause, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if n := r.more[one]; n > 0 {
			r.tell(one, n)
			return
		}
		delete(r.more, one)
	})
}
