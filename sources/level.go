package sources

import (
	"context"
	"sync"

	"cassetto/internal/cache"
)

// level is how the trips that begin between two passes of a response ask for what the instances share: together. Each question
// waits until all the trips that have not left have one, and then they are one question. No trip waits for an archive that
// way: it leaves before it asks one.
type level struct {
	far   cache.Engine[[]byte]
	mu    sync.Mutex
	there int    // trips that have not left, and who begins them
	round *round // the questions that wait; nil: none does
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

// newLevel makes a level. Its trips wait until who begins them leaves it.
func newLevel() *level { return &level{there: 1} }

// join makes a trip a member; of no level, it asks alone.
func (l *level) join(far cache.Engine[[]byte]) *member {
	if l == nil {
		return &member{Engine: far}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.far = far
	l.there++
	return &member{far, l}
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
		r.answer(ctx, l.far)
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
