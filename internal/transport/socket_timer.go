package transport

import (
	"time"

	"github.com/gobwas/ws"
)

// silence is how many pings may stay without an answer: a client from whom nothing came for two or three heartbeats has gone.
const silence = 2

// next is when the socket has something to do by itself.
func (s *socket) next() time.Time {
	if !s.until.IsZero() && s.until.Before(s.beat) {
		return s.until
	}
	return s.beat
}

// ring pings, and ends a socket whose time is over. A socket that is closing has deadlines on its connection instead.
func (s *socket) ring() {
	s.mu.Lock()
	now := s.edge.now()
	over := !s.until.IsZero() && !now.Before(s.until)
	due := !now.Before(s.beat)
	dead := due && s.quiet.Load() >= silence
	phase := s.phase
	if phase != closing && !over && !dead {
		if due {
			s.quiet.Add(1)
			s.beat = now.Add(s.edge.options.Heartbeat)
			s.share(ws.CompiledPing) // one a heartbeat: it may stand behind a full queue
		}
		s.edge.alarms.ringAt(&s.alarm, s.next())
	}
	s.mu.Unlock()
	switch {
	case phase == closing:
	case over && phase == opened:
		s.close(&farewell{codeInitTimeout, "Connection initialisation timeout"})
	case over:
		s.close(&farewell{codeForbidden, "Token expired"})
	case dead:
		s.lost()
	}
}
