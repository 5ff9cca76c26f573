// Package answers keeps whole answers in memory for a while, for those who ask the same and may see the same.
package answers

import (
	"time"

	"github.com/maypok86/otter/v2"

	"cassetto/internal/freshness"
)

const (
	most     = 1 << 20 // bytes of an answer that is kept
	overhead = 512     // bytes that an answer takes besides its data, about
)

// Answer is the data of a response without errors, with what they are made from. It is shared and must not be modified.
type Answer struct {
	Data  []byte
	Tag   string // freshness.Fingerprint of Data
	From  freshness.Dependencies
	Until time.Time       // until when it may be used
	Kept  *freshness.Kept // the whole response, which holds Data; set by Put
}

// Cache keeps answers. A nil Cache keeps none; any other may be used concurrently.
type Cache struct {
	kept *otter.Cache[Key, *entry]
}

type entry struct {
	Answer
	lasts time.Duration // for the cache's own clock, which only frees the memory
}

// New makes a cache that holds so many bytes; nil when there are none to hold.
func New(bytes int) *Cache {
	if bytes <= 0 {
		return nil
	}
	return &Cache{otter.Must(&otter.Options[Key, *entry]{
		MaximumWeight: uint64(bytes),
		Weigher: func(_ Key, e *entry) uint32 {
			return uint32(overhead + len(e.Data) + 2*len(e.Data)/freshness.PackedPart)
		},
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[Key, *entry]) time.Duration { return e.Value.lasts }),
	})}
}

// Get is the answer to a question that was given before and is still true, nil when there is none.
func (c *Cache) Get(k Key, now time.Time) *Answer {
	if c == nil {
		return nil
	}
	e, ok := c.kept.GetIfPresent(k)
	switch {
	case !ok:
		return nil
	case !now.Before(e.Until) || !e.From.Hold():
		c.kept.Invalidate(k)
		return nil
	}
	return &e.Answer
}

// Put keeps an answer, unless it is too large or no longer true. It takes no part of a's memory.
func (c *Cache) Put(k Key, a Answer, now time.Time) {
	if c == nil || len(a.Data) > most || !now.Before(a.Until) || !a.From.Hold() {
		return
	}
	a.Kept = freshness.NewKept(a.Data)
	a.Data = a.Kept.Data()
	c.kept.Set(k, &entry{a, a.Until.Sub(now)})
}
