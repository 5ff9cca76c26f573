package quota_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"cassetto/internal/quota"
	"cassetto/internal/quota/memory"
	"cassetto/internal/quota/redis"
	"cassetto/internal/redistest"
)

// patience is for a slow machine; nothing here waits so long unless something is wrong.
const patience = time.Minute

// TestOutage takes a real server away while 32 users keep asking: no request sees an error, and once the server is back
// the limit is shared again.
func TestOutage(t *testing.T) {
	for name, outage := range map[string]struct{ begin, end func(*redistest.Server) }{
		"killed":                {(*redistest.Server).Kill, (*redistest.Server).Restart},
		"paused":                {(*redistest.Server).Pause, (*redistest.Server).Resume},
		"started again at once": {(*redistest.Server).Restart, func(*redistest.Server) {}},
	} {
		t.Run(name, func(t *testing.T) {
			server, logged := redistest.Start(t), capture(t)
			f := fallback(t, server, 100*time.Millisecond)
			stop := crowd(t, f)
			defer stop()
			shared(t, server, f)
			outage.begin(server)
			answers(t, f, 1000)
			outage.end(server)
			shared(t, server, f)
			stop()
			if text := logged(); strings.Contains(text, "anna") || strings.Contains(text, "user") {
				t.Errorf("the log names users:\n%s", text)
			}
		})
	}
}

// TestOutageIsNoticedOnce: a paused server costs the first request the patience of 2 s, ten thousand that follow nothing, and is logged once.
func TestOutageIsNoticedOnce(t *testing.T) {
	server, logged := redistest.Start(t), capture(t)
	f := fallback(t, server, 2*time.Second) // longer than a slow machine lets a healthy server wait
	shared(t, server, f)
	server.Pause()
	answers(t, f, 10_000)
	server.Resume()
	shared(t, server, f)
	lost, back := "WARN quota: shared limit unavailable, using the local one: ", "WARN quota: shared limit back\n"
	if text := logged(); strings.Count(text, lost) != 1 || strings.Count(text, back) != 1 || strings.Count(text, "\n") != 2 {
		t.Errorf("logged\n%swant once that it is lost and once that it is back", text)
	}
}

// TestServerComesLater: a process that starts while the server is down uses it as soon as it is there.
func TestServerComesLater(t *testing.T) {
	server := redistest.Start(t)
	server.Kill()
	capture(t)
	f := fallback(t, server, 100*time.Millisecond)
	answers(t, f, 100)
	server.Restart()
	shared(t, server, f)
}

func fallback(t *testing.T, server *redistest.Server, patience time.Duration) *quota.Fallback {
	t.Helper()
	l, err := redis.OpenPatient(server.URL, patience)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return quota.NewFallback(l, memory.New(1000, time.Now))
}

// crowd asks as fast as it gets answers, a millisecond apart, until it is stopped.
func crowd(t *testing.T, f *quota.Fallback) (stop func()) {
	t.Helper()
	done := make(chan struct{})
	var all sync.WaitGroup
	for i := range 32 {
		all.Go(func() {
			tick := time.NewTicker(time.Millisecond)
			defer tick.Stop()
			for {
				select {
				case <-done:
					return
				case <-tick.C:
				}
				if _, err := f.Take(t.Context(), "user "+string(rune('a'+i)), 1, quota.Rate{PerMinute: 60_000, Burst: 100}); err != nil {
					t.Errorf("user %d: %v", i, err)
					return
				}
			}
		})
	}
	return sync.OnceFunc(func() {
		close(done)
		all.Wait()
	})
}

func answers(t *testing.T, f *quota.Fallback, times int) {
	t.Helper()
	for range times {
		if _, err := f.Take(t.Context(), "anna", 1, rate); err != nil {
			t.Fatal(err)
		}
	}
}

// shared waits until what another instance spends counts here too.
func shared(t *testing.T, server *redistest.Server, f *quota.Fallback) {
	t.Helper()
	other, err := redis.OpenPatient(server.URL, patience)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	who := t.Name() + time.Now().String() // of whom the local limiter knows nothing
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if taken, err := other.Take(t.Context(), who, 5, rate); err != nil || !taken.OK && taken.Left != 0 {
			t.Fatalf("%+v, %v", taken, err)
		}
		taken, err := f.Take(t.Context(), who, 0, rate)
		if err != nil {
			t.Fatal(err)
		}
		if taken.Left <= 5 {
			return
		}
	}
	t.Fatal("the limit is not shared")
}
