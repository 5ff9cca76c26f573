// Package sources is what resolvers know of the archives: sections, each read in batches and kept for a while.
package sources

import (
	"context"
	"errors"
	"sync"

	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/internal/freshness"
	"cassetto/internal/resilience"
)

// Fetch reads many keys at once; a key that the archive does not know is missing from the map.
type Fetch[K comparable, T any] func(ctx context.Context, keys []K) (map[K]T, error)

// errPanicked is what those get for whom a read panicked.
var errPanicked = errors.New("sources: the read panicked")

// Section is what an archive knows of a key. It does not authorise: only package resolvers may call Load.
type Section[K comparable, T any] struct {
	place
	fetch Fetch[K, T]
	code  func(K) string      // what the key is in the cache
	codes func(K, T) []string // what the value depends on besides; nil: nothing
	weigh func(*T) int        // bytes of a value
	codec model.Codec[T]      // of a value that leaves the process
	guard *resilience.Guard
	alone bool // keys are read one by one

	mu      sync.Mutex
	flights map[K]*flight[T] // reads that are under way
}

// place is where a section stands among the others.
type place struct {
	cache.Section
	policy Policy
	source freshness.Source
	caches *caches
}

// Load reads the value of a key, at once if it is kept in the process, else together with the other keys that the response
// asks for at about the same time. The value is the zero one when the archive does not know the key; it is shared and must
// not be modified.
func (s *Section[K, T]) Load(ctx context.Context, key K) (T, error) {
	b := batchOf(ctx)
	if b.gathering != nil {
		return s.gather(ctx, b, key)
	}
	report := b.report
	report.Begin(&s.source)
	if r, ok := s.warm(ctx, key, s.caches.now()); ok {
		report.Add(&s.source, r.outcome, r.fresh, false)
		return r.value, nil
	}
	return loaderOf(ctx, s).Load(ctx, key)()
}

// LoadAll reads the values of some keys, as Load does each of them, at the same time.
func (s *Section[K, T]) LoadAll(ctx context.Context, keys []K) ([]T, error) {
	values := make([]T, len(keys))
	if len(keys) == 0 {
		return values, nil
	}
	var failed error
	b := batchOf(ctx)
	if b.gathering != nil {
		for i, key := range keys {
			var err error
			if values[i], err = s.gather(ctx, b, key); err != nil {
				failed = err
			}
		}
		return values, failed
	}
	later := map[int]func() (T, error){}
	report := b.report
	report.Begin(&s.source)
	for i, key := range keys {
		if r, ok := s.warm(ctx, key, s.caches.now()); ok {
			report.Add(&s.source, r.outcome, r.fresh, false)
			values[i] = r.value
			continue
		}
		later[i] = loaderOf(ctx, s).Load(ctx, key)
	}
	for i, value := range later {
		var err error
		if values[i], err = value(); err != nil {
			failed = err
		}
	}
	return values, failed
}

// Kept is the value of a key if the process keeps it and it may be used as it is; false when it is to be loaded. No response is
// told where it came from.
func (s *Section[K, T]) Kept(key K) (T, bool) {
	r, state := s.look(key, s.caches.now())
	return r.value, state == fresh
}

// LoadAmong reads the value of a key that belongs to a group: the first call reads the whole group, without waiting, and the
// others find it done. The group is known by its identity, which lasts as long as the response.
func (s *Section[K, T]) LoadAmong(ctx context.Context, key K, group any, keys func() []K) (T, error) {
	b := batchOf(ctx)
	if b.gathering != nil && b.groups[groupKey{s, group}] == nil {
		v, err := s.gather(ctx, b, key)
		if err == errLacking {
			s.lack(b.gathering, keys()...)
		}
		return v, err
	}
	g := groupOf(b, s, group)
	g.once.Do(func() { g.read = s.read(g.ctx, keys()) })
	r, ok := g.read[key]
	if !ok { // the keys could not be told
		r.err = errPanicked
	}
	return r.value, r.err
}

// OfCompany is a section asked of companies, by a key that they have.
type OfCompany[K comparable, T any] struct {
	*Section[K, T]
	key func(*model.Azienda) K
}

// Load reads the section of a company and of all those that came with it.
func (s *OfCompany[K, T]) Load(ctx context.Context, a *model.Azienda) (T, error) {
	if a.Insieme == nil || batchOf(ctx).gathering != nil {
		return s.Section.Load(ctx, s.key(a))
	}
	return s.LoadAmong(ctx, s.key(a), a.Insieme, func() []K {
		keys := make([]K, 0, len(a.Insieme.Aziende))
		seen := make(map[K]bool, len(a.Insieme.Aziende))
		for i := range a.Insieme.Aziende {
			if k := s.key(&a.Insieme.Aziende[i]); !seen[k] {
				seen[k] = true
				keys = append(keys, k)
			}
		}
		return keys
	})
}
