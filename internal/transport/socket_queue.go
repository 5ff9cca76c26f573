package transport

import (
	"context"
	"slices"
)

// answer sends a message that is of no operation, once there is room: who floods a socket with questions waits for his answers.
func (s *socket) answer(frame []byte) {
	s.push(context.Background(), outgoing{bytes: frame})
}

// outgoing is a frame that is about to be sent. It may be used again.
type outgoing struct {
	bytes []byte
	of    *operation // nil when it is of none
	last  bool       // whether the operation ends with it
}

// push sends a frame once there is room. Nothing is sent when ctx ends before, the socket is closing, or the operation is over: it
// says then false.
func (s *socket) push(ctx context.Context, f outgoing) bool {
	for {
		s.mu.Lock()
		if !s.takes(f.of) {
			s.mu.Unlock()
			return false
		}
		if !s.full() {
			s.put(f)
			s.mu.Unlock()
			return true
		}
		if s.room == nil {
			s.room = make(chan struct{})
		}
		room := s.room
		s.mu.Unlock()
		select {
		case <-room:
		case <-ctx.Done():
			return false
		}
	}
}

// put sends a frame, whether or not there is room. What is begun cannot be taken back.
func (s *socket) put(f outgoing) {
	n, of := s.attempt(f.bytes), f.of
	if n > 0 {
		of = nil
	}
	if n < len(f.bytes) {
		s.enqueue(message{parts: [3][]byte{slices.Clone(f.bytes[n:])}, of: of})
	}
	if f.last {
		s.drop(f.of)
	}
}

// takes says whether a message of an operation may still be sent.
func (s *socket) takes(of *operation) bool {
	return s.phase != closing && (of == nil || slices.Contains(s.operations, of))
}

// forget drops what is queued for an operation.
func (s *socket) forget(id string) {
	s.queue = slices.DeleteFunc(s.queue, func(m message) bool {
		drop := m.of != nil && m.of.id == id
		if drop {
			s.queued -= m.size()
		}
		return drop
	})
	s.roomy()
}

// roomy lets those go on who wait for room. It is called with mu held.
func (s *socket) roomy() {
	if s.room != nil {
		close(s.room)
		s.room = nil
	}
	if s.full() {
		return
	}
	for _, o := range s.operations {
		if o.paused {
			o.paused = false
			o.source.Resume()
		}
	}
}
