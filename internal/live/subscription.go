package live

import (
	"context"
	"fmt"
)

// FromNow subscribes to what is not in the journal yet.
const FromNow = -1

// Subscription is a subscriber with his own place in the journal. Next is for one caller at a time. It holds no goroutine and
// no timer, and it holds up nobody: what it does not read waits in the journal.
type Subscription[V any] struct {
	feed  *Feed[V]
	topic Topic
	wake  chan struct{} // has something once the waiting is over
	page  []Event[V]    // read in the journal, because the window has them no longer
	upTo  int64         // position that the page reaches
	read  int64         // head of the window when the page was read

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
	s := &Subscription[V]{feed: f, topic: t, wake: make(chan struct{}, 1), position: after}
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

// Close ends the subscription; a Next that waits returns ErrClosed. It may be called more than once.
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
	s.wake <- struct{}{} // there is room: it is emptied before anybody waits again
}

// Wait returns once Next has something to say without waiting; Close ends it. It exists for those who are many: it waits with less
// stack than Next does.
func (s *Subscription[V]) Wait() {
	if s.waits() {
		<-s.wake
	}
}

// waits says whether there is nothing for the subscriber, who is told then when that changes.
func (s *Subscription[V]) waits() bool {
	f := s.feed
	f.mu.Lock()
	defer f.mu.Unlock()
	w := &f.window
	if s.closed || s.recheck || len(s.page) > 0 || s.position < w.head && s.position+1 < w.first {
		return false
	}
	for s.position < w.head {
		e := w.event(s.position + 1)
		if f.concerns(s.topic, e.Entry, e.Value) {
			return false
		}
		s.position++
	}
	s.waiting = true
	return true
}

// Next is the next event of the topic, when there is one. It fails with ErrRecheck, ErrClosed, the error of ctx, or that of an
// archive in which what was missed could not be read; after ErrRecheck and the last it may be called again, and loses nothing.
func (s *Subscription[V]) Next(ctx context.Context) (Event[V], error) {
	for {
		e, state := s.look()
		switch state {
		case found:
			return e, nil
		case unsure:
			return e, ErrRecheck
		case ended:
			return e, ErrClosed
		case behind:
			if err := s.catchUp(ctx); err != nil {
				return e, err
			}
		case upToDate:
			select {
			case <-s.wake:
			case <-ctx.Done():
				s.stopWaiting()
				return e, ctx.Err()
			}
		}
	}
}

func (s *Subscription[V]) stopWaiting() {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	if s.waiting {
		s.waiting = false
		return
	}
	<-s.wake // somebody was quicker
}

// state is where a subscriber stands.
type state uint8

const (
	upToDate state = iota // and waiting
	found
	behind // the window
	unsure
	ended
)

// Poll is the next event when Next would give it without waiting or reading; false when Next has to be asked.
func (s *Subscription[V]) Poll() (Event[V], bool) {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	if s.closed || s.recheck {
		return Event[V]{}, false
	}
	e, state := s.find()
	return e, state == found
}

// look finds what Next has to say.
func (s *Subscription[V]) look() (Event[V], state) {
	s.feed.mu.Lock()
	defer s.feed.mu.Unlock()
	switch {
	case s.closed:
		return Event[V]{}, ended
	case s.recheck:
		s.recheck = false
		return Event[V]{}, unsure
	}
	e, state := s.find()
	s.waiting = state == upToDate
	return e, state
}

// find finds the next event in the page or the window.
func (s *Subscription[V]) find() (Event[V], state) {
	f := s.feed
	w := &f.window
	if len(s.page) > 0 && w.first <= s.read+1 { // what changed since it was read is in the window
		e := w.fresher(s.page[0])
		s.page = s.page[1:]
		s.position = e.Position
		if len(s.page) == 0 {
			s.page, s.position = nil, s.upTo
		}
		return e, found
	}
	s.page = nil
	if s.position < w.head && s.position+1 < w.first {
		return Event[V]{}, behind
	}
	for s.position < w.head {
		s.position++
		if e := w.event(s.position); f.concerns(s.topic, e.Entry, e.Value) {
			return e, found
		}
	}
	return Event[V]{}, upToDate
}

// catchUp reads a page of the journal.
func (s *Subscription[V]) catchUp(ctx context.Context) error {
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
