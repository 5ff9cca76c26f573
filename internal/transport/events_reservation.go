package transport

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/access"
	"cassetto/internal/push"
)

var (
	errEventsUnread  = errors.New("nobody reads the event stream")
	errEventsStopped = errors.New("the client stopped the operation")
)

// reservation is an event stream of the single connection mode, from its promise to its end. It outlives the connection that
// reads it for a while, and so do its operations.
type reservation struct {
	edge   *Edge
	who    access.Identita
	slot   *stream
	most   int           // operations at once
	unread time.Duration // for which it lives without a reader
	ended  func()        // tells whoever keeps the reservation

	mu         sync.Mutex
	journal    journal
	operations map[string]*eventOperation
	reader     eventReader   // nil while no connection is open
	room       chan struct{} // closed when there may be room in the journal; nil when nobody waits
	stopping   bool          // whether the server stops
	closed     bool
	farewell   []byte    // what ends the stream, after the events
	lapses     time.Time // when it ends if nobody reads it
	alarm      alarm
}

// eventOperation is an operation of a reservation.
type eventOperation struct {
	id      string
	of      *reservation
	cancel  context.CancelCauseFunc
	streams bool // whether it goes on until somebody ends it

	ctx    context.Context // when its answers come by themselves
	source push.Source     // of those answers
	paused bool            // whether the source waits for room
	alarm  alarm           // at the end of the bearer, if that comes before the reservation's
}

// stop ends an operation of which nothing more is wanted. It may be called again.
func (op *eventOperation) stop(cause error) {
	op.cancel(cause)
	op.of.edge.alarms.stop(&op.alarm)
	if op.source != nil {
		op.source.Close()
	}
}

// begin makes an operation known; its context ends with the reservation.
func (r *reservation) begin(ctx context.Context, id string) (context.Context, *eventOperation, *problem) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.closed:
		return nil, nil, noReservation()
	case r.stopping:
		return nil, nil, eventsProblem(errDraining)
	case r.operations[id] != nil:
		return nil, nil, eventsConflict("Un'operazione con questo operationId è già in corso.")
	case len(r.operations)+r.journal.ends() >= r.most:
		return nil, nil, eventsTooManyOf("Troppe operazioni in corso su questo flusso.")
	}
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(ctx)) // it outlives the request that starts it
	op := &eventOperation{id: id, of: r, cancel: cancel}
	r.operations[id] = op
	return ctx, op, nil
}

// next adds a response; it waits while the client is far behind. It fails when the operation has ended meanwhile.
func (r *reservation) next(ctx context.Context, op *eventOperation, response *graphql.Response) error {
	payload := appendPayload(nil, op.id, response)
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.operations[op.id] == op && r.journal.full() {
		if r.room == nil {
			r.room = make(chan struct{})
		}
		room := r.room
		r.mu.Unlock()
		select {
		case <-room:
		case <-ctx.Done():
		}
		r.mu.Lock()
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
	}
	if r.operations[op.id] != op {
		return errEventsStopped
	}
	r.add(eventFrame{head: appendEvent(nil, r.number(), eventNext, payload)})
	return nil
}

// finish ends an operation and says so on the stream; it does nothing when that was done already.
func (r *reservation) finish(op *eventOperation, last *graphql.Response) {
	r.mu.Lock()
	if r.operations[op.id] == op {
		r.complete(op, last)
	}
	r.mu.Unlock()
	op.stop(errEventsStopped)
	r.leaveWhenDone()
}

// stop ends the operation of that id, if there is one.
func (r *reservation) stop(id string) {
	r.mu.Lock()
	if op := r.operations[id]; op != nil {
		r.complete(op, nil)
		op.stop(errEventsStopped)
	}
	r.mu.Unlock()
	r.leaveWhenDone()
}

// withdraw forgets an operation that was never to be executed.
func (r *reservation) withdraw(op *eventOperation) {
	r.mu.Lock()
	if r.operations[op.id] == op {
		delete(r.operations, op.id)
	}
	r.mu.Unlock()
	op.stop(errEventsStopped)
	r.leaveWhenDone()
}

// complete waits for nobody: how many ends are kept is bounded by the operations that may begin. It is called with mu held.
func (r *reservation) complete(op *eventOperation, last *graphql.Response) {
	delete(r.operations, op.id)
	if last != nil {
		r.add(eventFrame{head: appendEvent(nil, r.number(), eventNext, appendPayload(nil, op.id, last))})
	}
	r.add(eventFrame{head: appendEvent(nil, r.number(), eventComplete, appendPayload(nil, op.id, nil)), last: true})
}

// number is that of the next event.
func (r *reservation) number() string { return strconv.FormatUint(r.journal.newest()+1, 10) }

func (r *reservation) add(f eventFrame) {
	r.journal.add(f)
	r.wake()
}

func (r *reservation) wake() {
	if r.reader != nil {
		r.reader.wake()
	}
}

// makeRoom lets waiting operations look again. It is called with mu held.
func (r *reservation) makeRoom() {
	if r.room != nil {
		close(r.room)
		r.room = nil
	}
	for _, op := range r.operations {
		if op.paused && !r.journal.full() {
			op.paused = false
			op.source.Resume()
		}
	}
}

// end ends the stream and what runs on it. At the end of the bearer each operation says why; a server that stops asks to
// come back.
func (r *reservation) end(cause error) {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return
	}
	r.edge.alarms.stop(&r.alarm)
	for _, op := range r.operations {
		op.stop(cause)
	}
	switch {
	case errors.Is(cause, errEventsExpired):
		for _, id := range slices.Sorted(maps.Keys(r.operations)) {
			r.complete(r.operations[id], expiredEvent())
		}
	case errors.Is(cause, errDraining):
		r.farewell = retryLine()
	}
	clear(r.operations)
	r.closed = true // not before all is in the journal: a reader ends when he has sent what there is
	r.makeRoom()
	r.wake()
	if r.reader == nil {
		r.slot.close()
	}
	r.mu.Unlock()
	r.ended()
}
