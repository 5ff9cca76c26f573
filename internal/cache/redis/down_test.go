package redis_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/cache/redis"
	"cassetto/internal/redistest"
)

func get(t *testing.T, c *redis.Cache, k cache.Key) error {
	t.Helper()
	_, err := c.Get(t.Context(), []cache.Key{k})
	if err != nil && !errors.Is(err, cache.ErrDown) {
		t.Errorf("get: %v", err)
	}
	return err
}

// row is what an archive has under a key: a number that grows with every change.
type row struct {
	key          cache.Key
	value, least atomic.Int64 // least: no older number may be found any more
}

// TestCrowd works from 64 goroutines with the patience of production while the server is paused, killed and started again. Calls
// fail with ErrDown or not at all, none takes long, and what a Forget was called for is not found after it, even if it failed.
func TestCrowd(t *testing.T) {
	server := redistest.StartTCP(t)
	c, err := redis.Open(server.URL, redis.Options{Sections: all})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	rows := []*row{{key: key(emens, "a")}, {key: key(emens, "b")}, {key: key(quote, "a")}, {key: key(rischi, "a")}}
	var up, down, longest atomic.Int64 // calls that were served, and not; nanoseconds
	running, stop := context.WithCancel(t.Context())
	defer stop()
	timed := func(call func() error) bool {
		begun := time.Now()
		err := call()
		took := time.Since(begun).Nanoseconds()
		for most := longest.Load(); took > most && !longest.CompareAndSwap(most, took); {
			most = longest.Load()
		}
		switch {
		case err == nil:
			up.Add(1)
		case errors.Is(err, cache.ErrDown):
			down.Add(1)
		default:
			t.Error(err)
		}
		return err == nil
	}
	read := func(r *row) {
		var granted cache.Claim
		if timed(func() (err error) { granted, err = c.Claim(t.Context(), []cache.Key{r.key}); return err }) && len(granted.Keys) > 0 {
			e := entry("")
			e.Value = binary.BigEndian.AppendUint64(nil, uint64(r.value.Load()))
			timed(func() error { return c.Put(t.Context(), granted, map[cache.Key]cache.Entry[[]byte]{r.key: e}) })
		}
	}
	look := func(r *row) {
		var found map[cache.Key]cache.Entry[[]byte]
		least := r.least.Load()
		timed(func() (err error) { found, err = c.Get(t.Context(), []cache.Key{r.key}); return err })
		if e, ok := found[r.key]; ok && int64(binary.BigEndian.Uint64(e.Value)) < least {
			t.Errorf("%d is found after it was forgotten for %d", binary.BigEndian.Uint64(e.Value), least)
		}
	}
	change := func(r *row) {
		n := r.value.Add(1)
		timed(func() error {
			return c.Forget(t.Context(), cache.Change{Archive: r.key.Section.Archive, Tags: cache.TagsOf(r.key.Code)})
		})
		for least := r.least.Load(); least < n && !r.least.CompareAndSwap(least, n); {
			least = r.least.Load()
		}
	}
	var workers sync.WaitGroup
	for i := range 64 {
		workers.Go(func() {
			tick := time.NewTicker(time.Millisecond)
			defer tick.Stop()
			for n := i; running.Err() == nil; n++ {
				switch r := rows[n%len(rows)]; i % 8 {
				case 0:
					change(r)
				case 1, 2:
					read(r)
				default:
					look(r)
				}
				<-tick.C
			}
		})
	}
	more := func(what string, count *atomic.Int64) {
		t.Helper()
		before := count.Load()
		within(t, what, func() bool { return count.Load() > before+100 })
	}
	more("served", &up)
	for range 2 {
		for what, harm := range map[string]struct{ begin, end func() }{
			"paused": {server.Pause, server.Resume}, "killed": {server.Kill, server.Restart}, "started again": {server.Restart, func() {}},
		} {
			harm.begin()
			if what != "started again" {
				more(what, &down)
			}
			harm.end()
			more("served after it was "+what, &up)
		}
	}
	stop()
	workers.Wait()
	if most := time.Duration(longest.Load()); most > 5*time.Second {
		t.Errorf("a call took %v", most)
	}
}

// TestBreaker: only the first calls wait for a server that does not answer.
func TestBreaker(t *testing.T) {
	server := redistest.Start(t)
	c := open(t, server, redis.Options{Patience: 500 * time.Millisecond, Heartbeat: patience})
	within(t, "it serves", func() bool { return get(t, c, key(emens, aurora)) == nil })
	server.Pause()
	for range 3 {
		if get(t, c, key(emens, aurora)) == nil {
			t.Error("a paused server answers")
		}
	}
	begun, calls := time.Now(), 0
	for ; calls < 10_000 && time.Since(begun) < 10*time.Second; calls++ {
		if get(t, c, key(emens, aurora)) == nil {
			t.Fatal("a paused server answers")
		}
	}
	if calls < 10_000 {
		t.Errorf("%d calls in 10 seconds", calls)
	}
	server.Resume()
	within(t, "it serves again", func() bool { return get(t, c, key(emens, aurora)) == nil })
}

// TestCrowdOnPausedServer has more callers than there are connections: none waits for the others.
func TestCrowdOnPausedServer(t *testing.T) {
	server := redistest.Start(t)
	c := open(t, server, redis.Options{Patience: 100 * time.Millisecond, Heartbeat: patience})
	within(t, "it serves", func() bool { return get(t, c, key(emens, aurora)) == nil })
	server.Pause()
	begun := time.Now()
	var callers sync.WaitGroup
	for range 500 {
		callers.Go(func() {
			if get(t, c, key(emens, aurora)) == nil {
				t.Error("a paused server answers")
			}
		})
	}
	callers.Wait()
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("they took %v", took)
	}
}

// TestCallersTime: a caller without time learns that, and nobody concludes anything about the server.
func TestCallersTime(t *testing.T) {
	server := redistest.Start(t)
	c := open(t, server, redis.Options{})
	within(t, "it serves", func() bool { return get(t, c, key(emens, aurora)) == nil })
	server.Pause()
	for range 10 {
		late, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		if _, err := c.Get(late, []cache.Key{key(emens, aurora)}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%v, want that the deadline is over", err)
		}
		cancel()
		if _, err := c.Claim(late, []cache.Key{key(emens, aurora)}); !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) {
			t.Errorf("%v, want that the context is over", err)
		}
	}
	server.Resume()
	if err := get(t, c, key(emens, aurora)); err != nil {
		t.Error(err)
	}
	// A change is one whoever asked for it is still there or not.
	keep(t, c, key(emens, aurora))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Forget(gone, cache.Change{Tags: cache.TagsOf(aurora)}); err != nil || finds(t, c, key(emens, aurora)) != 0 {
		t.Errorf("a change whose maker left is not made: %v", err)
	}
}

// forgetsLater makes a change while the server is paused and nobody asks it any more.
func forgetsLater(t *testing.T, server *redistest.Server, c *redis.Cache, change cache.Change) {
	t.Helper()
	server.Pause()
	for range 3 {
		if get(t, c, key(quote, "x")) == nil {
			t.Error("a paused server answers")
		}
	}
	if err := c.Forget(t.Context(), change); !errors.Is(err, cache.ErrDown) {
		t.Errorf("forget on a paused server: %v", err)
	}
}

// TestForgetPending: a change that could not be delivered comes before anything that is read after it, and is heard by the others.
func TestForgetPending(t *testing.T) {
	server := redistest.Start(t)
	e := newEvents()
	open(t, server, e.options(redis.Options{Sections: all, Patience: patience, Heartbeat: patience}))
	e.wants(t, "back")
	c := open(t, server, redis.Options{Sections: all, Patience: 200 * time.Millisecond, Heartbeat: patience})
	k, change := key(emens, aurora), cache.Change{Archive: "complementari", Tags: cache.TagsOf(aurora)}
	within(t, "it serves", func() bool { return get(t, c, k) == nil })
	keep(t, c, k)
	forgetsLater(t, server, c, change)
	server.Resume()
	within(t, "it serves again", func() bool {
		found, err := c.Get(t.Context(), []cache.Key{k})
		if len(found) > 0 {
			t.Fatal("what was forgotten is found")
		}
		return err == nil
	})
	e.hears(t, change)
	keep(t, c, k)
}

// TestForgetRefused: as long as a change cannot be made, nothing is read although the server answers.
func TestForgetRefused(t *testing.T) {
	server := redistest.Start(t)
	raw := client(t, server)
	c := open(t, server, redis.Options{Sections: all})
	k := key(emens, aurora)
	keep(t, c, k)
	if err := raw.Do(t.Context(), "ACL", "SETUSER", "default", "-eval", "-evalsha").Err(); err != nil {
		t.Fatal(err)
	}
	if err := c.Forget(t.Context(), cache.Change{Tags: cache.TagsOf(aurora)}); !errors.Is(err, cache.ErrDown) {
		t.Errorf("forget: %v", err)
	}
	for range 100 {
		if get(t, c, k) == nil {
			t.Fatal("something is read before it is forgotten")
		}
	}
	if err := raw.Do(t.Context(), "ACL", "SETUSER", "default", "+eval", "+evalsha").Err(); err != nil {
		t.Fatal(err)
	}
	within(t, "it serves again", func() bool { return get(t, c, k) == nil })
	if finds(t, c, k) != 0 {
		t.Error("what was forgotten is found")
	}
}

// TestForgetClosing: what is pending when the cache is closed is tried once more.
func TestForgetClosing(t *testing.T) {
	server := redistest.Start(t)
	other := open(t, server, redis.Options{})
	c := open(t, server, redis.Options{Sections: all, Patience: 200 * time.Millisecond, Heartbeat: patience})
	k := key(emens, aurora)
	within(t, "it serves", func() bool { return get(t, c, k) == nil })
	keep(t, other, k)
	forgetsLater(t, server, c, cache.Change{Tags: cache.TagsOf(aurora)})
	server.Resume()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	if finds(t, other, k) != 0 {
		t.Error("what was forgotten is found")
	}
	if _, err := c.Claim(t.Context(), []cache.Key{k}); !errors.Is(err, cache.ErrDown) {
		t.Errorf("closed: %v", err)
	}
}

// TestLog: the log says once that the server is gone, and once that it is back, and nothing of what was asked.
func TestLog(t *testing.T) {
	var text bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&text, nil)))
	defer slog.SetDefault(before)
	server := redistest.Start(t)
	e := newEvents()
	c := open(t, server, e.options(redis.Options{Sections: all, Patience: patience, Heartbeat: patience}))
	e.wants(t, "back")
	keep(t, c, key(emens, aurora))
	server.Kill()
	e.wants(t, "lost")
	for range 100 {
		if err := c.Forget(t.Context(), cache.Change{Tags: cache.TagsOf(aurora)}); !errors.Is(err, cache.ErrDown) {
			t.Fatal(err)
		}
	}
	within(t, "it is given up", func() bool { return get(t, c, key(emens, aurora)) != nil })
	server.Restart()
	e.wants(t, "back")
	within(t, "it serves again", func() bool { return get(t, c, key(emens, aurora)) == nil })
	if err := c.Close(); err != nil {
		t.Error(err)
	}
	for _, line := range []string{"link to the other instances is lost", "link to the other instances is back", "does not answer", "answers again"} {
		if n := strings.Count(text.String(), line); n > 1 || n < 1 && strings.Contains(line, "link") {
			t.Errorf("%d times %q", n, line)
		}
	}
	if strings.Contains(text.String(), aurora) || strings.Contains(text.String(), "socket") {
		t.Errorf("the log says too much:\n%s", &text)
	}
}
