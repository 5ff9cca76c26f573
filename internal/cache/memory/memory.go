// Package memory keeps the decoded values of one process, in so many bytes.
package memory

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"

	"cassetto/internal/cache"
)

// Options of a cache.
type Options[V any] struct {
	Bytes uint64                               // at most so many are kept, at least one
	Weigh func(cache.Key, *cache.Entry[V]) int // bytes of the entry's value; nil: weight.For
	Now   func() time.Time                     // nil: time.Now
	Lease time.Duration                        // after which a claim that nobody has put ends, and keeps nothing any more
}

// Cache is an engine that is never down. Values are shared by whoever finds them, and are only read.
//
// It evicts by size what has been asked for least, and drops by itself what is past its time.
type Cache[V any] struct {
	now   func() time.Time
	weigh func(cache.Key, *cache.Entry[V]) uint32
	clock *otter.CoarseClock
	kept  *otter.Cache[cache.Key, *kept[V]]
	epoch atomic.Uint64 // grows with every Distrust

	// Put decides and keeps under mu, and under it Forget looks for what to drop. All that Find may find is in the index, except
	// while it is put or replaced.
	mu     sync.Mutex
	claims *claims
	index  *index[V]
}

// kept is an entry as it is kept.
type kept[V any] struct {
	cache.Entry[V]
	key    cache.Key
	own    cache.Tag   // of its code
	epoch  uint64      // when it was claimed
	weight uint32      // bytes
	gone   atomic.Bool // is being dropped, and is found no more
}

var _ cache.Engine[any] = (*Cache[any])(nil)

// New makes an empty cache, which is to be closed.
func New[V any](o Options[V]) *Cache[V] {
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Cache[V]{
		now:    o.Now,
		weigh:  weigher(o.Weigh),
		clock:  otter.NewCoarseClock(resolution),
		claims: newClaims(o.Lease),
		index:  newIndex[V](),
	}
	c.kept = otter.Must(&otter.Options[cache.Key, *kept[V]]{
		MaximumWeight:    max(o.Bytes, 1),
		Weigher:          func(_ cache.Key, k *kept[V]) uint32 { return k.weight },
		ExpiryCalculator: otter.ExpiryWritingFunc(c.lifetime),
		OnAtomicDeletion: c.dropped,
		Clock:            c.clock,
	})
	return c
}

// resolution of the clock that otter goes by, which only says when memory is given back: Find reads the time itself.
const resolution = 100 * time.Millisecond

// lifetime is never zero: otter keeps for ever what has none.
func (c *Cache[V]) lifetime(e otter.Entry[cache.Key, *kept[V]]) time.Duration {
	return max(e.Value.Until.Sub(c.now()), 0) + resolution
}

// Close ends the goroutines of the cache, which may still be used.
func (c *Cache[V]) Close() {
	c.kept.StopAllGoroutines()
	c.clock.Stop()
}

// Find is Get for one key. It takes no lock and, but for what is distrusted, allocates nothing. The entry is shared, and must not
// be changed.
func (c *Cache[V]) Find(key cache.Key) (*cache.Entry[V], bool) { return c.FindAt(key, c.now()) }

// FindAt is Find at an instant that was told before: for who looks for many.
func (c *Cache[V]) FindAt(key cache.Key, now time.Time) (*cache.Entry[V], bool) {
	k, ok := c.kept.GetIfPresent(key)
	switch {
	case !ok || k.gone.Load() || !now.Before(k.Until):
		return nil, false
	case k.epoch != c.epoch.Load():
		stale := k.Entry
		stale.Fresh = time.Time{}
		return &stale, true
	default:
		return &k.Entry, true
	}
}

// Get never fails.
func (c *Cache[V]) Get(_ context.Context, keys []cache.Key) (map[cache.Key]cache.Entry[V], error) {
	found := make(map[cache.Key]cache.Entry[V], len(keys))
	for _, k := range keys {
		if e, ok := c.Find(k); ok {
			found[k] = *e
		}
	}
	return found, nil
}

// Claim never fails.
func (c *Cache[V]) Claim(_ context.Context, keys []cache.Key) (cache.Claim, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.claims.claim(keys, c.now(), c.epoch.Load()), nil
}

// Put never fails.
func (c *Cache[V]) Put(_ context.Context, claim cache.Claim, entries map[cache.Key]cache.Entry[V]) error {
	r, ok := claim.Token.(*reading)
	if !ok {
		return nil
	}
	ready := make([]*kept[V], len(claim.Keys)) // weighed before others have to wait
	for i, key := range claim.Keys {
		if e, ok := entries[key]; ok {
			ready[i] = &kept[V]{Entry: e, key: key, epoch: r.epoch}
			ready[i].weight = c.weigh(key, &ready[i].Entry)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now, epoch := c.now(), c.epoch.Load()
	for i, key := range claim.Keys {
		k := ready[i]
		h, held := c.claims.giveUp(key, r)
		switch {
		case k == nil || !held || !c.claims.holds(key, h, k.Tags, now, epoch):
		case now.Before(k.Until):
			k.own = h.own
			c.index.add(k)
			c.kept.Set(key, k)
		default:
			c.kept.Invalidate(key)
		}
	}
	return nil
}

// dropped is called before an entry leaves, with a lock of otter's held. What is no longer in the index must not be found either,
// or it would be after a Forget that did not see it. What is replaced may: that is under mu, and spares a miss.
func (c *Cache[V]) dropped(e otter.DeletionEvent[cache.Key, *kept[V]]) {
	if e.Cause != otter.CauseReplacement {
		e.Value.gone.Store(true)
	}
	c.index.remove(e.Value)
}

// Forget never fails. What is claimed and put while it runs may be dropped too.
func (c *Cache[V]) Forget(_ context.Context, change cache.Change) error {
	for _, k := range c.touched(change) {
		c.kept.Invalidate(k.key)
	}
	return nil
}

// touched takes note of a change for those who are reading, and finds what is kept in spite of it.
func (c *Cache[V]) touched(change cache.Change) []*kept[V] {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.claims.changed(change, c.now())
	return c.index.touched(change)
}

// Distrust is for when changes may have been missed. What was put before is served only to whoever accepts stale values, and what
// was claimed before is not kept.
func (c *Cache[V]) Distrust() { c.epoch.Add(1) }

// Len is about how many entries are kept.
func (c *Cache[V]) Len() int { return c.kept.EstimatedSize() }

// Weight is how many bytes the entries take, about.
func (c *Cache[V]) Weight() uint64 { return c.kept.WeightedSize() }
