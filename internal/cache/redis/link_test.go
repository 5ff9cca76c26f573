package redis_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/cache/redis"
	"cassetto/internal/redistest"
	"cassetto/internal/sigillo"
)

// events are what a link tells, in order.
type events struct {
	all   chan string
	heard chan cache.Change
}

func newEvents() *events {
	return &events{make(chan string, 1000), make(chan cache.Change, 1000)}
}

func (e *events) options(o redis.Options) redis.Options {
	o.Lost = func() { e.all <- "lost" }
	o.Back = func() { e.all <- "back" }
	o.Heard = func(c cache.Change) { e.heard <- c }
	return o
}

// wants waits for the next event, and says how long.
func (e *events) wants(t testing.TB, want string) time.Duration {
	t.Helper()
	begun := time.Now()
	select {
	case got := <-e.all:
		if got != want {
			t.Fatalf("the link is %s, want %s", got, want)
		}
	case <-time.After(patience):
		t.Fatalf("the link is never %s", want)
	}
	return time.Since(begun)
}

func (e *events) hears(t testing.TB, want cache.Change) {
	t.Helper()
	select {
	case got := <-e.heard:
		if !reflect.DeepEqual(got, want) {
			t.Errorf("heard %v, want %v", got, want)
		}
	case <-time.After(patience):
		t.Fatalf("%v is not heard", want)
	}
}

// quick are options whose link is as watchful as in production.
func quick(o redis.Options) redis.Options {
	o.Sections, o.Patience, o.Lease, o.Heartbeat = all, patience, patience, 200*time.Millisecond
	return o
}

func TestHeard(t *testing.T) {
	for how, keys := range map[string][]sigillo.Key{"in clear": nil, "sealed": newKeys(t, 1)} {
		t.Run(how, func(t *testing.T) {
			server := redistest.Start(t)
			here, there := newEvents(), newEvents()
			one := open(t, server, here.options(redis.Options{Sections: all, Keys: keys}))
			other := open(t, server, there.options(redis.Options{Sections: all, Keys: keys}))
			here.wants(t, "back")
			there.wants(t, "back")
			if !one.Alive() || !other.Alive() {
				t.Error("a link that hears is not alive")
			}
			for _, change := range []cache.Change{
				{Archive: "complementari", Section: "emens", Tags: cache.TagsOf(aurora, "altra")}, {Archive: "agenda"}, {}, {Section: "nessuna"},
			} {
				if err := one.Forget(t.Context(), change); err != nil {
					t.Fatal(err)
				}
				there.hears(t, change)
			}
			if err := one.Forget(t.Context(), cache.Change{Tags: []cache.Tag{}}); err != nil {
				t.Fatal(err)
			}
			if err := other.Forget(t.Context(), cache.Change{Archive: "fine"}); err != nil {
				t.Fatal(err)
			}
			here.hears(t, cache.Change{Archive: "fine"}) // and nothing of its own before
			if len(there.heard) > 0 {
				t.Errorf("also heard %v", <-there.heard)
			}
		})
	}
}

// TestLinkLost: who does not hear knows it within a second, whether the server is silent or gone, and says it once.
func TestLinkLost(t *testing.T) {
	server := redistest.StartTCP(t)
	e := newEvents()
	c := open(t, server, e.options(quick(redis.Options{})))
	e.wants(t, "back")
	for what, harm := range map[string]struct{ begin, end func() }{
		"paused": {server.Pause, server.Resume}, "killed": {server.Kill, server.Restart},
	} {
		harm.begin()
		// On a machine that does nothing else it is 600 ms at most.
		if took := e.wants(t, "lost"); took > 5*time.Second {
			t.Errorf("%s: known after %v", what, took)
		}
		if c.Alive() {
			t.Errorf("%s: the link is alive", what)
		}
		harm.end()
		e.wants(t, "back")
		if !c.Alive() {
			t.Errorf("%s: the link is not alive again", what)
		}
	}
	if len(e.all) > 0 && <-e.all != "lost" { // by a machine that stood still
		t.Error("back twice")
	}
	if err := c.Close(); err != nil || c.Alive() {
		t.Errorf("closed: %v", err)
	}
}

// TestLinkReplaced: a connection that ends while somebody is busy with what was heard is not replaced without telling.
func TestLinkReplaced(t *testing.T) {
	server := redistest.Start(t)
	raw, e, busy := client(t, server), newEvents(), make(chan struct{})
	o := e.options(quick(redis.Options{}))
	o.Heartbeat = 50 * time.Millisecond
	o.Heard = func(cache.Change) {
		if err := raw.ClientKillByFilter(context.Background(), "TYPE", "pubsub").Err(); err != nil {
			t.Error(err)
		}
		<-busy
	}
	open(t, server, o)
	e.wants(t, "back")
	if err := open(t, server, redis.Options{}).Forget(t.Context(), cache.Change{}); err != nil {
		t.Fatal(err)
	}
	<-time.After(10 * o.Heartbeat) // in which the driver would replace it
	close(busy)
	e.wants(t, "lost")
	e.wants(t, "back")
}

// TestStartsAlone: a server that is not there is not waited for, and is found when it comes.
func TestStartsAlone(t *testing.T) {
	server := redistest.Start(t)
	server.Kill()
	e := newEvents()
	c := open(t, server, e.options(quick(redis.Options{})))
	if c.Alive() {
		t.Error("alive without a server")
	}
	if _, err := c.Get(t.Context(), []cache.Key{key(emens, aurora)}); !errors.Is(err, cache.ErrDown) {
		t.Errorf("get: %v", err)
	}
	server.Restart()
	e.wants(t, "back")
	within(t, "it serves", func() bool {
		_, err := c.Get(t.Context(), []cache.Key{key(emens, aurora)})
		return err == nil
	})
}

// TestRestored: a server that comes back with what it held before a change, as from a snapshot, does not serve it.
func TestRestored(t *testing.T) {
	server := redistest.Start(t)
	raw, e := client(t, server), newEvents()
	c := open(t, server, e.options(quick(redis.Options{})))
	e.wants(t, "back")
	k := key(emens, aurora)
	keep(t, c, k)
	snapshot := map[string]string{}
	for _, name := range raw.Keys(t.Context(), "*").Val() {
		snapshot[name] = raw.Dump(t.Context(), name).Val()
	}
	if err := c.Forget(t.Context(), cache.Change{Tags: cache.TagsOf(aurora)}); err != nil {
		t.Fatal(err)
	}
	server.Restart()
	for name, value := range snapshot {
		if err := raw.Restore(t.Context(), name, 0, value).Err(); err != nil {
			t.Fatal(err)
		}
	}
	within(t, "it serves", func() bool {
		found, err := c.Get(t.Context(), []cache.Key{k})
		if len(found) > 0 {
			t.Fatal("what was forgotten is found")
		}
		return err == nil
	})
	e.wants(t, "lost")
	e.wants(t, "back")
	if raw.Exists(t.Context(), "cassetto:cache:complementari:emens:generation").Val() != 0 {
		t.Error("the restored generation is still there")
	}
}
