package transport

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"time"
)

var (
	errDraining = errors.New("the server is stopping")
	errTooMany  = errors.New("too many streams")
)

// streams are the open sockets and event streams.
type streams struct {
	most, mostOfUser int

	mu       sync.Mutex
	open     map[*stream]struct{}
	ofUser   map[string]int
	draining bool
	changed  chan struct{} // closed and made anew when a stream ends during a drain
}

// stream is one of them.
type stream struct {
	all  *streams
	user string // empty until it is known
	end  func() // tells the client that the server is stopping, and ends the stream; it may be called at any time, once
}

func newStreams(most, mostOfUser int) *streams {
	return &streams{most: most, mostOfUser: mostOfUser, open: map[*stream]struct{}{}, ofUser: map[string]int{}, changed: make(chan struct{})}
}

// add registers a stream; end is called when the server stops. It fails with errDraining or errTooMany.
func (s *streams) add(end func()) (*stream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.draining:
		return nil, errDraining
	case len(s.open) >= s.most:
		return nil, errTooMany
	}
	one := &stream{all: s, end: end}
	s.open[one] = struct{}{}
	return one, nil
}

// belongsTo says whose the stream is; it fails with errTooMany when that person has as many as are allowed.
func (one *stream) belongsTo(user string) error {
	s := one.all
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ofUser[user] >= s.mostOfUser {
		return errTooMany
	}
	one.user = user
	s.ofUser[user]++
	return nil
}

// endsBy says how the stream ends when the server stops, instead of how it did; false when it is to end now.
func (one *stream) endsBy(end func()) bool {
	one.all.mu.Lock()
	defer one.all.mu.Unlock()
	one.end = end
	return !one.all.draining
}

// close forgets the stream. It may be called again.
func (one *stream) close() {
	s := one.all
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, open := s.open[one]; !open {
		return
	}
	delete(s.open, one)
	if one.user != "" {
		if s.ofUser[one.user]--; s.ofUser[one.user] == 0 {
			delete(s.ofUser, one.user)
		}
	}
	if s.draining {
		close(s.changed)
		s.changed = make(chan struct{})
	}
}

func (s *streams) drain(ctx context.Context, over time.Duration) {
	s.mu.Lock()
	s.draining = true
	for one := range s.open {
		wait := time.Duration(0)
		if over > 0 {
			wait = rand.N(over)
		}
		time.AfterFunc(wait, one.end)
	}
	s.mu.Unlock()
	for {
		s.mu.Lock()
		left, changed := len(s.open), s.changed
		s.mu.Unlock()
		if left == 0 {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}
