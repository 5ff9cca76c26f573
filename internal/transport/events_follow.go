package transport

import (
	"context"

	"cassetto/internal/access"
	"cassetto/internal/push"
)

// follow lets the answers of an operation come by themselves; false when they have to be asked for.
func (r *reservation) follow(x *eventExecution, op *eventOperation, who access.Identita) bool {
	ctx, cancel := context.WithCancelCause(access.With(context.Background(), who))
	op.ctx, op.alarm.of = ctx, op
	source := x.open(op)
	if source == nil {
		cancel(nil)
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if op.cancel(nil); r.operations[op.id] != op { // it was stopped meanwhile
		cancel(errEventsStopped)
		source.Close()
		return true
	}
	op.cancel, op.source = cancel, source
	if end := who.Scadenza; !end.IsZero() && (r.who.Scadenza.IsZero() || end.Before(r.who.Scadenza)) {
		r.edge.alarms.ringAt(&op.alarm, end)
	}
	source.Resume()
	return true
}

// Context is that of the operation.
func (op *eventOperation) Context() context.Context { return op.ctx }

// Take puts an answer on the stream, or the end. Those who get the same share its bytes.
func (op *eventOperation) Take(a *push.Answer) bool {
	r := op.of
	if a == nil {
		r.finish(op, nil)
		return false
	}
	body := a.Written(push.JSON, writeResponse)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.operations[op.id] != op {
		return false
	}
	r.add(sharedEvent(r.number(), op.id, body))
	op.paused = r.journal.full()
	return !op.paused
}

// ring ends an operation whose bearer has ended.
func (op *eventOperation) ring() { op.of.finish(op, expiredEvent()) }
