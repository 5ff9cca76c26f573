package sources

import (
	"context"
	"slices"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/freshness"
)

// From the first look at what another instance is reading to the next, at first and at most.
const (
	firstPause = 5 * time.Millisecond
	lastPause  = 50 * time.Millisecond
)

// usual is how many bytes most values take that leave the process.
const usual = 1 << 10

// shared is what all instances keep of the section, nil when it is kept in the process only.
func (s *Section[K, T]) shared() cache.Engine[[]byte] {
	if !s.policy.leaves() {
		return nil
	}
	return s.caches.far
}

// share lands those whom this instance is granted to read, and waits a while for those that another instance is reading: nobody of
// the crew was found. It leaves the rest when the engine fails or the other instance takes long. Nobody of the level waits for
// what takes longer than a question to the engine.
func (t *trip[K, T]) share(ctx context.Context) {
	defer t.far.leave()
	patience, cancel := context.WithTimeout(ctx, t.s.caches.timeout/2)
	defer cancel()
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		claim, err := t.far.Claim(ctx, t.keys())
		if err != nil {
			return
		}
		if len(claim.Keys) > 0 {
			t.fetchClaimed(ctx, claim)
		}
		if len(t.crew) == 0 {
			return
		}
		t.far.leave()
		select {
		case <-time.After(pause):
		case <-patience.Done():
			return
		}
		if t.seek(ctx) != nil || len(t.crew) == 0 {
			return
		}
	}
}

// seek lands those whose value all instances keep.
func (t *trip[K, T]) seek(ctx context.Context) error {
	found, err := t.far.Get(ctx, t.keys())
	if err == nil {
		t.find(ctx, found)
	}
	return err
}

// find lands those whose value was found, and remembers the values that are no longer fresh.
func (t *trip[K, T]) find(ctx context.Context, found map[cache.Key]cache.Entry[[]byte]) {
	s := t.s
	now := s.caches.now()
	some, entries := make([]seat[K, T], 0, len(t.crew)), make([]cache.Entry[T], 0, len(t.crew))
	for _, one := range t.crew {
		e, ok := found[one.at]
		if !ok {
			continue
		}
		decoded := cache.Entry[T]{Known: e.Known, Fresh: e.Fresh, Until: e.Until}
		if e.Known {
			var err error
			if decoded.Value, err = s.codec.Read(e.Value); err != nil {
				continue // of another program; it will be overwritten
			}
		}
		if now.Before(e.Fresh) {
			some, entries = append(some, one), append(entries, decoded)
			continue
		}
		if t.old == nil {
			t.old = map[K]cache.Entry[T]{}
		}
		t.old[one.key] = decoded
	}
	s.caches.counts.far.Add(int64(len(some)))
	if len(some) > 0 {
		t.land(ctx, some, entries, freshness.Hit)
	}
}

// fetchClaimed reads from the archive what this instance was granted, for all. Between the look and the grant another instance
// may have been done with it.
func (t *trip[K, T]) fetchClaimed(ctx context.Context, claim cache.Claim) {
	s := t.s
	encoded := map[cache.Key]cache.Entry[[]byte]{}
	defer func() { _ = t.far.Put(ctx, claim, encoded) }() // what is not kept is read again
	err := t.seek(ctx)
	if t.far.leave(); err != nil {
		return
	}
	var mine []seat[K, T]
	for _, one := range t.crew {
		if slices.Contains(claim.Keys, one.at) {
			mine = append(mine, one)
		}
	}
	if len(mine) == 0 {
		return
	}
	for i, e := range t.fetch(ctx, mine) {
		if !e.Until.After(s.caches.now()) {
			continue
		}
		one := cache.Entry[[]byte]{Known: e.Known, Fresh: e.Fresh, Until: e.Until}
		if e.Known {
			one.Value = s.codec.Append(make([]byte, 0, usual), e.Value)
		}
		encoded[mine[i].at] = one
	}
}
