package transport

import (
	"fmt"
	"net/http"
)

// apart is a reader on a connection that was taken over from the server.
type apart struct {
	eventConn
	reservation *reservation
}

// readApart serves the event stream of a reservation on a connection of its own.
func (r *reservation) readApart(w http.ResponseWriter, request *http.Request) *problem {
	one := &apart{reservation: r}
	one.init(r.edge, one)
	if p := r.attached(one, request); p != nil {
		return p
	}
	if one.take(w, request, append([]byte(eventComment), firstWords(request)...)) {
		one.pump()
	}
	return nil
}

// pump sends what there is to send.
func (a *apart) pump() {
	a.reservation.mu.Lock()
	defer a.reservation.mu.Unlock()
	a.wake()
}

// wake sends what can be sent without waiting; the journal keeps the rest. It is called with the reservation's mu held.
func (a *apart) wake() {
	r := a.reservation
	if r.reader != a {
		return
	}
	a.mu.Lock()
	for !a.over && a.conn != nil && !a.writing && len(a.queue) == 0 && a.sends() {
	}
	a.mu.Unlock()
	r.makeRoom()
}

// chunkHead is where the length of a chunk is put, once that is known.
const chunkHead = "00000000\r\n"

// sends sends the next events; false when all are sent, and what follows the last of all as well.
func (a *apart) sends() bool {
	r := a.reservation
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	b, last := r.journal.batch(append((*buffer)[:0], chunkHead...))
	if cap(b) <= kept {
		*buffer = b
	}
	size := len(b) - len(chunkHead)
	if size == 0 {
		if r.closed {
			a.finishes(r.farewell)
		}
		return false
	}
	if a.plain {
		b = b[len(chunkHead):]
	} else {
		copy(b, fmt.Sprintf("%08x", size))
		b = append(b, "\r\n"...)
	}
	a.write(b)
	a.beat = a.edge.now().Add(a.edge.options.Heartbeat)
	r.journal.mark(last)
	return true
}

// roomy sends more. It is called with mu held, and the reservation's comes first.
func (a *apart) roomy() { go a.pump() }

// replace ends the stream because another connection reads instead.
func (a *apart) replace() { a.finish(nil) }

func (a *apart) stop() {}

func (a *apart) gone() { a.reservation.detach(a) }
