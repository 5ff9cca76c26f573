package memory_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/cache/cachetest"
	"cassetto/internal/cache/memory"
)

// value is what the tests keep.
type value struct {
	N    int
	Text string
}

func open(t testing.TB, o memory.Options[any]) *memory.Cache[any] {
	if o.Bytes == 0 {
		o.Bytes = 64 << 20
	}
	if o.Lease == 0 {
		o.Lease = time.Hour
	}
	c := memory.New(o)
	t.Cleanup(c.Close)
	return c
}

func TestEngine(t *testing.T) {
	cachetest.Run(t, cachetest.Options[any]{
		Open:   func(t *testing.T) cache.Engine[any] { return open(t, memory.Options[any]{}) },
		Value:  func(n int) any { return &value{n, fmt.Sprint(n)} },
		Number: func(v any) int { return v.(*value).N },
	})
}

var companies = &cache.Section{Archive: "anagrafica", Name: "aziende"}

func key(code string) cache.Key { return cache.Key{Section: companies, Code: code} }

func entry(n int, tags ...cache.Tag) cache.Entry[any] {
	now := time.Now()
	return cache.Entry[any]{Value: &value{N: n}, Known: true, Fresh: now.Add(time.Hour), Until: now.Add(2 * time.Hour), Tags: tags}
}

func claim(t testing.TB, c *memory.Cache[any], keys ...cache.Key) cache.Claim {
	t.Helper()
	granted, err := c.Claim(t.Context(), keys)
	if err != nil || len(granted.Keys) != len(keys) {
		t.Fatalf("%d of %d keys are granted, %v", len(granted.Keys), len(keys), err)
	}
	return granted
}

func put(t testing.TB, c *memory.Cache[any], granted cache.Claim, e cache.Entry[any]) {
	t.Helper()
	entries := map[cache.Key]cache.Entry[any]{}
	for _, k := range granted.Keys {
		entries[k] = e
	}
	if err := c.Put(t.Context(), granted, entries); err != nil {
		t.Fatal(err)
	}
}

func forget(t testing.TB, c *memory.Cache[any], change cache.Change) {
	t.Helper()
	if err := c.Forget(t.Context(), change); err != nil {
		t.Fatal(err)
	}
}

func found(c *memory.Cache[any], k cache.Key) bool {
	_, ok := c.Find(k)
	return ok
}

// eventually polls for what the cache does in its own time.
func eventually(t *testing.T, what string, done func() bool) {
	t.Helper()
	tick, late := time.NewTicker(5*time.Millisecond), time.After(time.Minute)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatalf("in a minute it is not true that %s", what)
		}
	}
}

// heap is how many bytes are in use.
func heap() int {
	runtime.GC()
	runtime.GC() // what the first one swept
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

func TestFind(t *testing.T) {
	c := open(t, memory.Options[any]{})
	put(t, c, claim(t, c, key("a")), entry(1))
	first, ok := c.Find(key("a"))
	second, again := c.Find(key("a"))
	if !ok || !again || first != second || first.Value.(*value).N != 1 {
		t.Errorf("%v, %v and then %v, %v: want one entry, shared", first, ok, second, again)
	}
	if n := testing.AllocsPerRun(1000, func() { c.Find(key("a")) }); n != 0 {
		t.Errorf("what is there takes %v allocations to find", n)
	}
	if n := testing.AllocsPerRun(1000, func() { c.Find(key("b")) }); n != 0 {
		t.Errorf("what is not there takes %v allocations", n)
	}
}

func TestTags(t *testing.T) {
	c := open(t, memory.Options[any]{})
	for what, test := range map[string]struct {
		change cache.Change
		drops  bool
	}{
		"a tag of the entry":                   {cache.Change{Tags: cache.TagsOf("y")}, true},
		"one among others":                     {cache.Change{Archive: "anagrafica", Tags: cache.TagsOf("n", "y", "m")}, true},
		"its own code":                         {cache.Change{Section: "aziende", Tags: cache.TagsOf("a")}, true},
		"a tag of it in another section":       {cache.Change{Section: "persone", Tags: cache.TagsOf("y")}, false},
		"a tag of it in another archive":       {cache.Change{Archive: "agenda", Tags: cache.TagsOf("y")}, false},
		"a tag of nothing":                     {cache.Change{Tags: cache.TagsOf("n")}, false},
		"a tag that its code had before it":    {cache.Change{Tags: cache.TagsOf("old")}, false},
		"a tag of it and one that it had once": {cache.Change{Tags: cache.TagsOf("old", "y")}, true},
	} {
		put(t, c, claim(t, c, key("a")), entry(1, cache.TagsOf("old")...))
		put(t, c, claim(t, c, key("a")), entry(2, cache.TagsOf("x", "y")...))
		forget(t, c, test.change)
		if found(c, key("a")) == test.drops {
			t.Errorf("after a change of %s it is found: %v", what, !test.drops)
		}
		forget(t, c, cache.Change{})
		held := claim(t, c, key("a"))
		forget(t, c, test.change)
		put(t, c, held, entry(3, cache.TagsOf("x", "y")...))
		if found(c, key("a")) == test.drops {
			t.Errorf("claimed before a change of %s it is found: %v", what, !test.drops)
		}
		put(t, c, claim(t, c, key("a")), entry(4, cache.TagsOf("x", "y")...))
		if !found(c, key("a")) {
			t.Errorf("claimed after a change of %s it is not found", what)
		}
	}
}

func TestDistrust(t *testing.T) {
	c := open(t, memory.Options[any]{})
	before := entry(1)
	put(t, c, claim(t, c, key("a")), before)
	held := claim(t, c, key("b"))
	c.Distrust()
	got, ok := c.Find(key("a"))
	if !ok || !got.Known || got.Value.(*value).N != 1 || !got.Fresh.IsZero() || !got.Until.Equal(before.Until) {
		t.Errorf("what was put before is found as %+v, %v", got, ok)
	}
	if all, _ := c.Get(t.Context(), []cache.Key{key("a")}); len(all) != 1 || !all[key("a")].Fresh.IsZero() {
		t.Errorf("what was put before is got as %+v", all)
	}
	again := claim(t, c, key("b"))
	put(t, c, held, entry(2))
	if found(c, key("b")) {
		t.Error("what was claimed before is kept")
	}
	for _, granted := range []cache.Claim{again, claim(t, c, key("a"))} {
		put(t, c, granted, entry(3))
		if got, ok := c.Find(granted.Keys[0]); !ok || got.Fresh.IsZero() || got.Value.(*value).N != 3 {
			t.Errorf("what was claimed after it is found as %+v, %v", got, ok)
		}
	}
	held = claim(t, c, key("c"))
	c.Distrust()
	put(t, c, held, entry(4))
	if found(c, key("c")) {
		t.Error("what was claimed before, and by nobody since, is kept")
	}
	forget(t, c, cache.Change{Tags: cache.TagsOf("a")})
	if found(c, key("a")) {
		t.Error("what is not trusted is not forgotten")
	}
}
