package main

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/cache"
)

// clock is what time it is for the servers of a test: it begins in the morning, so that no test crosses midnight.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

func (c *clock) pass(d time.Duration) { c.ahead.Add(int64(d)) }

// morning is a clock that says 9 o'clock in Italy.
func morning() *clock {
	c := &clock{}
	now := time.Now().In(model.Roma)
	c.pass(time.Date(now.Year(), now.Month(), now.Day(), 9, 0, 0, 0, model.Roma).Sub(now))
	return c
}

// cluster is several servers over the same archives and one Redis.
type cluster struct {
	servers []*server
	clock   *clock                                                  // of all of them
	fast    []*clock                                                // how far that of each is ahead of it
	faults  map[string]*atomic.Pointer[func(context.Context) error] // by archive
	calls   *counter
}

// instances starts n servers over one folder of archives and the Redis at url.
func instances(t *testing.T, n int, url string, env map[string]string) *cluster {
	t.Helper()
	vars := demoFolder(t, env)
	vars["CASSETTO_REDIS_URL"] = url
	c := &cluster{clock: morning(), faults: map[string]*atomic.Pointer[func(context.Context) error]{}, calls: &counter{calls: map[string]int{}}}
	for _, name := range archiveNames() {
		c.faults[name] = &atomic.Pointer[func(context.Context) error]{}
	}
	c.start(t, n, vars, func(a *App) {
		for name, one := range a.archives.byName {
			one.Store = countingStore{faultyStore{one.Store, c.faults[name]}, c.calls}
		}
	})
	return c
}

// start starts n servers in the environment vars, after change has touched what each is made of.
func (c *cluster) start(t *testing.T, n int, vars map[string]string, change func(*App)) {
	t.Helper()
	for range n {
		own := &clock{}
		c.fast = append(c.fast, own)
		now := func() time.Time { return c.clock.now().Add(time.Duration(own.ahead.Load())) }
		c.servers = append(c.servers, start(t, vars, now, change))
	}
}

// fail makes an archive fail in every instance until the returned function is called.
func (c *cluster) fail(archive string, how func(context.Context) error) (mend func()) {
	c.faults[archive].Store(&how)
	return func() { c.faults[archive].Store(nil) }
}

// eventually asks again until something holds, and says how long it took.
func eventually(t *testing.T, what string, holds func() bool) time.Duration {
	t.Helper()
	begin := time.Now()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		if time.Since(begin) > 30*time.Second {
			t.Fatalf("%s: not after %v", what, time.Since(begin))
		}
		<-tick.C
	}
	return time.Since(begin)
}

// linked waits until every instance hears the others.
func (c *cluster) linked(t *testing.T) {
	t.Helper()
	for _, s := range c.servers {
		eventually(t, "the instances hear each other", s.app.sources.Linked)
	}
}

// forget drops here and in every other instance what a change has made untrue, when it can.
func (s *server) forget(t *testing.T, change cache.Change) {
	t.Helper()
	eventually(t, "the other instances are told", func() bool { return s.app.sources.Forget(t.Context(), change) == nil })
}
