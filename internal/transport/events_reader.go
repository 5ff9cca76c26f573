package transport

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"cassetto/internal/fault"
)

// eventReader is the connection on which a reservation is read. It is told with the reservation's mu held.
type eventReader interface {
	wake()    // there may be something to send
	replace() // another connection reads instead
}

// handler is a reader that the server's request waits for.
type handler struct {
	news     chan struct{} // holds one when there may be something to send
	replaced chan struct{} // closed when another connection reads instead
}

func newHandler() *handler { return &handler{make(chan struct{}, 1), make(chan struct{})} }

func (h *handler) wake() {
	select {
	case h.news <- struct{}{}:
	default: // it knows already
	}
}

func (h *handler) replace() { close(h.replaced) }

// attach makes a connection the reader, after the event that its client saw last; seen is empty when it says none. A client
// that says one takes over from a connection that is still open: the server often learns later than the client that it broke.
func (r *reservation) attach(one eventReader, seen string) *problem {
	after, err := strconv.ParseUint(seen, 10, 64)
	if seen != "" && err != nil {
		return badRequest("Last-Event-ID non è di questo flusso.")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.closed:
		return noReservation()
	case r.reader != nil && seen == "":
		return eventsConflict("Il flusso è già aperto.")
	}
	switch err := r.journal.rewind(after); {
	case errors.Is(err, errEventsGone):
		return &problem{http.StatusGone, fault.NotFound, "Gli eventi persi non sono più disponibili: ricominciare da un altro flusso.", nil}
	case err != nil:
		return badRequest("Last-Event-ID non è di questo flusso.")
	}
	if r.reader != nil {
		r.reader.replace()
	}
	r.makeRoom() // what was seen need not be sent
	r.reader = one
	r.wake()
	return nil
}

// detach says that a connection reads no longer: another may, within a while.
func (r *reservation) detach(one eventReader) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reader != one {
		return
	}
	r.reader = nil
	if r.closed {
		r.slot.close()
		return
	}
	r.lapsesIn(r.unread)
}

// lapsesIn ends the reservation after a time without a reader. It is called with mu held.
func (r *reservation) lapsesIn(d time.Duration) {
	r.lapses = r.edge.now().Add(d)
	r.edge.alarms.ringAt(&r.alarm, r.due())
}

// due is when the reservation may have to end.
func (r *reservation) due() time.Time {
	if !r.who.Scadenza.IsZero() && r.who.Scadenza.Before(r.lapses) {
		return r.who.Scadenza
	}
	return r.lapses
}

// ring ends a reservation whose bearer has ended, or that nobody reads.
func (r *reservation) ring() {
	now := r.edge.now()
	r.mu.Lock()
	expired := !r.who.Scadenza.IsZero() && !now.Before(r.who.Scadenza)
	unread := r.reader == nil && !now.Before(r.lapses)
	if r.reader != nil {
		r.lapses = now.Add(time.Hour) // it is said when nobody reads any more
	}
	if !r.closed && !expired && !unread {
		r.edge.alarms.ringAt(&r.alarm, r.due())
	}
	r.mu.Unlock()
	switch {
	case expired:
		r.end(errEventsExpired)
	case unread:
		r.end(errEventsUnread)
	}
}

// take is what the reader is to send next, with the number of the last event; over says that nothing will follow.
func (r *reservation) take(one *handler) (b []byte, last uint64, over bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reader != one {
		return nil, 0, true
	}
	b, last = r.journal.batch(nil)
	if r.closed && last == r.journal.newest() {
		return append(b, r.farewell...), last, true
	}
	return b, last, false
}

// took says that those events are handed to the connection, which makes room for others.
func (r *reservation) took(one *handler, last uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reader != one {
		return
	}
	r.journal.mark(last)
	r.makeRoom()
}

// read sends events until the client leaves, another connection takes over, or the reservation ends.
func (r *reservation) read(ctx context.Context, one *handler, to *eventWriter) {
	for {
		b, last, over := r.take(one)
		if len(b) > 0 {
			if to.write(b) != nil {
				return
			}
			r.took(one, last)
		}
		switch {
		case over:
			return
		case len(b) > 0:
			continue
		}
		select {
		case <-one.news:
		case <-one.replaced:
			return
		case <-ctx.Done():
			return
		}
	}
}
