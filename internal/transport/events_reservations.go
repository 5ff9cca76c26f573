package transport

import (
	"crypto/rand"
	"crypto/sha256"
	"sync"
	"time"

	"cassetto/internal/access"
)

const (
	reservationOpens = 60 * time.Second // within which a reservation must be opened
	reservationWaits = 30 * time.Second // for a client that lost its connection
)

// reservations are the streams of the single connection mode, by a digest of their token: how long a look-up takes says
// nothing of a token. Its zero value is ready.
type reservations struct {
	opens, waits time.Duration // zero for the defaults

	mu sync.Mutex
	of map[[sha256.Size]byte]*reservation
}

// newReservation promises a stream to who, and tells its token.
func (e *Edge) newReservation(who access.Identita) (string, *problem) {
	all := &e.reservations
	token := rand.Text()
	key := sha256.Sum256([]byte(token))
	r := &reservation{
		edge: e, who: who, most: e.options.Operations, unread: or(all.waits, reservationWaits),
		operations: map[string]*eventOperation{}, ended: func() { all.forget(key) },
	}
	r.mu.Lock() // whatever would end it waits until it is whole
	defer r.mu.Unlock()
	slot, p := e.admitEvents(who, r.leave)
	if p != nil {
		return "", p
	}
	r.slot = slot
	r.alarm.of = r
	r.lapsesIn(or(all.opens, reservationOpens))
	all.put(key, r)
	return token, nil
}

func (all *reservations) put(key [sha256.Size]byte, r *reservation) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.of == nil {
		all.of = map[[sha256.Size]byte]*reservation{}
	}
	all.of[key] = r
}

func (all *reservations) find(token string) *reservation {
	all.mu.Lock()
	defer all.mu.Unlock()
	return all.of[sha256.Sum256([]byte(token))]
}

func (all *reservations) forget(key [sha256.Size]byte) {
	all.mu.Lock()
	defer all.mu.Unlock()
	delete(all.of, key)
}
