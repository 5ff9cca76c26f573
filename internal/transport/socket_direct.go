package transport

import (
	"context"
	"sync"
)

// frames are where messages are made that are written at once.
var frames = sync.Pool{New: func() any { return new([]byte) }}

// reused is the greatest frame whose memory is used again: one that waits in a queue holds no more than that beyond its size.
const reused = 16 << 10

// pass sends a message of an operation as push does, but writes it itself, without waking anybody, when nothing is before it. It
// returns once the message is written or queued; written says that its frame may be used again.
func (s *socket) pass(ctx context.Context, m message) (sent, written bool) {
	s.mu.Lock()
	if s.writing || !s.takes(m) {
		s.mu.Unlock()
		return s.push(ctx, m), false
	}
	s.writing = true
	s.writers.Add(1)
	s.queued += len(m.frame)
	_ = s.conn.SetWriteDeadline(s.edge.now().Add(s.edge.options.WriteTimeout))
	s.mu.Unlock()
	defer s.writers.Done()
	if _, err := s.conn.Write(m.frame); err != nil {
		s.kill()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writing = false
	s.queued = max(s.queued-len(m.frame), 0)
	s.makeRoom()
	switch {
	case len(s.queue) > 0: // it came meanwhile
		s.wake()
	case s.phase == closing:
		s.hangUp()
	}
	return true, true
}
