package resilience

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"
)

const (
	window   = 10 * time.Second
	least    = 10  // results in the window before their rate says anything
	rate     = 0.5 // of failures that opens
	inARow   = 5   // failures that open whatever the rate
	trials   = 3   // calls at once while half-open, and successes that close
	shortest = time.Second
	longest  = 30 * time.Second
	jitter   = 0.1 // of a pause, up or down: instances do not come back together
)

// State of a breaker.
type State uint8

// States.
const (
	Closed   State = iota // calls pass
	HalfOpen              // a few calls pass, to see whether the source is back
	Open                  // no call passes
)

// String is a word for the log and for metrics.
func (s State) String() string { return [...]string{"closed", "half-open", "open"}[s] }

// verdict is what the end of a question says of the source.
type verdict uint8

const (
	nothing verdict = iota
	good
	bad
)

// ticket is an admission, for which the breaker is owed a verdict.
type ticket = circuitbreaker.CircuitBreaker[any]

// breaker adds to the library's what that lacks: a pause that grows, results that say nothing, and a deaf ear to results of calls
// that were let through before the last change of state. Each time that it closes or becomes half-open it is a new one.
type breaker struct {
	name     string
	openings atomic.Int64

	mu    sync.Mutex
	era   ticket
	pause time.Duration // how long era stays open once it opens
	row   int           // failures in a row
	spare int           // admissions of the half-open era that said nothing
}

func newBreaker(name string) *breaker {
	b := &breaker{name: name}
	b.renew(shortest)
	return b
}

func (b *breaker) renew(pause time.Duration) {
	b.era = circuitbreaker.NewBuilder[any]().
		WithFailureRateThreshold(rate, least, window).
		WithSuccessThreshold(trials).
		WithDelay(pause).WithJitterFactor(jitter).
		Build()
	b.pause, b.row, b.spare = pause, 0, 0
}

// now is the state, and how long it stays open.
func (b *breaker) now() (State, time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.state()
}

func (b *breaker) state() (State, time.Duration) {
	switch b.era.State() {
	case circuitbreaker.ClosedState:
		return Closed, 0
	case circuitbreaker.OpenState:
		if left := b.era.RemainingDelay(); left > 0 {
			return Open, left
		}
	}
	return HalfOpen, 0 // also when the pause is over and nobody has come yet
}

// admit lets a call through or not.
func (b *breaker) admit() (ticket, bool) {
	b.mu.Lock()
	tried := b.try()
	t, ok := b.take()
	b.mu.Unlock()
	if tried {
		b.log(HalfOpen, 0)
	}
	return t, ok
}

// try turns half-open when the pause is over. Should it open again, that will take twice as long.
func (b *breaker) try() bool {
	if !b.era.IsOpen() || b.era.RemainingDelay() > 0 {
		return false
	}
	b.renew(min(2*b.pause, longest))
	b.era.HalfOpen()
	return true
}

func (b *breaker) take() (ticket, bool) {
	if b.spare > 0 {
		b.spare--
		return b.era, true
	}
	return b.era, b.era.TryAcquirePermit()
}

// extra lets a call through that is not necessary.
func (b *breaker) extra() (ticket, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.era, b.era.IsClosed()
}

// record takes the verdict on an admission.
func (b *breaker) record(t ticket, v verdict) {
	b.mu.Lock()
	before := t.State()
	if t != b.era || before == circuitbreaker.OpenState {
		b.mu.Unlock()
		return
	}
	switch v {
	case nothing:
		if before == circuitbreaker.HalfOpenState {
			b.spare++
		}
	case good:
		b.row = 0
		t.RecordSuccess()
	case bad:
		b.row++
		t.RecordFailure()
		if b.row >= inARow {
			t.Open()
		}
	}
	after := t.State()
	if before == after {
		b.mu.Unlock()
		return
	}
	if after == circuitbreaker.OpenState {
		b.openings.Add(1)
	} else {
		b.renew(shortest)
	}
	state, left := b.state()
	b.mu.Unlock()
	b.log(state, left)
}

func (b *breaker) log(s State, left time.Duration) {
	slog.Warn("resilience: source changed state", "source", b.name, "state", s.String(), "left", left)
}
