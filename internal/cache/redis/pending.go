package redis

import (
	"sync"
	"sync/atomic"

	"cassetto/internal/cache"
)

// mostPending changes are remembered one by one; instead of more, everything is forgotten.
const mostPending = 1000

// pending are changes that could not be delivered, in their order.
type pending struct {
	any     atomic.Bool // also while they are being delivered
	mu      sync.Mutex
	changes []cache.Change
}

func (p *pending) add(c cache.Change) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes = bounded(append(p.changes, c))
	p.any.Store(true)
}

// deliver hands changes over until one fails or none is left, which it reports. One goroutine at a time may call it.
func (p *pending) deliver(forget func(cache.Change) error) bool {
	for {
		changes := p.take()
		if len(changes) == 0 {
			return true
		}
		for i, c := range changes {
			if forget(c) != nil {
				p.putBack(changes[i:])
				return false
			}
		}
	}
}

func (p *pending) take() []cache.Change {
	p.mu.Lock()
	defer p.mu.Unlock()
	changes := p.changes
	p.changes = nil
	p.any.Store(len(changes) > 0)
	return changes
}

func (p *pending) putBack(changes []cache.Change) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes = bounded(append(changes, p.changes...))
}

func bounded(changes []cache.Change) []cache.Change {
	if len(changes) > mostPending {
		return []cache.Change{{}}
	}
	return changes
}
