package memory_test

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"cassetto/internal/cache"
	"cassetto/internal/cache/memory"
)

// TestCrowdEvicted is the suite's crowd in a cache that always evicts: what leaves on its own must not be found after a Forget
// that no longer saw it.
func TestCrowdEvicted(t *testing.T) {
	c := open(t, memory.Options[any]{Bytes: 20_000}) // some thirty entries
	var versions [100]atomic.Int64
	var keys [len(versions)]cache.Key
	for i := range keys {
		keys[i] = key(fmt.Sprint(i))
	}
	var readers, changers sync.WaitGroup
	var over atomic.Bool
	for range 3 {
		readers.Go(func() {
			for !over.Load() {
				i := rand.IntN(len(keys))
				granted, _ := c.Claim(t.Context(), keys[i:i+1])
				put(t, c, granted, entry(int(versions[i].Load())))
			}
		})
		changers.Go(func() {
			for range 5000 {
				i := rand.IntN(len(keys))
				version := versions[i].Add(1)
				forget(t, c, cache.Change{Tags: cache.TagsOf(keys[i].Code)})
				if got, ok := c.Find(keys[i]); ok && int64(got.Value.(*value).N) < version {
					t.Errorf("%d is found after it was forgotten for %d", got.Value.(*value).N, version)
				}
			}
		})
	}
	changers.Wait()
	over.Store(true)
	readers.Wait()
}
