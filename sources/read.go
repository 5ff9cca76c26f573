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
	return s.begin(ctx, keys, nil).end(ctx)
}

// begun is a read that was begun.
type begun[K comparable, T any] struct {
	s       *Section[K, T]
	found   map[K]reading[T]
	flights map[K]*flight[T] // of the other keys
}

// begin begins to read, and does not wait. What the instances share is asked for together with the rest of the level; nil: apart.
func (s *Section[K, T]) begin(ctx context.Context, keys []K, l *level) begun[K, T] {
	ReportOf(ctx).Begin(&s.source)
	b := begun[K, T]{s: s, found: make(map[K]reading[T], len(keys))}
	var cold, tired []K
	now := s.caches.now()
	for _, k := range keys {
		r, state := s.look(k, now)
		switch state {
		case fresh:
			b.found[k] = r
		case aging:
			b.found[k] = r
			tired = append(tired, k)
		default:
			cold = append(cold, k)
		}
	}
	if len(tired) > 0 {
		s.board(ctx, tired, nil) // nobody waits for these
	}
	if len(cold) > 0 {
		b.flights = s.board(ctx, cold, l)
	}
	return b
}

// end waits for what was begun.
func (b begun[K, T]) end(ctx context.Context) map[K]reading[T] {
	for k, f := range b.flights {
		select {
		case <-f.done:
			b.found[k] = f.read
		case <-ctx.Done():
			b.found[k] = reading[T]{err: ctx.Err()}
		}
	}
	report := ReportOf(ctx)
	for _, r := range b.found {
		if r.err == nil {
			report.Add(&b.s.source, r.outcome, r.fresh, r.failed)
		}
	}
	return b.found
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
		s.board(ctx, []K{key}, nil)
	}
	return r, state != absent
}

func (s *Section[K, T]) at(key K) cache.Key { return cache.Key{Section: &s.Section, Code: s.code(key)} }
