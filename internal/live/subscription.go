package live

import (
	"context"
	"fmt"
)

// FromNow subscribes to what is not in the journal yet.
const FromNow = -1

// Waker is told that the waiting is over. It is told with the feed's mutex held, and must not ask the feed for anything then.
type Waker interface{ Wake() }

// Subscription is a subscriber with his own place in the journal. It is for one caller at a time. It holds no goroutine and
// no timer, and it holds up nobody: what it does not read waits in the journal.
type Subscription[V any] struct {
	feed  *Feed[V]
	topic Topic
	wake  Waker      // told once the waiting is over
	page  []Event[V] // read in the journal, because the window has them no longer
	upTo  int64      // position that the page reaches
	read  int64      // head of the window when the page was read

	// Of the feed's mutex.
	index    int   // in its list of subscribers
	position int64 // up to which nothing is wanted any more
	waiting  bool
	recheck  bool
	closed   bool
}

// Subscribe subscribes to the events of a topic after a position, or FromNow. It fails with ErrBeyond when the journal does not
// reach the position. The subscription must be closed.
func (f *Feed[V]) Subscribe(ctx context.Context, t Topic, after int64) (*Subscription[V], error) {
	f.mu.Lock()
	head := f.window.head
	f.mu.Unlock()
	if after == FromNow || after > head {
		last, err := f.last(ctx)
		switch {
		case err != nil:
			return nil, err
		case after > last:
			return nil, ErrBeyond
		case after == FromNow:
			after = last
		}
	}
	s := &Subscription[V]{feed: f, topic: t, position: after}
	f.mu.Lock()
	defer f.mu.Unlock()
	s.index = len(f.subscribers[s.list()])
	f.subscribers[s.list()] = append(f.subscribers[s.list()], s)
	return s, nil
}

// list is the topic under which the feed finds the subscriber.
func (s *Subscription[V]) list() Topic {
	if s.topic.Subject != "" {
		return Topic{Subject: s.topic.Subject}
	}
	return s.topic
}

// Close ends the subscription; who waits is told. It may be called more than once, and by anybody.
func (s *Subscription[V]) Close() {
	f := s.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	if s.closed {
		return
	}
	s.closed = true
	list := f.subscribers[s.list()]
	end := len(list) - 1
	list[s.index], list[end].index = list[end], s.index
	list[end] = nil
	if f.subscribers[s.list()] = list[:end]; end == 0 {
		delete(f.subscribers, s.list())
	}
	if s.waiting {
		s.rouse()
	}
}

// rouse ends the waiting, with the feed's mutex held.
func (s *Subscription[V]) rouse() {
	s.waiting = false
	s.wake.Wake()
}

// bell is who waits in Next.
type bell chan struct{}

func (b bell) Wake() { b <- struct{}{} } // there is room: it is emptied before anybody waits again

// Next is the next event of the topic, when there is one. It fails with ErrRecheck, ErrClosed, the error of ctx, or that of an
// archive in which what was missed could not be read; after ErrRecheck and the last it may be called again, and loses nothing.
func (s *Subscription[V]) Next(ctx context.Context) (Event[V], error) {
	rings := make(bell, 1)
	for {
		e, state := s.Look(rings)
		switch state {
		case Found:
			return e, nil
		case Unsure:
			return e, ErrRecheck
		case Ended:
			return e, ErrClosed
		case Behind:
			if err := s.CatchUp(ctx); err != nil {
				return e, err
			}
		case Waiting:
			select {
			case <-rings:
			case <-ctx.Done():
				s.stopWaiting(rings)
				return e, ctx.Err()
			}
		}
	}
}

func (s *Subscription[V]) stopWaiting(rings bell) {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	if s.waiting {
		s.waiting = false
		return
	}
	<-rings // somebody was quicker
}

// State is where a subscriber stands.
type State uint8

// States of a subscriber.
const (
	Waiting State = iota // for what has not happened yet
	Found                // an event
	Behind               // what was missed is to be read in the journal, with CatchUp
	Unsure               // he is to see whether he may still have events; nothing is lost
	Ended                // the subscription is closed
)

// Look is the next event when there is one, and never waits: w is told when a subscriber who is told to wait has to look again.
func (s *Subscription[V]) Look(w Waker) (Event[V], State) {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	switch {
	case s.closed:
		return Event[V]{}, Ended
	case s.recheck:
		s.recheck = false
		return Event[V]{}, Unsure
	}
	e, state := s.find()
	if s.waiting = state == Waiting; s.waiting {
		s.wake = w
	}
	return e, state
}

// find finds the next event in the page or the window.
func (s *Subscription[V]) find() (Event[V], State) {
	f := s.feed
	w := &f.window
	if len(s.page) > 0 && w.first <= s.read+1 { // what changed since it was read is in the window
		e := w.fresher(s.page[0])
		s.page = s.page[1:]
		s.position = e.Position
		if len(s.page) == 0 {
			s.page, s.position = nil, s.upTo
		}
		return e, Found
	}
	s.page = nil
	if s.position < w.head && s.position+1 < w.first {
		return Event[V]{}, Behind
	}
	for s.position < w.head {
		s.position++
		if e := w.event(s.position); f.concerns(s.topic, e.Entry, e.Value) {
			return e, Found
		}
	}
	return Event[V]{}, Waiting
}

// CatchUp reads a page of the journal, for a subscriber who is behind. It waits until few others do the same.
func (s *Subscription[V]) CatchUp(ctx context.Context) error {
	f := s.feed
	select {
	case f.places <- struct{}{}:
		defer func() { <-f.places }()
	case <-ctx.Done():
		return ctx.Err()
	}
	f.mu.Lock()
	position, head := s.position, f.window.head
	f.mu.Unlock()
	entries, err := f.read(ctx, position, s.pageSize())
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return fmt.Errorf("live: nothing follows position %d, and there was something", position)
	}
	var wanted []Entry
	for _, e := range entries {
		if s.topic.Subject == "" || s.topic.Subject == e.Subject {
			wanted = append(wanted, e)
		}
	}
	values, err := f.load(ctx, wanted)
	if err != nil {
		return err
	}
	var page []Event[V]
	for _, e := range wanted {
		if v := values[e.Subject]; f.concerns(s.topic, e, v) {
			page = append(page, Event[V]{e, v})
		}
	}
	s.page, s.upTo, s.read = page, entries[len(entries)-1].Position, head
	if len(page) == 0 {
		f.mu.Lock()
		s.position = s.upTo
		f.mu.Unlock()
	}
	return nil
}

// pageSize is how many entries are read together: few when every one is kept with its value until the client takes it.
func (s *Subscription[V]) pageSize() int {
	switch s.topic {
	case Topic{}:
		return 16
	case Topic{Group: s.topic.Group}:
		return 64
	}
	return atOnce
}
