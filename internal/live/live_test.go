package live_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/live"
)

// TestTopics: everybody has the events of his topic, and no others, wherever he begins.
func TestTopics(t *testing.T) {
	j := newJournal()
	j.add("A", "m1")
	f := j.feed(8)
	run(t, f, time.Hour)
	all, a, m2 := subscribe(t, f, live.Topic{}, live.FromNow), subscribe(t, f, live.Topic{Subject: "A"}, live.FromNow), subscribe(t, f, live.Topic{Group: "m2"}, live.FromNow)
	both, neither := subscribe(t, f, live.Topic{Subject: "A", Group: "m1"}, live.FromNow), subscribe(t, f, live.Topic{Subject: "A", Group: "m2"}, live.FromNow)
	old := subscribe(t, f, live.Topic{}, 0)
	for _, e := range [][2]string{{"B", "m2"}, {"A", "m1"}, {"C", "m3"}, {"B", "m2"}} {
		j.add(e[0], e[1])
	}
	f.Nudge()
	for _, test := range []struct {
		name string
		s    *live.Subscription[request]
		want []int64
	}{
		{"all", all, []int64{2, 3, 4, 5}}, {"request", a, []int64{3}}, {"group", m2, []int64{2, 5}},
		{"both", both, []int64{3}}, {"from the beginning", old, []int64{1, 2, 3, 4, 5}},
	} {
		for _, want := range test.want {
			if e := next(t, test.s); e.Position != want || e.Value == nil || e.Value.events < e.Event {
				t.Errorf("%s: %+v, want %d", test.name, e, want)
			}
		}
	}
	for _, s := range []*live.Subscription[request]{all, a, m2, both, neither, old} {
		quiet(t, s)
	}
}

// TestFromNow: a subscription begins where the journal ends, even if the feed has not come so far, and misses nothing that comes.
func TestFromNow(t *testing.T) {
	j := newJournal()
	f := j.feed(8)
	stop := run(t, f, time.Hour)
	early := subscribe(t, f, live.Topic{}, 0)
	j.add("A", "m")
	f.Nudge()
	next(t, early) // the feed has come to 1
	stop()
	j.add("A", "m")
	s := subscribe(t, f, live.Topic{}, live.FromNow)
	j.add("A", "m")
	run(t, f, time.Hour)
	if e := next(t, s); e.Position != 3 {
		t.Errorf("began at %d", e.Position)
	}
	if e := next(t, early); e.Position != 2 {
		t.Errorf("went on at %d after the feed had stopped", e.Position)
	}
	if _, err := f.Subscribe(t.Context(), live.Topic{}, 4); !errors.Is(err, live.ErrBeyond) {
		t.Error(err)
	}
}

// TestResume: who comes back has what he missed and what comes, wherever he had come to, with a window of any size.
func TestResume(t *testing.T) {
	const events = 150
	for _, window := range []int{1, 7, 64, 1024} {
		j := newJournal()
		for i := range events {
			j.add(fmt.Sprint("R", i%12), fmt.Sprint("m", i%3))
		}
		f := j.feed(window)
		run(t, f, time.Hour)
		next(t, subscribe(t, f, live.Topic{}, events-1))
		for after := range int64(events) {
			s, m := subscribe(t, f, live.Topic{}, after), subscribe(t, f, live.Topic{Group: "m0"}, after)
			for want := after + 1; want <= events; want++ {
				if e := next(t, s); e.Position != want {
					t.Fatalf("window %d after %d: %d, want %d", window, after, e.Position, want)
				}
				if (want-1)%3 == 0 {
					if e := next(t, m); e.Position != want {
						t.Fatalf("window %d after %d: %d of a group, want %d", window, after, e.Position, want)
					}
				}
			}
			quiet(t, s)
			quiet(t, m)
			s.Close()
			m.Close()
		}
	}
}

// TestBeforeStart: who resumes before the feed has begun, from before its window, misses nothing either.
func TestBeforeStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newJournal()
		for range 20 {
			j.add("A", "m")
		}
		f := j.feed(4)
		s := subscribe(t, f, live.Topic{}, 2)
		got := make(chan int64, 30)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			defer close(got)
			for e, err := s.Next(ctx); err == nil; e, err = s.Next(ctx) {
				got <- e.Position
			}
		}()
		synctest.Wait() // it waits for the feed to begin
		stop := run(t, f, time.Second)
		for want := int64(3); want <= 20; want++ {
			if p := <-got; p != want {
				t.Fatalf("%d, want %d", p, want)
			}
		}
		cancel()
		for range got {
			t.Error("twice")
		}
		stop()
	})
}

// TestSlow: who does not read for longer than the window holds up nobody, and then has everything, as it is by then.
func TestSlow(t *testing.T) {
	j := newJournal()
	f := j.feed(16)
	run(t, f, time.Hour)
	slow, quick := subscribe(t, f, live.Topic{}, 0), subscribe(t, f, live.Topic{}, 0)
	for i := range 200 {
		j.add(fmt.Sprint("R", i%5), "m")
		f.Nudge()
		if e := next(t, quick); e.Position != int64(i+1) {
			t.Fatalf("%+v", e)
		}
		if i == 20 {
			next(t, slow) // and it keeps what it has read with it
		}
	}
	for i := range 199 {
		if e := next(t, slow); e.Position != int64(i+2) || e.Value.events != 40 {
			t.Fatalf("%+v %+v", e, e.Value)
		}
	}
	quiet(t, slow)
}

// TestConcurrent: many write, many read, come and go, and each has every event once, in order.
func TestConcurrent(t *testing.T) {
	const writers, events, readers = 8, 100, 40
	j := newJournal()
	f := j.feed(32)
	run(t, f, time.Millisecond)
	var all sync.WaitGroup
	for n := range readers {
		all.Go(func() {
			topic, want := live.Topic{}, writers*events
			if n%2 == 1 {
				topic, want = live.Topic{Group: fmt.Sprint("m", n%writers)}, events
			}
			s := subscribe(t, f, topic, 0)
			last, of := int64(0), map[string]int32{}
			for range want {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				if rand.IntN(4) == 0 { // given up while it waits
					short, stop := context.WithTimeout(ctx, time.Duration(rand.IntN(1000))*time.Microsecond)
					e, err := s.Next(short)
					stop()
					if err == nil {
						last = check(t, last, of, e)
						cancel()
						continue
					}
				}
				e, err := s.Next(ctx)
				cancel()
				if err != nil {
					t.Error(err)
					return
				}
				last = check(t, last, of, e)
				if rand.IntN(20) == 0 { // he leaves and comes back
					s.Close()
					s = subscribe(t, f, topic, last)
				}
			}
			quiet(t, s)
		})
	}
	for n := range writers {
		all.Go(func() {
			for range events {
				j.add(fmt.Sprint("R", n), fmt.Sprint("m", n))
				f.Nudge()
			}
		})
	}
	all.Wait()
}

// check counts an event.
func check(t *testing.T, last int64, of map[string]int32, e live.Event[request]) int64 {
	if e.Position <= last || e.Event != of[e.Subject]+1 {
		t.Errorf("%+v after %d, event %d", e, last, of[e.Subject])
	}
	of[e.Subject] = e.Event
	return e.Position
}

// TestCrowd: one event for 5,000 is read once, and wakes only those whom it concerns.
func TestCrowd(t *testing.T) {
	const crowd = 5000
	j := newJournal()
	f := j.feed(64)
	run(t, f, time.Hour)
	var all sync.WaitGroup
	ready := make(chan struct{}, crowd)
	for range crowd {
		s := subscribe(t, f, live.Topic{Group: "m"}, live.FromNow)
		all.Go(func() {
			ready <- struct{}{}
			if e := next(t, s); e.Subject != "A" {
				t.Errorf("%+v", e)
			}
		})
	}
	other := subscribe(t, f, live.Topic{Subject: "B"}, live.FromNow)
	for range crowd {
		<-ready
	}
	j.add("A", "m")
	f.Nudge()
	all.Wait()
	quiet(t, other)
	if j.loads["A"] != 1 {
		t.Errorf("read %d times", j.loads["A"])
	}
}

// TestRecheck: everybody is told, once for many calls, and loses no event by it.
func TestRecheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newJournal()
		f := j.feed(8)
		stop := run(t, f, time.Second)
		synctest.Wait()
		var told, events atomic.Int32
		s := subscribe(t, f, live.Topic{}, live.FromNow)
		done := make(chan struct{})
		go func() {
			defer close(done)
			for {
				_, err := s.Next(t.Context())
				switch {
				case errors.Is(err, live.ErrRecheck):
					told.Add(1)
				case errors.Is(err, live.ErrClosed):
					return
				case err == nil:
					events.Add(1)
				}
			}
		}()
		for range 10 {
			f.Recheck()
		}
		synctest.Wait()
		f.Recheck() // too soon after the last
		synctest.Wait()
		if told.Load() != 1 {
			t.Errorf("told %d times at once", told.Load())
		}
		j.add("A", "m")
		<-time.After(2 * time.Second)
		synctest.Wait()
		if told.Load() != 2 || events.Load() != 1 {
			t.Errorf("told %d times, %d events", told.Load(), events.Load())
		}
		s.Close()
		s.Close()
		<-done
		stop()
	})
}

// TestFailure: while the archive fails nothing is lost, it is not asked all the time, and the log says it once and without the cause.
func TestFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		before := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
		defer slog.SetDefault(before)
		j := newJournal()
		f := j.feed(8)
		stop := run(t, f, 500*time.Millisecond)
		synctest.Wait()
		s := subscribe(t, f, live.Topic{}, live.FromNow)
		j.fail(true)
		j.add("A", "m")
		asked := j.questions()
		<-time.After(time.Minute)
		if n := j.questions() - asked; n < 5 || n > 15 {
			t.Errorf("asked %d times in a minute", n)
		}
		if _, err := f.Subscribe(t.Context(), live.Topic{}, live.FromNow); !errors.Is(err, errDown) {
			t.Error(err)
		}
		j.fail(false)
		j.add("A", "m")
		for want := int64(1); want <= 2; want++ {
			if e := next(t, s); e.Position != want {
				t.Errorf("%+v", e)
			}
		}
		stop()
		if said := log.String(); strings.Count(said, "cannot be followed") != 1 || strings.Contains(said, "down") {
			t.Error(said)
		}
	})
}

// gappy shows entries before those that stand in front of them.
type gappy struct {
	*journal
	hidden int64 // position that is not seen yet; 0: none
}

func (g *gappy) After(ctx context.Context, position int64, most int) ([]live.Entry, error) {
	entries, err := g.journal.After(ctx, position, most)
	g.mu.Lock()
	defer g.mu.Unlock()
	var seen []live.Entry
	for _, e := range entries {
		if e.Position != g.hidden {
			seen = append(seen, e)
		}
	}
	return seen, err
}

// TestGap: an entry that is seen only after a later one comes before it all the same.
func TestGap(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := &gappy{journal: newJournal(), hidden: 3}
		f := live.New(live.Options[request]{Journal: j, Load: j.load, Group: func(*request) string { return "m" }})
		stop := run(t, f, time.Second)
		synctest.Wait()
		s := subscribe(t, f, live.Topic{}, 0)
		for range 5 {
			j.add("A", "m")
		}
		for want := int64(1); want <= 5; want++ {
			if want == 3 {
				<-time.After(5 * time.Second)
				quiet(t, s)
				j.mu.Lock()
				j.hidden = 0
				j.mu.Unlock()
			}
			if e := next(t, s); e.Position != want {
				t.Fatalf("%+v, want %d", e, want)
			}
		}
		stop()
	})
}

// TestValue: a request is what it was at its last event, or is read; one that is gone is nil and stops nobody.
func TestValue(t *testing.T) {
	j := newJournal()
	j.add("old", "m")
	j.add("A", "m")
	f := j.feed(1)
	run(t, f, time.Hour)
	s := subscribe(t, f, live.Topic{}, 1)
	next(t, s)
	for id, loads := range map[string]int{"A": 1, "old": 1, "none": 1} {
		v, err := f.Value(t.Context(), id)
		if err != nil || (v == nil) != (id == "none") {
			t.Errorf("%s: %v, %v", id, v, err)
		}
		if j.loads[id] != loads {
			t.Errorf("%s: read %d times", id, j.loads[id])
		}
	}
	j.add("B", "m")
	j.mu.Lock()
	delete(j.requests, "B")
	j.mu.Unlock()
	f.Nudge()
	if e := next(t, s); e.Subject != "B" || e.Value != nil {
		t.Errorf("%+v", e)
	}
}
