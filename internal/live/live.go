// Package live follows a journal of events and lets any number of subscribers have each of them once, in order. The journal is
// the truth: whoever was away, or is slow, reads there what he has missed. What is told besides is only a hint to look sooner.
package live

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

var (
	// ErrRecheck says that a subscriber is to see whether it may still have events. Nothing is lost: Next goes on after it.
	ErrRecheck = errors.New("live: to be checked again")
	// ErrBeyond says that a position is not in the journal yet.
	ErrBeyond = errors.New("live: beyond the end of the journal")
	// ErrClosed is what a closed subscription has to say.
	ErrClosed = errors.New("live: subscription closed")
)

// Journal puts events in one order. Positions are consecutive from 1 and never change.
type Journal interface {
	Last(ctx context.Context) (int64, error) // 0 when it is empty
	After(ctx context.Context, position int64, most int) ([]Entry, error)
}

// Entry says whose event is at a position.
type Entry struct {
	Position int64
	Subject  string // its identifier
	Event    int32  // its number in the subject
}

// Event is an entry with the subject as it was read, which was not before the event. The value is shared and must not be
// modified; it is nil when the archive does not have the subject.
type Event[V any] struct {
	Entry
	Value *V
}

// Topic is what a subscriber wants to hear of: one subject, those of a group, both, or everything.
type Topic struct{ Subject, Group string }

// Options are what a feed is made of.
type Options[V any] struct {
	Journal Journal
	Load    func(ctx context.Context, subjects []string) (map[string]*V, error) // as they are now
	Group   func(*V) string                                                     // never changes for a subject
	Window  int                                                                 // last events that are kept, 1024
}

const (
	patience = 10 * time.Second // for one read
	atOnce   = 256              // events that are read together
	readers  = 4                // subscribers that read in the journal at the same time
)

// Feed follows a journal. It is safe for concurrent use.
type Feed[V any] struct {
	Options[V]
	hint    chan struct{}
	recheck chan struct{}
	places  chan struct{}

	mu          sync.Mutex
	window      window[V]
	subscribers map[Topic][]*Subscription[V]
}

// New makes a feed, which follows nothing before it is run.
func New[V any](o Options[V]) *Feed[V] {
	if o.Window == 0 {
		o.Window = 1024
	}
	return &Feed[V]{
		Options: o, hint: make(chan struct{}, 1), recheck: make(chan struct{}, 1), places: make(chan struct{}, readers),
		window: newWindow[V](o.Window), subscribers: map[Topic][]*Subscription[V]{},
	}
}

// Nudge says that there may be news. It does not wait.
func (f *Feed[V]) Nudge() { say(f.hint) }

// Recheck gives ErrRecheck to every subscriber, soon. It does not wait.
func (f *Feed[V]) Recheck() { say(f.recheck) }

func say(to chan struct{}) {
	select {
	case to <- struct{}{}:
	default: // it was said already
	}
}

// Value is a subject as it was read at its last event, or as it is now; nil when the archive does not have it.
func (f *Feed[V]) Value(ctx context.Context, subject string) (*V, error) {
	f.mu.Lock()
	h := f.window.values[subject]
	f.mu.Unlock()
	if h != nil {
		return h.value, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	values, err := f.Load(ctx, []string{subject})
	return values[subject], err
}

// read are the entries after a position, as far as none is missing.
func (f *Feed[V]) read(ctx context.Context, position int64, most int) ([]Entry, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	entries, err := f.Journal.After(ctx, position, most)
	if err != nil {
		return nil, err
	}
	for i, e := range entries {
		if e.Position == position+int64(i)+1 {
			continue
		}
		if i == 0 {
			return nil, fmt.Errorf("live: no entry follows position %d", position)
		}
		return entries[:i], nil
	}
	return entries, nil
}

// load reads the subjects of entries, each once.
func (f *Feed[V]) load(ctx context.Context, entries []Entry) (map[string]*V, error) {
	if len(entries) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	seen := make(map[string]bool, len(entries))
	var subjects []string
	for _, e := range entries {
		if !seen[e.Subject] {
			seen[e.Subject] = true
			subjects = append(subjects, e.Subject)
		}
	}
	return f.Load(ctx, subjects)
}

func (f *Feed[V]) groupOf(v *V) string {
	if v == nil {
		return ""
	}
	return f.Group(v)
}

// concerns says whether an event is of a topic.
func (f *Feed[V]) concerns(t Topic, e Entry, v *V) bool {
	return (t.Subject == "" || t.Subject == e.Subject) && (t.Group == "" || t.Group == f.groupOf(v))
}
