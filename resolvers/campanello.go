package resolvers

import "sync"

// campanello wakes all who wait for it at once. Its zero value is ready.
type campanello struct {
	mu       sync.Mutex
	prossimo chan struct{} // closed when it rings; nil when nobody waits
}

// attende is closed at the next ring.
func (c *campanello) attende() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.prossimo == nil {
		c.prossimo = make(chan struct{})
	}
	return c.prossimo
}

func (c *campanello) suona() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.prossimo != nil {
		close(c.prossimo)
		c.prossimo = nil
	}
}
