package transport_test

import (
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
	"time"

	"cassetto/internal/transport"
)

// TestSocketMemory: who waits for events that do not come takes two goroutines, whose stacks are those of goroutines that never
// did anything but wait. How large these are depends on how the test is compiled, so the clients show it.
func TestSocketMemory(t *testing.T) {
	const subscribers, most = 500, 2.6
	e := serve(t, transport.Options{StreamsOfUser: subscribers, Heartbeat: time.Hour})
	stacks := func() float64 {
		debug.FreeOSMemory()
		debug.FreeOSMemory() // what the first one swept
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.StackInuse)
	}
	before, goroutines := stacks(), runtime.NumGoroutine()
	all := make([]*client, subscribers)
	for i := range all {
		all[i] = enter(t, e, "anna")
		all[i].say(subscribe("1", "subscription { tace }"))
	}
	eventually(t, "all wait", func() bool {
		return e.graph.running.Load() == subscribers && runtime.NumGoroutine() <= goroutines+2*subscribers
	})
	for _, c := range all { // and still after having said something
		c.say(`{"type":"ping"}`)
		c.expect(`{"type":"pong"}`)
	}
	eventually(t, "all wait again", func() bool { return runtime.NumGoroutine() <= goroutines+2*subscribers })
	with := stacks()
	var begun sync.WaitGroup
	for _, c := range all {
		begun.Add(1)
		go func() {
			begun.Done()
			_, _ = c.conn.Read(make([]byte, 1)) // until the connection is closed
		}()
	}
	begun.Wait()
	waiting := (stacks() - with) / subscribers
	each := (with - before) / subscribers
	t.Logf("stacks of a subscriber %.0f bytes, of a goroutine that waits %.0f", each, waiting)
	if each > most*waiting {
		t.Errorf("a subscriber has stacks of %.0f bytes, a goroutine that waits %.0f", each, waiting)
	}
}
