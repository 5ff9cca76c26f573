package sources

import (
	"context"
	"maps"
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

// share lands those whose value all instances keep, and those whom this instance is granted to read; it waits a while for
// those that another instance is reading. It leaves the rest when the engine fails or the other instance takes long. Nobody of
// the level waits for what takes longer than a question to the engine.
func (t *trip[K, T]) share(ctx context.Context) {
	defer t.far.leave()
	patience, cancel := context.WithTimeout(ctx, t.s.caches.timeout/2)
	defer cancel()
	for pause := firstPause; ; pause = min(2*pause, lastPause) {
		if t.seek(ctx) != nil || len(t.crew) == 0 {
			return
		}
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
	}
}

// seek lands those whose value all instances keep, and remembers the values that are no longer fresh.
func (t *trip[K, T]) seek(ctx context.Context) error {
	s := t.s
	byCode := make(map[cache.Key]K, len(t.crew))
	for k := range t.crew {
		byCode[s.at(k)] = k
	}
	entries, err := t.far.Get(ctx, slices.Collect(maps.Keys(byCode)))
	if err != nil {
		return err
	}
	found := make(map[K]cache.Entry[T], len(byCode))
	for at, k := range byCode {
		e, ok := entries[at]
		if !ok {
			continue
		}
		decoded := cache.Entry[T]{Known: e.Known, Fresh: e.Fresh, Until: e.Until}
		if e.Known {
			if decoded.Value, err = s.codec.Read(e.Value); err != nil {
				continue // of another program; it will be overwritten
			}
		}
		if s.caches.now().Before(e.Fresh) {
			found[k] = decoded
			continue
		}
		if t.old == nil {
			t.old = map[K]cache.Entry[T]{}
		}
		t.old[k] = decoded
	}
	s.caches.counts.far.Add(int64(len(found)))
	t.land(ctx, found, freshness.Hit)
	return nil
}

// fetchClaimed reads from the archive what this instance was granted, for all. Between the look and the grant another instance
// may have been done with it.
func (t *trip[K, T]) fetchClaimed(ctx context.Context, claim cache.Claim) {
	s := t.s
	entries := map[cache.Key]cache.Entry[[]byte]{}
	defer func() { _ = t.far.Put(ctx, claim, entries) }() // what is not kept is read again
	err := t.seek(ctx)
	if t.far.leave(); err != nil {
		return
	}
	var mine []K
	for k := range t.crew {
		if slices.Contains(claim.Keys, s.at(k)) {
			mine = append(mine, k)
		}
	}
	if len(mine) == 0 {
		return
	}
	for k, e := range t.fetch(ctx, mine) {
		encoded := cache.Entry[[]byte]{Known: e.Known, Fresh: e.Fresh, Until: e.Until}
		if !e.Until.After(s.caches.now()) {
			continue
		}
		if e.Known {
			encoded.Value = s.codec.Append(make([]byte, 0, usual), e.Value)
		}
		entries[s.at(k)] = encoded
	}
}
