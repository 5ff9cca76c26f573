package transport

import (
	"context"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gobwas/ws"

	"cassetto/internal/push"
)

// frame is where messages are made that are written at once. The last one is there for the next client who gets the same.
type frame struct {
	buffer []byte
	bytes  []byte
	id     string
	body   *byte
}

var frames = sync.Pool{New: func() any { return new(frame) }}

// reused is the greatest buffer whose memory is used again.
const reused = 16 << 10

// of is a message of an operation with a body that is shared, and never changes.
func (f *frame) of(o *operation, body []byte) []byte {
	if f.body != &body[0] || f.id != o.id {
		f.buffer = o.next(f.buffer, body)
		f.bytes, f.id, f.body = seal(ws.OpText, f.buffer), o.id, &body[0]
	}
	return f.bytes
}

func (f *frame) release() {
	if cap(f.buffer) > reused {
		*f = frame{}
	}
	frames.Put(f)
}

// Context is that of the operation.
func (o *operation) Context() context.Context { return o.ctx }

// Take sends an answer of a stream, or its end. Those who get the same share its bytes, also those that wait in a queue.
func (o *operation) Take(a *push.Answer) bool {
	s := o.socket
	first := !o.answered
	o.answered = true
	switch {
	case a == nil && o.refused:
		return false
	case a == nil:
		s.finish(o, o.complete())
		return false
	case first && a.Data == nil && len(a.Errors) > 0:
		o.refused = true
		s.finish(o, o.refusal(a.Errors))
		return false
	}
	body := a.Written(push.JSON, writeResponse)
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.takes(o) {
		return false
	}
	n := 0
	if !s.writing && len(s.queue) == 0 {
		f := frames.Get().(*frame)
		defer f.release()
		bytes := f.of(o, body)
		if n = s.attempt(bytes); n == len(bytes) {
			return true
		}
		if n > 0 {
			s.enqueue(message{parts: [3][]byte{slices.Clone(bytes[n:])}})
		}
	}
	if n == 0 {
		s.enqueue(message{parts: o.around(body), of: o})
	}
	o.paused = s.full()
	return !o.paused
}

// finish sends the last message of an operation that streams, behind all others and at once. It ends the operation.
func (s *socket) finish(o *operation, last []byte) {
	s.mu.Lock()
	if s.takes(o) {
		s.put(outgoing{last, o, true})
	}
	s.mu.Unlock()
	s.ended(o)
}

// around are the parts of a message with a body that is shared.
func (o *operation) around(body []byte) [3][]byte {
	b := append(o.open(nil, "next"), `,"payload":`...)
	h := ws.Header{Fin: true, OpCode: ws.OpText, Length: int64(len(b) - headroom + len(body) + 1)}
	at := headroom - ws.HeaderSize(h)
	_ = ws.WriteHeader(into(b[at:]), h)
	return [3][]byte{b[at:], body, {'}'}}
}

// writeResponse is a response as it is shared.
func writeResponse(r *graphql.Response) []byte {
	return appendResponse(make([]byte, 0, len(r.Data)+64), r)
}
