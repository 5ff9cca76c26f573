package sources

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/internal/cache/redis"
	"cassetto/internal/redistest"
	"cassetto/internal/resilience"
)

// teller counts what is asked of what the instances share.
type teller struct {
	cache.Engine[[]byte]
	gets, claims, puts atomic.Int64
	panics             atomic.Bool
}

func (c *teller) Get(ctx context.Context, keys []cache.Key) (map[cache.Key]cache.Entry[[]byte], error) {
	c.gets.Add(1)
	if c.panics.Load() {
		panic("segreto")
	}
	return c.Engine.Get(ctx, keys)
}

func (c *teller) Claim(ctx context.Context, keys []cache.Key) (cache.Claim, error) {
	c.claims.Add(1)
	return c.Engine.Claim(ctx, keys)
}

func (c *teller) Put(ctx context.Context, claim cache.Claim, e map[cache.Key]cache.Entry[[]byte]) error {
	c.puts.Add(1)
	return c.Engine.Put(ctx, claim, e)
}

// told says how many gets, claims and puts there were since the last time.
func (c *teller) told() [3]int64 {
	return [3]int64{c.gets.Swap(0), c.claims.Swap(0), c.puts.Swap(0)}
}

// hall is an instance with several desks.
type hall struct {
	*Sources
	desks  []*desk
	teller *teller
}

// openHalls are instances over one Redis, each with a desk for each policy. Those of the first drive the archives.
func openHalls(t testing.TB, n int, policies ...Policy) []*hall {
	t.Helper()
	server := redistest.Start(t)
	var all []*hall
	for range n {
		h := &hall{}
		first := h
		if len(all) > 0 {
			first = all[0]
		}
		for range policies {
			h.desks = append(h.desks, &desk{begun: make(chan struct{}, 1)})
		}
		h.Sources = &Sources{caches: newCaches(Options{Timeout: timeout, Memory: 64 << 20, Now: first.desks[0].now}), guards: map[string]*resilience.Guard{}}
		for i, p := range policies {
			d, name := h.desks[i], fmt.Sprintf("voci%d", i)
			d.sources = h.Sources
			d.Section = sectionBy(h.of(&archive.Archive{Name: fmt.Sprintf("prova%d", i%5)}), name, p, first.desks[i].read, func(k string) string { return k })
		}
		t.Cleanup(h.Close)
		linked := make(chan struct{}, 1)
		engine, err := redis.Open(server.URL, redis.Options{
			Sections: h.Shared(), Heard: h.Heard, Patience: timeout, Lease: timeout, Heartbeat: timeout,
			Back: func() { linked <- struct{}{} },
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { engine.Close() })
		h.teller = &teller{Engine: engine}
		h.Share(h.teller, engine.Alive)
		<-linked
		all = append(all, h)
	}
	return all
}

// shared are n policies of sections whose values leave.
func shared(n int) []Policy {
	all := make([]Policy, n)
	for i := range all {
		all[i] = daily
	}
	return all
}

// pass asks all the desks for keys, as a response that is made of passes does. It returns how many levels there were and the
// errors by section.
func (h *hall) pass(ctx context.Context, keys []string) (levels int, failed map[string]error) {
	ctx, more := Gather(WithBatch(ctx))
	for {
		failed = map[string]error{}
		for _, d := range h.desks {
			for _, k := range keys {
				v, err := d.Load(ctx, k)
				if err == nil && v == nil {
					err = errors.New("nothing")
				}
				if err != nil {
					failed[d.Name] = err
				}
			}
		}
		if !more() {
			return levels, failed
		}
		levels++
	}
}

func keysOf(n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("%010d", i)
	}
	return keys
}

// TestLevelOnce: whatever a level needs of what the instances share is one question.
func TestLevelOnce(t *testing.T) {
	halls := openHalls(t, 2, shared(22)...)
	for i, want := range [][3]int64{{2, 1, 22}, {1, 0, 0}} { // found by nobody, claimed, looked for once more; then found
		h := halls[i]
		if levels, failed := h.pass(t.Context(), keysOf(50)); levels != 1 || len(failed) > 0 {
			t.Errorf("%d levels, %v", levels, failed)
		}
		h.caches.flying.Wait()
		if got := h.teller.told(); got != want {
			t.Errorf("instance %d asks for %v times, want %v", i, got, want)
		}
		if levels, _ := h.pass(t.Context(), keysOf(50)); levels != 0 || h.teller.told() != [3]int64{} {
			t.Errorf("instance %d asks again", i)
		}
	}
	for _, d := range halls[0].desks {
		d.askedTimes(t, 1)
	}
}

// TestLevelMixed: who has nothing to ask keeps nobody waiting.
func TestLevelMixed(t *testing.T) {
	private := daily
	private.Private = true
	halls := openHalls(t, 2, append(shared(3), private)...)
	if _, failed := halls[0].pass(t.Context(), keysOf(3)); len(failed) > 0 {
		t.Error(failed)
	}
	halls[0].caches.flying.Wait()
	h := halls[1]
	h.desks[0].loads(t, keysOf(1)[0], keysOf(1)[0]+" 0") // has one of three at hand
	h.teller.told()
	if levels, failed := h.pass(t.Context(), keysOf(3)); levels != 1 || len(failed) > 0 {
		t.Error(levels, failed)
	}
	if got := h.teller.told(); got != [3]int64{1, 0, 0} {
		t.Error(got)
	}
	h.desks[0].loads(t, "9", "9 0")
	h.pass(t.Context(), keysOf(3)) // all at hand
	h.desks[1].loads(t, "9", "9 0")
}

// TestLevelPanics: one archive that panics fails nobody else, and the engine nobody at all.
func TestLevelPanics(t *testing.T) {
	h := openHalls(t, 1, shared(3)...)[0]
	ctx, more := Gather(WithBatch(t.Context()))
	ask := func() (errs [3]error) {
		for i, k := range []string{"a", "panic", "b"} {
			_, errs[i] = h.desks[i].Load(ctx, k)
		}
		return errs
	}
	ask()
	more()
	if got := ask(); got[0] != nil || !errors.Is(got[1], errPanicked) || got[2] != nil {
		t.Error(got)
	}
	h.teller.panics.Store(true)
	if _, failed := h.pass(t.Context(), keysOf(2)); len(failed) > 0 {
		t.Error(failed)
	}
	if got := h.teller.told(); got[0] == 0 {
		t.Error("the engine was not asked")
	}
	h.teller.panics.Store(false)
	if _, failed := h.pass(t.Context(), keysOf(2)); len(failed) > 0 {
		t.Error(failed)
	}
}

// TestLevelSlow: an archive that takes long, or another instance that is reading, keeps nobody waiting who wants something else.
func TestLevelSlow(t *testing.T) {
	halls := openHalls(t, 2, shared(2)...)
	slow := halls[0].desks[0]
	release := slow.hold()
	var waiting sync.WaitGroup
	for _, h := range halls {
		waiting.Go(func() {
			if levels, failed := h.pass(t.Context(), []string{"a"}); levels != 1 || len(failed) > 0 {
				t.Error(levels, failed)
			}
		})
	}
	<-slow.begun
	for _, h := range halls {
		h.desks[1].loads(t, "a", "a 0")
	}
	release()
	waiting.Wait()
	for _, h := range halls {
		h.caches.flying.Wait()
	}
	slow.askedTimes(t, 1)
	halls[0].desks[1].askedTimes(t, 1)
}

// TestLevelLeft: who does not wait any more fails nobody.
func TestLevelLeft(t *testing.T) {
	h := openHalls(t, 1, shared(3)...)[0]
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, failed := h.pass(ctx, []string{"a"}); len(failed) > 0 && !errors.Is(failed["voci0"], context.Canceled) {
		t.Error(failed)
	}
	if _, failed := h.pass(t.Context(), []string{"a"}); len(failed) > 0 {
		t.Error(failed)
	}
}
