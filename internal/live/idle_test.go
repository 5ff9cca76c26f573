package live_test

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"cassetto/internal/live"
)

// TestIdle: a subscriber who waits costs his own goroutine and little memory.
func TestIdle(t *testing.T) {
	const many = 5000
	j := newJournal()
	f := j.feed(1024)
	stop := run(t, f, time.Hour)
	waiting := make(chan struct{})
	var all sync.WaitGroup
	goroutines, before := runtime.NumGoroutine(), memory()
	subscriptions := make([]*live.Subscription[request], many)
	for i := range subscriptions {
		s, err := f.Subscribe(t.Context(), live.Topic{Subject: "A"}, live.FromNow)
		if err != nil {
			t.Fatal(err)
		}
		subscriptions[i] = s
	}
	held := (memory() - before) / many
	for _, s := range subscriptions {
		all.Go(func() {
			waiting <- struct{}{}
			_, _ = s.Next(t.Context()) // closed at the end
		})
	}
	for range many {
		<-waiting
	}
	more := runtime.NumGoroutine() - goroutines
	t.Logf("%d bytes and %.2f goroutines each", held, float64(more)/many)
	if held > 1024 || more > many+10 {
		t.Errorf("%d bytes each, %d goroutines", held, more)
	}
	for _, s := range subscriptions {
		s.Close()
	}
	all.Wait()
	stop()
}

// memory is what is in use, in bytes.
func memory() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}
