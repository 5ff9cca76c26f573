package memory

import (
	"container/list"
	"slices"
	"time"

	"cassetto/internal/cache"
)

// claims say who reads what, and what has changed since the oldest of them began to.
type claims struct {
	lease    time.Duration
	held     map[cache.Key]hold
	readings *list.List     // of *reading, in the order in which they began and end
	changes  []cache.Change // since the first of readings began
	past     int            // changes before those
}

// hold is a key that is being read.
type hold struct {
	by  *reading
	own cache.Tag // of the key's code
}

// reading is the token of a claim.
type reading struct {
	keys  []cache.Key
	open  int // keys that it still holds
	since int // changes before it began
	epoch uint64
	ends  time.Time
	place *list.Element
}

func newClaims(lease time.Duration) *claims {
	return &claims{lease: lease, held: map[cache.Key]hold{}, readings: list.New()}
}

func (c *claims) claim(keys []cache.Key, now time.Time, epoch uint64) cache.Claim {
	c.end(now)
	r := &reading{since: c.past + len(c.changes), epoch: epoch, ends: now.Add(c.lease)}
	for _, key := range keys {
		h, held := c.held[key]
		switch {
		case !held:
			h.own = cache.TagOf(key.Code)
		case c.holds(key, h, nil, now, epoch):
			continue
		default:
			c.giveUp(key, h.by)
		}
		c.held[key] = hold{r, h.own}
		r.keys = append(r.keys, key)
	}
	if r.open = len(r.keys); r.open > 0 {
		r.place = c.readings.PushBack(r)
	}
	return cache.Claim{Keys: slices.Clone(r.keys), Token: r}
}

// holds says whether what is read under a hold may be kept: no change since touches it, nor the tags of the entry.
func (c *claims) holds(key cache.Key, h hold, tags []cache.Tag, now time.Time, epoch uint64) bool {
	if h.by.epoch != epoch || !now.Before(h.by.ends) {
		return false
	}
	for _, x := range c.changes[h.by.since-c.past:] {
		if touches(x, key.Section, h.own, tags) {
			return false
		}
	}
	return true
}

// giveUp ends a reading's hold of a key, if it has it.
func (c *claims) giveUp(key cache.Key, r *reading) (hold, bool) {
	h, ok := c.held[key]
	if !ok || h.by != r {
		return hold{}, false
	}
	delete(c.held, key)
	if r.open--; r.open == 0 {
		c.readings.Remove(r.place)
	}
	return h, true
}

// changed takes note of a change, if anybody is reading.
func (c *claims) changed(x cache.Change, now time.Time) {
	c.end(now)
	if c.readings.Len() > 0 {
		c.changes = append(c.changes, x)
	}
}

// end gives up what is held by readings that have had their time, and lets go of the changes that all others are younger than.
func (c *claims) end(now time.Time) {
	young := c.past + len(c.changes)
	for front := c.readings.Front(); front != nil; front = c.readings.Front() {
		r := front.Value.(*reading)
		if now.Before(r.ends) {
			young = r.since
			break
		}
		c.readings.Remove(front)
		for _, key := range r.keys {
			if c.held[key].by == r {
				delete(c.held, key)
			}
		}
	}
	c.changes = slices.Delete(c.changes, 0, young-c.past)
	c.past = young
}

// touches says whether a change is about a value of a section, by the tags of its own code and of others.
func touches(x cache.Change, s *cache.Section, own cache.Tag, tags []cache.Tag) bool {
	about := func(t cache.Tag) bool { return t == own || slices.Contains(tags, t) }
	return x.Concerns(s) && (whole(x, s) || slices.ContainsFunc(x.Tags, about))
}
