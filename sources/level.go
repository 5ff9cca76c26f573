package sources

import (
	"context"
	"sync"

	"cassetto/internal/cache"
)

// level are the trips that begin between two passes of a response. They look together for what the instances share. Those that
// do not find all of it go on by themselves, and what they ask from then on is asked together too: each question waits until all
// the trips that have not left have one, and then they are one question. No trip waits for an archive that way: it leaves before
// it asks one.
type level struct {
	caches *caches
	trips  []traveller // that have begun

	mu    sync.Mutex
	there int    // trips that go on and have not left
	round *round // the questions that wait; nil: none does
}

// traveller is a trip as its level knows it.
type traveller interface {
	keys() []cache.Key
	// look lands those that were found, and says whether there are others; claim is of the process.
	look(ctx context.Context, claim cache.Claim, found map[cache.Key]cache.Entry[[]byte]) (more bool)
	// goOn reads the others; it asks nothing any more of no member.
	goOn(context.Context, *member)
}

// round are the questions that are asked at once.
type round struct {
	waiting          int
	gets, claims     []cache.Key
	ready            chan struct{} // a token for one of those who wait: nobody else is to come
	done             chan struct{}
	found            map[cache.Key]cache.Entry[[]byte]
	granted          cache.Claim
	getErr, claimErr error
}

// member is how a trip asks: with its level, until it leaves it.
type member struct {
	cache.Engine[[]byte]
	level *level // nil: alone
}

// join adds a trip, before the level departs.
func (l *level) join(c *caches, t traveller) { l.caches, l.trips = c, append(l.trips, t) }

// depart begins to read, and does not wait.
func (l *level) depart(ctx context.Context) {
	if len(l.trips) > 0 {
		l.caches.flying.Go(func() { l.run(context.WithoutCancel(ctx)) })
	}
}

// run looks for what all trips want, in one goroutine: most often that is all there is to do.
func (l *level) run(ctx context.Context) {
	var keys []cache.Key
	for _, t := range l.trips {
		keys = append(keys, t.keys()...)
	}
	claim := l.caches.claim(ctx, keys)
	found, err := l.get(ctx, keys)
	var left []traveller
	for _, t := range l.trips {
		if t.look(ctx, claim, found) {
			left = append(left, t)
		}
	}
	l.there = len(left)
	for _, t := range left {
		var m *member
		if err == nil {
			m = &member{l.caches.far, l}
		}
		l.caches.flying.Go(func() { t.goOn(ctx, m) })
	}
}

// get takes an engine that panics for one that is down.
func (l *level) get(ctx context.Context, keys []cache.Key) (found map[cache.Key]cache.Entry[[]byte], err error) {
	defer func() {
		if p := recover(); p != nil {
			logPanic(ctx, "condivisi", p)
			err = cache.ErrDown
		}
	}()
	return l.caches.far.Get(ctx, keys)
}

func (t *trip[K, T]) look(ctx context.Context, claim cache.Claim, found map[cache.Key]cache.Entry[[]byte]) bool {
	defer t.crash(ctx)
	t.claim = claim
	t.find(ctx, found)
	return len(t.crew) > 0
}

func (t *trip[K, T]) goOn(ctx context.Context, m *member) {
	defer t.crash(ctx)
	if t.far = m; m != nil {
		t.share(ctx)
	}
	t.finish(ctx)
}

// leave may be called more than once, and of nobody.
func (m *member) leave() {
	if m == nil || m.level == nil {
		return
	}
	m.level.leave()
	m.level = nil
}

func (l *level) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.there--
	if r := l.round; r != nil && r.waiting == l.there {
		l.round = nil
		r.ready <- struct{}{}
	}
}

// Get finds the entries of the keys, and may find those that others of the level have asked for.
func (m *member) Get(ctx context.Context, keys []cache.Key) (map[cache.Key]cache.Entry[[]byte], error) {
	if m.level == nil {
		return m.Engine.Get(ctx, keys)
	}
	r := m.level.ask(ctx, keys, nil)
	return r.found, r.getErr
}

// Claim claims keys of one section.
func (m *member) Claim(ctx context.Context, keys []cache.Key) (cache.Claim, error) {
	if m.level == nil || len(keys) == 0 {
		return m.Engine.Claim(ctx, keys)
	}
	r := m.level.ask(ctx, nil, keys)
	mine := cache.Claim{Token: r.granted.Token}
	for _, k := range r.granted.Keys {
		if k.Section == keys[0].Section {
			mine.Keys = append(mine.Keys, k)
		}
	}
	return mine, r.claimErr
}

// ask adds questions to those that wait, and returns when they are answered. The last to come asks for all.
func (l *level) ask(ctx context.Context, gets, claims []cache.Key) *round {
	l.mu.Lock()
	r := l.round
	if r == nil {
		r = &round{ready: make(chan struct{}, 1), done: make(chan struct{}), getErr: cache.ErrDown, claimErr: cache.ErrDown}
		l.round = r
	}
	r.waiting++
	r.gets, r.claims = append(r.gets, gets...), append(r.claims, claims...)
	if r.waiting == l.there {
		l.round = nil
		r.ready <- struct{}{}
	}
	l.mu.Unlock()
	select {
	case <-r.ready:
		r.answer(ctx, l.caches.far)
	case <-r.done:
	}
	return r
}

// answer asks. Should the engine panic, it is down for the others.
func (r *round) answer(ctx context.Context, far cache.Engine[[]byte]) {
	defer close(r.done)
	if len(r.gets) > 0 {
		r.found, r.getErr = far.Get(ctx, r.gets)
	}
	if len(r.claims) > 0 {
		r.granted, r.claimErr = far.Claim(ctx, r.claims)
	}
}
