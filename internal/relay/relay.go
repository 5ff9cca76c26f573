// Package relay does what must follow from what is written in an archive: numbers, journals, notices. It is derived from the
// documents themselves and can be done again without doing it twice, by several processes at once and after any of them was
// killed: until it is all done the document says so, and whoever finds it goes on.
package relay

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

// every is the time between two looks for what others have left.
const every = 2 * time.Second

// Relay looks after documents from which something has to follow. It is made with New.
type Relay struct {
	Options
	mu      sync.Mutex
	waiting map[string]bool // documents to look after at once
	wake    chan struct{}
}

// Options are what a relay is made of.
type Options struct {
	Archive string                                              // named in the log
	Timeout time.Duration                                       // for what follows from one document, and for a look
	Pending func(ctx context.Context) (ids []string, err error) // what others have left, the oldest first; as many as are done at once
	Do      func(ctx context.Context, id string) error          // does all that follows from one document, each thing once
}

// New makes a relay that is ready to be told of documents.
func New(o Options) *Relay {
	return &Relay{Options: o, waiting: map[string]bool{}, wake: make(chan struct{}, 1)}
}

// Signal says that something follows from a document. It never waits.
func (r *Relay) Signal(id string) {
	r.mu.Lock()
	r.waiting[id] = true
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run looks after the documents that it is told of, and every two seconds after those that somebody else has left, until ctx
// ends.
func (r *Relay) Run(ctx context.Context) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		r.each(ctx, r.take())
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
		case <-ticker.C:
			r.Sweep(ctx)
		}
	}
}

// Sweep looks once after what others have left.
func (r *Relay) Sweep(ctx context.Context) {
	within, cancel := context.WithTimeout(ctx, r.Timeout)
	left, err := r.Pending(within)
	cancel()
	r.note(ctx, err)
	r.each(ctx, left)
}

// take are the documents that it was told of.
func (r *Relay) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var ids []string
	for id := range r.waiting {
		ids = append(ids, id)
	}
	clear(r.waiting)
	return ids
}

// each does what follows from some documents; one that fails is found again later and keeps none of the others waiting.
func (r *Relay) each(ctx context.Context, ids []string) {
	for _, id := range ids {
		if ctx.Err() != nil {
			return
		}
		within, cancel := context.WithTimeout(ctx, r.Timeout)
		err := r.Do(within, id)
		cancel()
		r.note(ctx, err)
	}
}

// note logs what failed, without its cause, which may hold anything.
func (r *Relay) note(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "what follows from events of an archive has to wait", "archivio", r.Archive, "timeout", errors.Is(err, context.DeadlineExceeded))
	}
}
