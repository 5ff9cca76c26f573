package sources

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/cache/memory"
)

// caches is where all sections keep what they read.
type caches struct {
	near    *memory.Cache[kept]  // of the process; nil: nothing is kept
	far     cache.Engine[[]byte] // of all instances; nil: there is none
	linked  func() bool          // whether the other instances are heard; nil: there are none
	watched func(string) bool    // whether an archive that users change was looked at lately; nil: never
	timeout time.Duration        // of a read
	now     func() time.Time
	flying  sync.WaitGroup
	counts  counts
	all     []grounded
}

// grounded is a section as changes reach it.
type grounded struct {
	*place
	ground func()
}

// kept is a value in the process's memory, with the bytes it takes.
type kept struct {
	value any
	bytes int
}

type counts struct{ near, far, fetches, batches atomic.Int64 }

// Counts is how often values were had from where since the start.
type Counts struct {
	Near    int64 // from the memory of the process
	Far     int64 // from what the instances share
	Fetches int64 // questions to archives, of any number of keys
	Batches int64 // batches that waited for others to come along
}

func (c *counts) read() Counts {
	return Counts{c.near.Load(), c.far.Load(), c.fetches.Load(), c.batches.Load()}
}

// trusted says whether what the process keeps of a section may be used at all: not when users may have changed it through an
// instance that is not heard.
func (p *place) trusted() bool {
	c := p.caches
	switch {
	case c.near == nil || p.policy.Fresh == 0:
		return false
	case !p.policy.Commanded || c.linked == nil:
		return true
	}
	return c.linked() || c.watched != nil && c.watched(p.Archive)
}

func (c *caches) claim(ctx context.Context, keys []cache.Key) cache.Claim {
	if c.near == nil {
		return cache.Claim{}
	}
	claim, _ := c.near.Claim(ctx, keys) // cannot fail
	return claim
}

func (c *caches) keep(ctx context.Context, claim cache.Claim, entries map[cache.Key]cache.Entry[kept]) {
	if c.near != nil && len(claim.Keys) > 0 {
		_ = c.near.Put(ctx, claim, entries) // cannot fail
	}
}

// kept is what the process keeps of a key, however old.
func (s *Section[K, T]) kept(k K) (e cache.Entry[T], ok bool) {
	if s.caches.near == nil {
		return e, false
	}
	found, ok := s.caches.near.Find(s.at(k))
	if !ok {
		return e, false
	}
	e = cache.Entry[T]{Known: found.Known, Fresh: found.Fresh, Until: found.Until}
	if found.Known {
		e.Value = found.Value.value.(T)
	}
	return e, true
}

// entry is a value as the process keeps it.
func (s *Section[K, T]) entry(k K, e *cache.Entry[T]) cache.Entry[kept] {
	one := cache.Entry[kept]{Known: e.Known, Fresh: e.Fresh, Until: e.Until}
	if e.Known {
		one.Value = kept{e.Value, s.weigh(&e.Value)}
		if s.codes != nil {
			one.Tags = cache.TagsOf(s.codes(k, e.Value)...)
		}
	}
	return one
}
