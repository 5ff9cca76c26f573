package sources

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"

	"cassetto/internal/cache"
	"cassetto/internal/freshness"
	"cassetto/internal/resilience"
)

// flight is a read of a key that is under way. It outlives whoever began it: others may wait for it.
type flight[T any] struct {
	done   chan struct{}
	read   reading[T] // once done
	landed bool       // of the trip alone
}

// over is what flights that have landed before they began have instead of a channel of their own.
var over = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// board gives the flights of keys. Those that are not under way leave together. A key is looked for once more: its flight may have
// landed since.
func (s *Section[K, T]) board(ctx context.Context, keys []K, l *level) map[K]*flight[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	all, crew := make(map[K]*flight[T], len(keys)), make([]seat[K, T], 0, len(keys))
	now := s.caches.now()
	for _, k := range keys {
		if all[k] != nil {
			continue
		}
		f := s.flights[k]
		if f == nil {
			if r, state := s.look(k, now); state == fresh {
				all[k] = &flight[T]{done: over, read: r}
				continue
			}
			f = &flight[T]{done: make(chan struct{})}
			s.flights[k], crew = f, append(crew, seat[K, T]{f, k, s.at(k)})
		}
		all[k] = f
	}
	switch {
	case s.alone:
		for i := range crew {
			s.leave(ctx, crew[i:i+1:i+1], l)
		}
	case len(crew) > 0:
		s.leave(ctx, crew, l)
	}
	return all
}

// leave begins a trip, with those of its level. One that goes straight to the archive lets those go first who are ready to go on:
// who asks for the same keys then comes along. Else a read that is over before they have had their turn is begun by each of them.
func (s *Section[K, T]) leave(ctx context.Context, crew []seat[K, T], l *level) {
	t := &trip[K, T]{s: s, crew: crew}
	if far := s.shared(); far != nil {
		if l != nil {
			l.join(s.caches, t)
			return
		}
		t.far = &member{Engine: far}
	}
	s.caches.flying.Go(func() {
		runtime.Gosched()
		t.run(context.WithoutCancel(ctx))
	})
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
	far   *member      // how it asks for what all instances keep; nil: it does not
	crew  []seat[K, T] // those that have not landed
	claim cache.Claim  // of the process
	old   map[K]cache.Entry[T]
}

// seat is who is on a trip.
type seat[K comparable, T any] struct {
	*flight[T]
	key K
	at  cache.Key
}

// run reads the keys from where they are: what all instances keep, then the archive.
func (t *trip[K, T]) run(ctx context.Context) {
	defer t.crash(ctx)
	t.claim = t.s.caches.claim(ctx, t.keys())
	if t.far != nil && t.seek(ctx) == nil && len(t.crew) > 0 {
		t.share(ctx)
	}
	t.finish(ctx)
}

// finish asks the archive for whatever is left.
func (t *trip[K, T]) finish(ctx context.Context) {
	if len(t.crew) > 0 {
		t.fetch(ctx, t.crew)
	}
}

// crash lands with an error who is still under way when a read panics. Of what it panicked with the log has no more than the
// kind: it may hold anything.
func (t *trip[K, T]) crash(ctx context.Context) {
	if p := recover(); p != nil {
		logPanic(ctx, t.s.Archive, p)
		t.fail(ctx, t.crew, errPanicked)
	}
}

func logPanic(ctx context.Context, archive string, p any) {
	slog.ErrorContext(ctx, "read panicked", "archivio", archive, "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
}

// fetch asks the archive for some of the crew and keeps what it says. It returns what it kept, nothing when the archive failed.
func (t *trip[K, T]) fetch(ctx context.Context, some []seat[K, T]) []cache.Entry[T] {
	s := t.s
	begun := s.caches.now()
	s.caches.counts.fetches.Add(1)
	keys := make([]K, len(some))
	for i := range some {
		keys[i] = some[i].key
	}
	values, err := resilience.Read(ctx, s.guard, func(ctx context.Context) (map[K]T, error) { return s.fetch(ctx, keys) })
	if err != nil {
		t.fail(ctx, some, failure(s.Archive, s.guard, err))
		return nil
	}
	entries := make([]cache.Entry[T], len(some))
	for i, k := range keys {
		v, known := values[k]
		fresh, until := s.policy.times(known, begun)
		entries[i] = cache.Entry[T]{Value: v, Known: known, Fresh: fresh, Until: until}
	}
	t.land(ctx, some, entries, freshness.Miss)
	return entries
}

// fail lands some of the crew with what is kept of them for that case, else with an error.
func (t *trip[K, T]) fail(ctx context.Context, some []seat[K, T], why error) {
	t.s.caches.keep(ctx, t.claimOf(some), nil)
	for _, one := range some {
		if one.landed {
			continue
		}
		one.read = reading[T]{err: why}
		if e, ok := t.stale(one.key); ok {
			one.read = reading[T]{value: e.Value, outcome: freshness.Stale, failed: true}
		}
	}
	t.arrive(some)
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

// land keeps what was read of some of the crew, so that who asks next finds it, and then lands them.
func (t *trip[K, T]) land(ctx context.Context, some []seat[K, T], entries []cache.Entry[T], o freshness.Outcome) {
	s := t.s
	now := s.caches.now()
	kept := make(map[cache.Key]cache.Entry[kept], len(some))
	for i, one := range some {
		if entries[i].Until.After(now) {
			kept[one.at] = s.entry(one.key, &entries[i])
		}
	}
	s.caches.keep(ctx, t.claimOf(some), kept)
	for i, one := range some {
		one.read = reading[T]{value: entries[i].Value, outcome: o, fresh: entries[i].Fresh}
	}
	t.arrive(some)
}

// arrive ends flights, which have been told what was read.
func (t *trip[K, T]) arrive(some []seat[K, T]) {
	t.s.mu.Lock()
	for _, one := range some {
		if t.s.flights[one.key] == one.flight {
			delete(t.s.flights, one.key)
		}
	}
	t.s.mu.Unlock()
	for _, one := range some {
		if !one.landed {
			one.landed = true
			close(one.done)
		}
	}
	t.crew = slices.DeleteFunc(t.crew, func(one seat[K, T]) bool { return one.landed })
}

func (t *trip[K, T]) keys() []cache.Key { return keysOfAll(t.crew) }

// claimOf is the part of the process's claim that is about some of the crew: what it does not hold of it is not kept.
func (t *trip[K, T]) claimOf(some []seat[K, T]) cache.Claim {
	return cache.Claim{Token: t.claim.Token, Keys: keysOfAll(some)}
}

func keysOfAll[K comparable, T any](some []seat[K, T]) []cache.Key {
	keys := make([]cache.Key, len(some))
	for i := range some {
		keys[i] = some[i].at
	}
	return keys
}
