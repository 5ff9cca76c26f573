package resilience

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
)

// attempt asks once, and a second time when hedging says so.
type attempt[T any] struct {
	c       *call
	ask     func(context.Context) (T, error)
	answers chan answer[T] // has room for both: a question does not wait for a caller that has left
}

// answer is how a question ended.
type answer[T any] struct {
	value    T
	err      error
	panicked any
	question int
}

// wait ends with the first answer of the source, and with a failure only when no other question is pending. A question that is
// still pending then has no influence any more.
func (a attempt[T]) wait(t ticket) (T, error) {
	a.start(t)
	late, stop := a.c.late()
	defer stop()
	for {
		select {
		case got := <-a.answers:
			err := a.c.settle(got.question, got.err)
			if got.panicked != nil {
				panic(got.panicked)
			}
			if a.c.answered(err) || !a.c.pending() {
				return got.value, err
			}
		case <-late:
			if t, ok := a.c.hedge(); ok {
				a.start(t)
			}
		case <-a.c.ctx.Done():
			var none T
			return none, a.c.abandon()
		}
	}
}

func (a attempt[T]) start(t ticket) { go a.run(a.c.question(t)) }

func (a attempt[T]) run(question int) {
	g, got, returned := a.c.g, answer[T]{question: question, err: errUnanswered}, false
	g.counters.running.Add(1)
	defer func() {
		if !returned {
			got.panicked = recover()
		}
		if got.panicked != nil {
			slog.Error("resilience: question panicked", "source", g.options.Name, "kind", fmt.Sprintf("%T", got.panicked), "stack", string(debug.Stack()))
		}
		g.counters.running.Add(-1)
		g.places.ReleasePermit()
		a.answers <- got
	}()
	got.value, got.err = a.ask(a.c.ctx)
	returned = true
}
