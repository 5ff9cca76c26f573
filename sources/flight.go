package sources

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"

	"cassetto/internal/cache"
	"cassetto/internal/freshness"
	"cassetto/internal/resilience"
)

// flight is a read of a key that is under way. It outlives whoever began it: others may wait for it.
type flight[T any] struct {
	done chan struct{}
	read reading[T] // once done
}

// landed is what flights that are over have instead of a channel of their own.
var landed = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// board gives the flights of keys. Those that are not under way leave together. A key is looked for once more: its flight may have
// landed since.
func (s *Section[K, T]) board(ctx context.Context, keys []K, l *level) map[K]*flight[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, crew := make(map[K]*flight[T], len(keys)), map[K]*flight[T]{}
	for _, k := range keys {
		f := s.flights[k]
		if f == nil {
			if r, state := s.look(k, s.caches.now()); state == fresh {
				all[k] = &flight[T]{landed, r}
				continue
			}
			f = &flight[T]{done: make(chan struct{})}
			s.flights[k], crew[k] = f, f
			if s.alone {
				s.leave(ctx, map[K]*flight[T]{k: f}, l)
			}
		}
		all[k] = f
	}
	if len(crew) > 0 && !s.alone {
		s.leave(ctx, crew, l)
	}
	return all
}

// leave begins a trip.
func (s *Section[K, T]) leave(ctx context.Context, crew map[K]*flight[T], l *level) {
	t := &trip[K, T]{s: s, crew: crew}
	if far := s.shared(); far != nil {
		t.far = l.join(far)
	}
	s.caches.flying.Go(func() { t.run(context.WithoutCancel(ctx)) })
}

// ground lets who comes next begin another flight: what is being read may be from before a change.
func (s *Section[K, T]) ground() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.flights)
}

// trip is a batch of flights.
type trip[K comparable, T any] struct {
	s     *Section[K, T]
	far   *member          // how it asks for what all instances keep; nil: it does not
	crew  map[K]*flight[T] // those that have not landed
	claim cache.Claim      // of the process
	old   map[K]cache.Entry[T]
}

// run reads the keys from where they are: what all instances keep, then the archive.
func (t *trip[K, T]) run(ctx context.Context) {
	defer t.crash(ctx)
	defer t.far.leave()
	t.claim = t.s.caches.claim(ctx, t.keys())
	if t.far != nil {
		t.share(ctx)
	}
	if len(t.crew) > 0 {
		t.fetch(ctx, slices.Collect(maps.Keys(t.crew)))
	}
}

// crash lands with an error who is still under way when a read panics. Of what it panicked with the log has no more than the
// kind: it may hold anything.
func (t *trip[K, T]) crash(ctx context.Context) {
	if p := recover(); p != nil {
		slog.ErrorContext(ctx, "read panicked", "archivio", t.s.Archive, "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
		t.fail(ctx, slices.Collect(maps.Keys(t.crew)), errPanicked)
	}
}

// fetch asks the archive for keys and keeps what it says. It returns what it kept, nothing when the archive failed.
func (t *trip[K, T]) fetch(ctx context.Context, keys []K) map[K]cache.Entry[T] {
	s := t.s
	begun := s.caches.now()
	s.caches.counts.fetches.Add(1)
	values, err := resilience.Read(ctx, s.guard, func(ctx context.Context) (map[K]T, error) { return s.fetch(ctx, keys) })
	if err != nil {
		t.fail(ctx, keys, failure(s.Archive, s.guard, err))
		return nil
	}
	entries := make(map[K]cache.Entry[T], len(keys))
	for _, k := range keys {
		v, known := values[k]
		fresh, until := s.policy.times(known, begun)
		entries[k] = cache.Entry[T]{Value: v, Known: known, Fresh: fresh, Until: until}
	}
	t.land(ctx, entries, freshness.Miss)
	return entries
}

// fail lands keys with what is kept of them for that case, else with an error.
func (t *trip[K, T]) fail(ctx context.Context, keys []K, why error) {
	t.s.caches.keep(ctx, t.claimOf(keys), nil)
	for _, k := range keys {
		r := reading[T]{err: why}
		if e, ok := t.stale(k); ok {
			r = reading[T]{value: e.Value, outcome: freshness.Stale, failed: true}
		}
		t.arrive(k, r)
	}
}

// stale is what may be served of a key whose archive does not answer.
func (t *trip[K, T]) stale(k K) (e cache.Entry[T], ok bool) {
	if t.s.policy.IfError == 0 {
		return e, false
	}
	if e, ok = t.old[k]; !ok {
		e, ok = t.s.kept(k)
	}
	return e, ok && t.s.caches.now().Before(e.Until)
}

// land keeps what was read, so that who asks next finds it, and then lands those who wait.
func (t *trip[K, T]) land(ctx context.Context, entries map[K]cache.Entry[T], o freshness.Outcome) {
	s := t.s
	kept := make(map[cache.Key]cache.Entry[kept], len(entries))
	keys := make([]K, 0, len(entries))
	for k, e := range entries {
		keys = append(keys, k)
		if e.Until.After(s.caches.now()) {
			kept[s.at(k)] = s.entry(k, e)
		}
	}
	s.caches.keep(ctx, t.claimOf(keys), kept)
	for k, e := range entries {
		t.arrive(k, reading[T]{value: e.Value, outcome: o, fresh: e.Fresh})
	}
}

func (t *trip[K, T]) arrive(k K, r reading[T]) {
	f := t.crew[k]
	delete(t.crew, k)
	f.read = r
	t.s.mu.Lock()
	if t.s.flights[k] == f {
		delete(t.s.flights, k)
	}
	t.s.mu.Unlock()
	close(f.done)
}

func (t *trip[K, T]) keys() []cache.Key { return t.s.atAll(slices.Collect(maps.Keys(t.crew))) }

// claimOf is the part of the process's claim that is about keys.
func (t *trip[K, T]) claimOf(keys []K) cache.Claim {
	c := cache.Claim{Token: t.claim.Token}
	for _, k := range keys {
		if at := t.s.at(k); slices.Contains(t.claim.Keys, at) {
			c.Keys = append(c.Keys, at)
		}
	}
	return c
}
