package transport

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"cassetto/internal/fault"
)

// eventReader is the connection on which a reservation is read.
type eventReader struct {
	news     chan struct{} // holds one when there may be something to send
	replaced chan struct{} // closed when another connection reads instead
}

// attach makes a connection the reader, after the event that its client saw last; seen is empty when it says none. A client
// that says one takes over from a connection that is still open: the server often learns later than the client that it broke.
func (r *reservation) attach(seen string) (*eventReader, *problem) {
	after, err := strconv.ParseUint(seen, 10, 64)
	if seen != "" && err != nil {
		return nil, badRequest("Last-Event-ID non è di questo flusso.")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.closed:
		return nil, noReservation()
	case r.reader != nil && seen == "":
		return nil, eventsConflict("Il flusso è già aperto.")
	}
	switch err := r.journal.rewind(after); {
	case errors.Is(err, errEventsGone):
		return nil, &problem{http.StatusGone, fault.NotFound, "Gli eventi persi non sono più disponibili: ricominciare da un altro flusso.", nil}
	case err != nil:
		return nil, badRequest("Last-Event-ID non è di questo flusso.")
	}
	if r.reader != nil {
		close(r.reader.replaced)
	}
	r.lapse.Stop()
	r.makeRoom() // what was seen need not be sent
	r.reader = &eventReader{news: make(chan struct{}, 1), replaced: make(chan struct{})}
	r.wake()
	return r.reader, nil
}

// detach says that a connection reads no longer: another may, within a while.
func (r *reservation) detach(one *eventReader) {
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
	r.lapses = time.Now().Add(d)
	r.lapse.Reset(d)
}

func (r *reservation) lapsed() {
	r.mu.Lock()
	read := r.reader != nil || time.Now().Before(r.lapses)
	r.mu.Unlock()
	if !read {
		r.end(errEventsUnread)
	}
}

// take is what the reader is to send next, with the number of the last event; over says that nothing will follow.
func (r *reservation) take(one *eventReader) (b []byte, last uint64, over bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reader != one {
		return nil, 0, true
	}
	b, last = r.journal.batch()
	if r.closed && last == r.journal.newest() {
		return append(b, r.farewell...), last, true
	}
	return b, last, false
}

// took says that those events are handed to the connection, which makes room for others.
func (r *reservation) took(one *eventReader, last uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.reader != one {
		return
	}
	r.journal.mark(last)
	r.makeRoom()
}

// read sends events until the client leaves, another connection takes over, or the reservation ends.
func (r *reservation) read(ctx context.Context, one *eventReader, to *eventWriter) {
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
