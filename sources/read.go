package sources

import (
	"context"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/freshness"
)

// reading is what came of one key.
type reading[T any] struct {
	value   T
	err     error
	outcome freshness.Outcome
	fresh   time.Time // until when
	failed  bool      // served stale because the archive did not answer
}

// read gives every key what is known of it: what is kept in the process, what is being read already, and the rest in one batch
// of its own. It returns early only with the context, whose error those keys get that are still being read.
func (s *Section[K, T]) read(ctx context.Context, keys []K) map[K]reading[T] {
	report := ReportOf(ctx)
	report.Begin(&s.source)
	found := make(map[K]reading[T], len(keys))
	var cold, tired []K
	now := s.caches.now()
	for _, k := range keys {
		r, state := s.look(k, now)
		switch state {
		case fresh:
			found[k] = r
		case aging:
			found[k] = r
			tired = append(tired, k)
		default:
			cold = append(cold, k)
		}
	}
	if len(tired) > 0 {
		s.board(ctx, tired) // nobody waits for these
	}
	if len(cold) > 0 {
		for k, f := range s.board(ctx, cold) {
			select {
			case <-f.done:
				found[k] = f.read
			case <-ctx.Done():
				found[k] = reading[T]{err: ctx.Err()}
			}
		}
	}
	for _, r := range found {
		if r.err == nil {
			report.Add(&s.source, r.outcome, r.fresh, r.failed)
		}
	}
	return found
}

// state is what the process keeps of a key.
type state uint8

const (
	absent state = iota // nothing, or what may only be served when the archive fails
	fresh
	aging // may be served while it is read again
)

// look finds what the process keeps of a key at an instant.
func (s *Section[K, T]) look(key K, now time.Time) (reading[T], state) {
	if !s.trusted() {
		return reading[T]{}, absent
	}
	e, ok := s.caches.near.FindAt(s.at(key), now)
	if !ok {
		return reading[T]{}, absent
	}
	r := reading[T]{fresh: e.Fresh}
	if e.Known {
		r.value = e.Value.value.(T)
	}
	switch {
	case now.Before(e.Fresh):
		s.caches.counts.near.Add(1)
		return r, fresh
	case now.Before(e.Fresh.Add(s.policy.Revalidate)):
		s.caches.counts.near.Add(1)
		r.outcome = freshness.Stale
		return r, aging
	}
	return reading[T]{}, absent
}

// warm is what Load needs not wait for.
func (s *Section[K, T]) warm(ctx context.Context, key K, now time.Time) (reading[T], bool) {
	r, state := s.look(key, now)
	if state == aging {
		s.board(ctx, []K{key})
	}
	return r, state != absent
}

func (s *Section[K, T]) at(key K) cache.Key { return cache.Key{Section: &s.Section, Code: s.code(key)} }
