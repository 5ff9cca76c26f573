package sources

import (
	"errors"
	"sync"
	"testing"
	"time"

	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/internal/cache/redis"
	"cassetto/internal/fault"
	"cassetto/internal/redistest"
	"cassetto/internal/resilience"
)

// openDesks are instances over one archive and one Redis. The first of them drives the archive.
func openDesks(t *testing.T, n int, p Policy) []*desk {
	t.Helper()
	server := redistest.Start(t)
	first := openDesk(t, p)
	all := []*desk{first}
	for range n - 1 {
		d := &desk{begun: first.begun}
		d.sources = &Sources{caches: newCaches(Options{Timeout: timeout, Memory: 1 << 20, Now: first.now}), guards: map[string]*resilience.Guard{}}
		d.Section = sectionBy(d.sources.of(&archive.Archive{Name: "prova"}), "voci", p, first.read, func(k string) string { return k })
		t.Cleanup(d.sources.Close)
		all = append(all, d)
	}
	for _, d := range all {
		linked := make(chan struct{}, 1)
		engine, err := redis.Open(server.URL, redis.Options{
			Sections: d.sources.Shared(), Heard: d.sources.Heard, Lost: d.sources.Distrust,
			Patience: timeout, Lease: timeout, Heartbeat: timeout, // a machine that has much to do is no server that is down
			Back: func() {
				d.sources.Distrust()
				select {
				case linked <- struct{}{}:
				default:
				}
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { engine.Close() })
		d.sources.Share(engine, engine.Alive)
		<-linked
	}
	return all
}

// readTimes says how often the archive was asked by all since the last time.
func readTimes(t *testing.T, all []*desk, want int64) {
	t.Helper()
	for _, d := range all {
		d.sources.caches.flying.Wait()
	}
	all[0].askedTimes(t, want)
}

func TestSharedByInstances(t *testing.T) {
	all := openDesks(t, 3, daily)
	all[0].loads(t, "a", "a 0")
	all[0].loads(t, "ignota", "")
	all[0].edition.Add(1)
	for _, d := range all[1:] {
		if p := d.loads(t, "a", "a 0"); p.Hit != 1 {
			t.Errorf("%+v", p)
		}
	}
	all[1].loads(t, "ignota", "")
	readTimes(t, all, 2)
}

func TestPrivateStays(t *testing.T) {
	p := daily
	p.Private = true
	all := openDesks(t, 2, p)
	if len(all[0].sources.Shared()) != 0 {
		t.Error("a private section is among those that are shared")
	}
	all[0].loads(t, "a", "a 0")
	all[0].edition.Add(1)
	all[1].loads(t, "a", "a 1")
	readTimes(t, all, 2)
}

// TestCoalescedByInstances: a thousand who miss one key in three instances make one read.
func TestCoalescedByInstances(t *testing.T) {
	all := openDesks(t, 3, daily)
	release := all[0].hold()
	var loading sync.WaitGroup
	for i := range 1000 {
		loading.Go(func() { all[i%3].loads(t, "a", "a 0") })
	}
	<-all[0].begun
	release()
	loading.Wait()
	readTimes(t, all, 1)
}

// TestStaleOfOthers: what another instance has read before is served when the archive fails.
func TestStaleOfOthers(t *testing.T) {
	all := openDesks(t, 2, daily)
	all[0].loads(t, "a", "a 0")
	all[0].pass(time.Hour)
	all[0].fail(errors.New("disk on fire"))
	if p := all[1].loads(t, "a", "a 0"); p.Failed != 1 {
		t.Errorf("%+v", p)
	}
	if _, err := all[1].Load(WithBatch(t.Context()), "b"); fault.Code(err) != fault.Unavailable {
		t.Error(err)
	}
	all[0].mend()
	all[0].edition.Add(1)
	all[0].loads(t, "a", "a 1")
	all[1].loads(t, "a", "a 1")
}

// TestForgottenByInstances: what one instance forgets, none serves, not even one that was reading it.
func TestForgottenByInstances(t *testing.T) {
	all := openDesks(t, 2, daily)
	release := all[0].hold()
	var loading sync.WaitGroup
	before := WithBatch(t.Context())
	loading.Go(func() {
		if v, err := all[1].Load(before, "a"); err != nil || v.Denominazione != "a 0" {
			t.Error(v, err)
		}
	})
	<-all[0].begun
	all[0].edition.Add(1)
	if err := all[0].sources.Forget(t.Context(), cache.Change{Archive: "prova", Section: "voci", Tags: cache.TagsOf("a")}); err != nil {
		t.Fatal(err)
	}
	for begin := time.Now(); ReportOf(before).Dependencies().Hold(); { // until the other has heard
		if time.Since(begin) > timeout {
			t.Fatal("the other instance does not hear")
		}
		<-time.After(time.Millisecond)
	}
	release()
	loading.Wait()
	for _, d := range all {
		d.loads(t, "a", "a 1")
	}
	readTimes(t, all, 2)
}
