package memory

import (
	"sync"

	"cassetto/internal/cache"
)

// index finds what a change touches: a scan of a million entries takes a quarter of a second, and a change is of one code.
type index[V any] struct {
	mu       sync.Mutex // nothing else is locked under it
	sections map[*cache.Section]set[V]
	tags     map[cache.Tag]set[V]
}

type set[V any] map[*kept[V]]struct{}

func newIndex[V any]() *index[V] {
	return &index[V]{sections: map[*cache.Section]set[V]{}, tags: map[cache.Tag]set[V]{}}
}

func (x *index[V]) add(k *kept[V]) {
	x.mu.Lock()
	defer x.mu.Unlock()
	add(x.sections, k.key.Section, k)
	add(x.tags, k.own, k)
	for _, t := range k.Tags {
		add(x.tags, t, k)
	}
}

func (x *index[V]) remove(k *kept[V]) {
	x.mu.Lock()
	defer x.mu.Unlock()
	remove(x.sections, k.key.Section, k)
	remove(x.tags, k.own, k)
	for _, t := range k.Tags {
		remove(x.tags, t, k)
	}
}

// touched are the entries that a change touches, some of them more than once.
func (x *index[V]) touched(c cache.Change) []*kept[V] {
	x.mu.Lock()
	defer x.mu.Unlock()
	var all []*kept[V]
	for s, entries := range x.sections {
		if c.Concerns(s) && whole(c, s) {
			for k := range entries {
				all = append(all, k)
			}
		}
	}
	for _, t := range c.Tags {
		for k := range x.tags[t] {
			if c.Concerns(k.key.Section) {
				all = append(all, k)
			}
		}
	}
	return all
}

func add[K comparable, V any](sets map[K]set[V], of K, k *kept[V]) {
	if sets[of] == nil {
		sets[of] = set[V]{}
	}
	sets[of][k] = struct{}{}
}

func remove[K comparable, V any](sets map[K]set[V], of K, k *kept[V]) {
	delete(sets[of], k)
	if len(sets[of]) == 0 {
		delete(sets, of)
	}
}

// whole says whether a change that concerns a section touches all of its values.
func whole(c cache.Change, s *cache.Section) bool {
	return c.Tags == nil || s.Relates && len(c.Tags) > 0
}
