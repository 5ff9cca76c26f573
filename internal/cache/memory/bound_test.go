package memory_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"cassetto/internal/cache"
	"cassetto/internal/cache/memory"
)

// fill puts n entries, each with a text of so many bytes of its own, under as many codes.
func fill(t *testing.T, c *memory.Cache[any], n, size int) {
	t.Helper()
	for from := 0; from < n; from += 100 {
		var keys []cache.Key
		for i := range 100 {
			keys = append(keys, key(fmt.Sprint("codice ", from+i)))
		}
		entries := map[cache.Key]cache.Entry[any]{}
		for _, k := range keys {
			e := entry(0)
			e.Value = &value{Text: strings.Repeat("x", size)}
			entries[k] = e
		}
		if err := c.Put(t.Context(), claim(t, c, keys...), entries); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBound(t *testing.T) {
	const bound = 8 << 20
	for _, size := range []int{1, 1000, 100_000} {
		before := heap()
		c := open(t, memory.Options[any]{Bytes: bound})
		held := claim(t, c, key("held"))
		n := 3 * bound / (size + 500) / 100 * 100
		fill(t, c, n, size)
		grown := 0
		eventually(t, "the weight is within the bound, and the heap about", func() bool {
			grown = heap() - before
			return c.Weight() <= bound && grown <= bound*3/2
		})
		t.Logf("%d of %d entries of %d bytes weigh %d, and the heap grew by %d", c.Len(), n, size, c.Weight(), grown)
		if c.Len() >= n || c.Weight() < bound/2 {
			t.Errorf("entries of %d bytes: %d of %d weigh %d; the bound is %d", size, c.Len(), n, c.Weight(), bound)
		}
		if again, _ := c.Claim(t.Context(), held.Keys); len(again.Keys) > 0 {
			t.Error("a claim was lost among the evictions")
		}
		put(t, c, held, entry(1))
		forget(t, c, cache.Change{})
		eventually(t, "the weight of nothing is nothing", func() bool { return c.Len() == 0 && c.Weight() == 0 })
		runtime.KeepAlive(c)
	}
}

// TestWeight compares what entries weigh with what they take, where what they hold is next to nothing.
func TestWeight(t *testing.T) {
	before := heap()
	c := open(t, memory.Options[any]{Bytes: 1 << 30})
	fill(t, c, 20_000, 1)
	grown, weight := heap()-before, int(c.Weight())
	t.Logf("the weight is %d, and the heap grew by %d", weight, grown)
	if ratio := float64(weight) / float64(grown); ratio < 0.7 || ratio > 1.3 {
		t.Errorf("the weight is %d, and the heap grew by %d: a ratio of %.2f", weight, grown, ratio)
	}
	runtime.KeepAlive(c)
}

func TestTooLarge(t *testing.T) {
	weigh := func(k cache.Key, _ *cache.Entry[any]) int { return len(k.Code) * 1000 }
	c := open(t, memory.Options[any]{Bytes: 20_000, Weigh: weigh})
	put(t, c, claim(t, c, key("small")), entry(1))
	put(t, c, claim(t, c, key("a code of fifty thousand")), entry(2))
	put(t, c, claim(t, c, key(strings.Repeat("x", 5_000_000))), entry(3)) // more than otter can count
	eventually(t, "what is larger than all is not kept", func() bool { return c.Len() == 1 && c.Weight() <= 20_000 })
	if !found(c, key("small")) {
		t.Error("what is small was lost with it")
	}
}
