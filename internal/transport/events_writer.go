package transport

import (
	"errors"
	"net/http"
	"sync"
	"time"
)

var errEventsClosed = errors.New("the event stream is closed")

// eventWriter writes events to one client, and a comment when nothing else is written. It is safe for concurrent use.
// A write that fails ends the context of the request; net/http sees to that.
type eventWriter struct {
	w       http.ResponseWriter
	control *http.ResponseController
	timeout time.Duration // of a write
	quiet   time.Duration // between two comments

	mu   sync.Mutex
	err  error
	beat *time.Timer
}

// openEvents answers with a stream, whose headers leave at once; close must be called before the handler returns.
func (e *Edge) openEvents(w http.ResponseWriter) *eventWriter {
	eventHeader(w)
	ew := &eventWriter{w: w, control: http.NewResponseController(w), timeout: e.options.WriteTimeout, quiet: e.options.Heartbeat}
	ew.mu.Lock()
	defer ew.mu.Unlock()
	w.WriteHeader(http.StatusOK)
	ew.send([]byte(eventComment))                 // some browsers wait for a first byte
	ew.beat = time.AfterFunc(ew.quiet, ew.signal) // no goroutine waits
	return ew
}

// eventHeader is the header of a stream.
func eventHeader(w http.ResponseWriter) http.Header {
	h := w.Header()
	h.Set("Content-Type", eventMedia+"; charset=utf-8")
	h.Set("Cache-Control", "no-store, no-transform") // personal data; and no compression that would hold events back
	h.Set("X-Accel-Buffering", "no")
	return h
}

// write sends bytes now.
func (ew *eventWriter) write(b []byte) error {
	ew.mu.Lock()
	defer ew.mu.Unlock()
	ew.send(b)
	ew.beat.Reset(ew.quiet)
	return ew.err
}

func (ew *eventWriter) signal() {
	ew.mu.Lock()
	defer ew.mu.Unlock()
	ew.send([]byte(eventComment))
	if ew.err == nil {
		ew.beat.Reset(ew.quiet)
	}
}

// send writes with mu held. The deadline goes with the write: on HTTP/2 it would end a quiet stream.
func (ew *eventWriter) send(b []byte) {
	for len(b) > 0 && ew.err == nil {
		part := b[:min(len(b), writeBytes)]
		b = b[len(part):]
		_ = ew.control.SetWriteDeadline(time.Now().Add(ew.timeout)) // a recorder has none
		if _, ew.err = ew.w.Write(part); ew.err == nil {
			ew.err = ew.control.Flush()
		}
	}
	if ew.err == nil {
		_ = ew.control.SetWriteDeadline(time.Time{})
	}
}

// close ends the writing; what net/http still writes of the response has a deadline as well.
func (ew *eventWriter) close() {
	ew.mu.Lock()
	defer ew.mu.Unlock()
	ew.beat.Stop()
	if ew.err == nil {
		ew.err = errEventsClosed
		_ = ew.control.SetWriteDeadline(time.Now().Add(ew.timeout))
	}
}
