package memory_test

import (
	"testing"
	"testing/synctest"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/cache/memory"
)

// TestTime is told the time.
func TestTime(t *testing.T) {
	now := time.Now()
	c := open(t, memory.Options[any]{Now: func() time.Time { return now }, Lease: time.Minute})
	e := entry(1)
	put(t, c, claim(t, c, key("a")), e)
	for _, step := range []struct {
		at   time.Time
		want bool
	}{{e.Fresh, true}, {e.Until.Add(-1), true}, {e.Until, false}, {e.Until.Add(time.Hour), false}} {
		if now = step.at; found(c, key("a")) != step.want {
			t.Errorf("%v before its time it is found: %v", e.Until.Sub(now), !step.want)
		}
	}
}

func TestLease(t *testing.T) {
	now := time.Now()
	c := open(t, memory.Options[any]{Now: func() time.Time { return now }, Lease: time.Minute})
	first := claim(t, c, key("a"))
	now = now.Add(time.Minute - 1)
	if again, _ := c.Claim(t.Context(), first.Keys); len(again.Keys) > 0 {
		t.Error("a claim is granted to another before it ends")
	}
	now = now.Add(1)
	second := claim(t, c, key("a"))
	put(t, c, first, entry(1))
	if found(c, key("a")) {
		t.Error("a claim that has ended is put")
	}
	put(t, c, second, entry(2))
	if got, ok := c.Find(key("a")); !ok || got.Value.(*value).N != 2 {
		t.Errorf("the claim after one that has ended is found as %v, %v", got, ok)
	}
	late := claim(t, c, key("b"))
	now = now.Add(time.Minute)
	put(t, c, late, entry(3))
	if found(c, key("b")) {
		t.Error("what was put after the claim had ended is kept")
	}
}

// TestReturn lets time pass by itself: memory is given back though nobody asks, and Close leaves no goroutine.
func TestReturn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := memory.New(memory.Options[any]{Bytes: 1 << 20, Lease: time.Minute})
		<-time.After(99 * time.Millisecond) // the clock by which memory is given back is late
		soon, late := entry(1), entry(2)
		soon.Until = time.Now().Add(10 * time.Second)
		put(t, c, claim(t, c, key("a"), key("b")), soon)
		put(t, c, claim(t, c, key("c")), late)
		<-time.After(10*time.Second - 1)
		if !found(c, key("a")) || c.Len() != 3 {
			t.Errorf("before their time they are found: %v, and %d are kept", found(c, key("a")), c.Len())
		}
		<-time.After(1)
		if found(c, key("a")) {
			t.Error("it is found after its time")
		}
		<-time.After(5 * time.Second)
		synctest.Wait()
		if c.Len() != 1 {
			t.Errorf("%d are kept, want one", c.Len())
		}
		c.Close()
		c.Close()
		if !found(c, key("c")) {
			t.Error("what was kept before Close is not found")
		}
		put(t, c, claim(t, c, key("a")), late)
		forget(t, c, cache.Change{Tags: cache.TagsOf("c")})
		if !found(c, key("a")) || found(c, key("c")) {
			t.Error("after Close it does not keep or does not forget")
		}
	})
}
