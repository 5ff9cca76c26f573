package live_test

import (
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/live"
)

// told is a waker that counts.
type told chan struct{}

func (w told) Wake() { w <- struct{}{} }

// TestLook: who is told to wait is told when there is an event of his topic, and nobody waits for what is there.
func TestLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newJournal()
		f := j.feed(4)
		stop := run(t, f, time.Second)
		synctest.Wait()
		s, woken := subscribe(t, f, live.Topic{Group: "m"}, live.FromNow), make(told, 10)
		look := func(want live.State) live.Event[request] {
			t.Helper()
			e, state := s.Look(woken)
			if state != want {
				t.Fatalf("state %d, want %d", state, want)
			}
			return e
		}
		times := func(want int) {
			t.Helper()
			synctest.Wait()
			if len(woken) != want {
				t.Fatalf("told %d times, want %d", len(woken), want)
			}
			for range want {
				<-woken
			}
		}
		look(live.Waiting)
		j.add("B", "other")
		f.Nudge()
		times(0)
		j.add("A", "m")
		j.add("A", "m")
		f.Nudge()
		times(1) // until he looks
		if e := look(live.Found); e.Position != 2 || e.Value == nil {
			t.Errorf("%+v", e)
		}
		f.Recheck()
		times(0)
		look(live.Unsure)
		if e := look(live.Found); e.Position != 3 {
			t.Errorf("%+v", e)
		}
		look(live.Waiting)
		<-time.After(time.Second) // not more often than that
		f.Recheck()
		times(1)
		look(live.Unsure)
		look(live.Waiting)
		s.Close()
		s.Close()
		times(1)
		look(live.Ended)
		s = subscribe(t, f, live.Topic{}, 0)
		for range 8 {
			j.add("A", "m")
		}
		f.Nudge()
		synctest.Wait()
		look(live.Behind)
		if err := s.CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		if e := look(live.Found); e.Position != 1 {
			t.Errorf("%+v", e)
		}
		stop()
	})
}
