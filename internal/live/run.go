package live

import (
	"context"
	"log/slog"
	"sync"
	"time"
)

// maxDelay is how long the feed waits at most before it tries again to read from an archive that fails.
const maxDelay = 10 * time.Second

// Run follows the journal until ctx ends: it looks every so often, and at once when it is nudged. What cannot be read now is
// read later; no position is left out. One Run at a time; a later one goes on where the last one ended.
func (f *Feed[V]) Run(ctx context.Context, every time.Duration) {
	var checking sync.WaitGroup
	checking.Go(func() { f.check(ctx, every) })
	defer checking.Wait()
	timer := time.NewTimer(0)
	defer timer.Stop()
	var again time.Time // when to look again after a failure
	delay := time.Duration(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case <-f.hint:
		}
		if !time.Now().Before(again) {
			delay = f.attempt(ctx, every, delay)
			again = time.Now().Add(delay)
		}
		timer.Reset(every)
	}
}

// attempt follows the journal, and says how long to wait before it is tried again: not at all when it was followed to its end.
func (f *Feed[V]) attempt(ctx context.Context, every, delay time.Duration) time.Duration {
	err := f.follow(ctx)
	switch {
	case ctx.Err() != nil:
		return delay
	case err == nil && delay > 0:
		slog.InfoContext(ctx, "the journal is followed again")
		return 0
	case err == nil:
		return 0
	case delay == 0: // once; the cause may hold data
		slog.WarnContext(ctx, "the journal cannot be followed")
		return every
	}
	return min(2*delay, maxDelay)
}

// follow reads all that is new. The first time it begins a window before the end, for subscribers that come back after a start.
func (f *Feed[V]) follow(ctx context.Context) error {
	f.mu.Lock()
	head := f.window.head
	f.mu.Unlock()
	if head < 0 {
		last, err := f.last(ctx)
		if err != nil {
			return err
		}
		head = max(0, last-int64(f.Window))
		f.begin(head)
	}
	for {
		entries, err := f.read(ctx, head, atOnce)
		if err != nil {
			return err
		}
		values, err := f.load(ctx, entries)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return nil
		}
		f.publish(entries, values)
		head += int64(len(entries))
	}
}

func (f *Feed[V]) last(ctx context.Context) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return f.Journal.Last(ctx)
}

// begin puts the end of the window at a position. Who waits for the beginning may have to read before it.
func (f *Feed[V]) begin(head int64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.window.begin(head)
	f.each(func(*Subscription[V]) {})
}

// publish puts events into the window and wakes those who wait for one of them.
func (f *Feed[V]) publish(entries []Entry, values map[string]*V) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, e := range entries {
		v := values[e.Subject]
		f.window.add(e, v)
		group := f.groupOf(v)
		f.tell(Topic{}, e, v)
		f.tell(Topic{Subject: e.Subject}, e, v)
		if group != "" {
			f.tell(Topic{Group: group}, e, v)
		}
	}
}

// tell wakes those who wait on a list for an event. What came before it was not for them.
func (f *Feed[V]) tell(list Topic, e Entry, v *V) {
	for _, s := range f.subscribers[list] {
		if s.waiting && s.position < e.Position && f.concerns(s.topic, e, v) {
			s.position = e.Position - 1
			s.rouse()
		}
	}
}

// check gives every subscriber ErrRecheck when Recheck was called, at most every so often.
func (f *Feed[V]) check(ctx context.Context, every time.Duration) {
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-pause.C:
		}
		select {
		case <-ctx.Done():
			return
		case <-f.recheck:
			f.mu.Lock()
			f.each(func(s *Subscription[V]) { s.recheck = true })
			f.mu.Unlock()
			pause.Reset(every)
		}
	}
}

// each does something to every subscriber and ends his waiting.
func (f *Feed[V]) each(do func(*Subscription[V])) {
	for _, list := range f.subscribers {
		for _, s := range list {
			do(s)
			if s.waiting {
				s.rouse()
			}
		}
	}
}
