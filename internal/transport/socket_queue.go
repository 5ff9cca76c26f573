package transport

import (
	"context"
	"net"
	"slices"
)

const (
	queueBytes = 1 << 20  // that wait for one slow client, and one message more
	batchBytes = 64 << 10 // that are written at once, and must be within the time that one write may take
)

// message is a frame that waits to be written.
type message struct {
	frame []byte
	of    *operation // nil when it is of none
	last  bool       // whether the operation ends with it
}

// push queues a message, once there is room. Nothing is queued when ctx ends before, the socket is closing, or the operation is
// over: it says then false.
func (s *socket) push(ctx context.Context, m message) bool {
	for {
		s.mu.Lock()
		if !s.takes(m) {
			s.mu.Unlock()
			return false
		}
		if len(s.queue) < s.edge.options.Queue && s.queued < queueBytes {
			s.enqueue(m)
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

// takes says whether a message may still be sent.
func (s *socket) takes(m message) bool {
	return s.phase != closing && (m.of == nil || slices.Contains(s.operations, m.of))
}

// enqueue queues a message whether or not there is room.
func (s *socket) enqueue(m message) {
	s.queue = append(s.queue, m)
	s.queued += len(m.frame)
	if m.last {
		s.drop(m.of)
	}
	s.wake()
}

// forget drops what is queued for an operation.
func (s *socket) forget(id string) {
	s.queue = slices.DeleteFunc(s.queue, func(m message) bool {
		drop := m.of != nil && m.of.id == id
		if drop {
			s.queued -= len(m.frame)
		}
		return drop
	})
	s.makeRoom()
}

func (s *socket) makeRoom() {
	if s.room != nil {
		close(s.room)
		s.room = nil
	}
}

// wake lets a writer run.
func (s *socket) wake() {
	if !s.writing {
		s.writing = true
		s.writers.Go(s.write)
	}
}

// write writes until nothing is queued.
func (s *socket) write() {
	for {
		batch := s.batch()
		if batch == nil {
			return
		}
		size := 0
		for _, frame := range batch {
			size += len(frame)
		}
		if _, err := batch.WriteTo(s.conn); err != nil {
			s.kill()
			continue
		}
		s.mu.Lock()
		s.queued -= size
		s.makeRoom()
		s.mu.Unlock()
	}
}

// batch takes what is to be written next, and says until when.
func (s *socket) batch() net.Buffers {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		s.writing, s.queue = false, nil
		if s.phase == closing {
			s.hangUp()
		}
		return nil
	}
	var batch net.Buffers
	for size := 0; len(batch) < len(s.queue) && size < batchBytes; {
		frame := s.queue[len(batch)].frame
		batch = append(batch, frame)
		size += len(frame)
	}
	clear(s.queue[:len(batch)])
	s.queue = s.queue[len(batch):]
	by := s.edge.now().Add(s.edge.options.WriteTimeout)
	if s.phase == closing {
		by = s.closeBy
	}
	_ = s.conn.SetWriteDeadline(by)
	return batch
}

// hangUp says that nothing more comes.
func (s *socket) hangUp() {
	if half, ok := s.conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = s.conn.SetReadDeadline(s.edge.now().Add(linger))
}
