package redis

import (
	"context"
	"time"

	"cassetto/internal/cache"
)

// pause between two attempts to reach a server that did not answer.
const pause = 250 * time.Millisecond

// mend wakes attend.
func (c *Cache) mend() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// attend closes the breaker when the server is back and delivers what is pending. It is the only one who asks while nobody else
// may.
func (c *Cache) attend() {
	for {
		select {
		case <-c.running.Done():
			return
		case <-c.wake:
		}
		for c.breaker.open.Load() || !c.delivered() {
			if !c.wait(pause) {
				return
			}
			c.probe()
		}
	}
}

func (c *Cache) probe() {
	if c.breaker.open.Load() && c.try(c.running, func(ctx context.Context) error { return c.client.Ping(ctx).Err() }) == nil {
		c.breaker.close()
	}
}

func (c *Cache) delivered() bool {
	return c.pending.deliver(func(change cache.Change) error { return c.forget(c.running, change) })
}

// wait is over early, and false, when the cache is closed.
func (c *Cache) wait(d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-c.running.Done():
		return false
	case <-timer.C:
		return true
	}
}
