package live_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/live"
)

// TestPoll: who waits and then polls has the events of his topic, and what a poll does not give is there for Next.
func TestPoll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newJournal()
		f := j.feed(4)
		stop := run(t, f, time.Second)
		synctest.Wait()
		s := subscribe(t, f, live.Topic{Group: "m"}, live.FromNow)
		waited := make(chan struct{})
		wait := func() {
			go func() {
				s.Wait()
				waited <- struct{}{}
			}()
			synctest.Wait()
		}
		still := func() {
			t.Helper()
			synctest.Wait()
			select {
			case <-waited:
				t.Fatal("it waited for nothing")
			default:
			}
		}
		wait()
		still()
		j.add("B", "other")
		f.Nudge()
		still()
		j.add("A", "m")
		f.Nudge()
		<-waited
		wait()
		<-waited // as long as the event is not taken
		f.Recheck()
		synctest.Wait()
		if _, ok := s.Poll(); ok {
			t.Error("polled past a recheck")
		}
		if _, err := s.Next(t.Context()); !errors.Is(err, live.ErrRecheck) {
			t.Error(err)
		}
		if e, ok := s.Poll(); !ok || e.Position != 2 || e.Value == nil {
			t.Errorf("%+v %v", e, ok)
		}
		if e, ok := s.Poll(); ok {
			t.Errorf("twice: %+v", e)
		}
		wait()
		still()
		s.Close()
		<-waited
		if _, err := s.Next(t.Context()); !errors.Is(err, live.ErrClosed) {
			t.Error(err)
		}
		behind := subscribe(t, f, live.Topic{}, 0)
		for range 8 {
			j.add("A", "m")
		}
		f.Nudge()
		synctest.Wait()
		behind.Wait()
		if _, ok := behind.Poll(); ok {
			t.Error("polled what is in the journal only")
		}
		if e, err := behind.Next(t.Context()); err != nil || e.Position != 1 {
			t.Errorf("%+v %v", e, err)
		}
		stop()
	})
}
