package transport

import "github.com/gobwas/ws"

// leave ends the socket because the server stops, once the queries and commands that run on it are answered: a client whose
// command is cut off sends it again, and it may have been carried out. Nothing more begins meanwhile.
func (s *socket) leave() {
	s.mu.Lock()
	s.stopping = true
	s.mu.Unlock()
	s.leaveWhenDone()
}

// leaveWhenDone is called whenever an operation has ended, or turns out to be one that has no end of its own.
func (s *socket) leaveWhenDone() {
	s.mu.Lock()
	due := s.stopping
	if due {
		for _, o := range s.operations {
			due = due && o.streams
		}
	}
	s.mu.Unlock()
	if due {
		s.close(&farewell{ws.StatusGoingAway, "Server is stopping"})
	}
}

// streaming notes that an operation has no end of its own.
func (s *socket) streaming(o *operation) {
	s.mu.Lock()
	o.streams = true
	s.mu.Unlock()
	s.leaveWhenDone()
}
