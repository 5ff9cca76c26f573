package transport

import (
	"net/http"
	"time"
)

// WaitForClients says for how long reservations wait to be opened, and for a client that lost its connection.
func (e *Edge) WaitForClients(opens, waits time.Duration) {
	e.reservations.opens, e.reservations.waits = opens, waits
}

// Reservations counts those that live.
func (e *Edge) Reservations() int {
	e.reservations.mu.Lock()
	defer e.reservations.mu.Unlock()
	return len(e.reservations.of)
}

// IsStream and ServeEvents are the door of what this suite tries.
func IsStream(r *http.Request) bool { return isStream(r) }

func (e *Edge) ServeEvents(w http.ResponseWriter, r *http.Request) { e.serveEvents(w, r) }
