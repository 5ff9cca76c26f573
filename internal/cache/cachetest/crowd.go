package cachetest

import (
	"context"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"cassetto/internal/cache"
)

// row is what an archive has under a key: a number that grows with every change.
type row struct {
	key   cache.Key
	value atomic.Int64
	least atomic.Int64 // what no older number than this may be found: a change that made it has been forgotten
}

// testCrowd reads, changes and forgets from many goroutines. A number is read under a claim and after it was made: one that is
// smaller than a change whose Forget has returned was claimed before it.
func testCrowd[V any](e *engine[V]) {
	var rows []*row
	for _, k := range append(keys(e.companies, "a", "b", "c"), keys(e.shares, "a", "b")...) {
		rows = append(rows, &row{key: k})
	}
	limit, cancel := context.WithTimeout(e.Context(), 2*time.Minute)
	defer cancel()
	running, stop := context.WithCancel(limit)
	defer stop()
	hits := make(chan struct{}) // a change waits for something to be found, that there may be something to forget
	var readers, changers sync.WaitGroup
	for range 3 {
		readers.Go(func() { e.reads(running, rows) })
		readers.Go(func() { e.looks(running, rows, hits) })
	}
	for range 3 {
		changers.Go(func() { e.changes(limit, rows, hits) })
	}
	changers.Wait()
	stop()
	readers.Wait()
	if limit.Err() != nil {
		e.Error("in two minutes too little was found")
	}
}

// reads what is not kept, and keeps it, as whoever reads from an archive does.
func (e *engine[V]) reads(running context.Context, rows []*row) {
	for running.Err() == nil {
		some := pick(rows)
		var wanted []cache.Key
		for _, r := range some {
			wanted = append(wanted, r.key)
		}
		c, err := e.Claim(e.Context(), wanted)
		if err != nil {
			e.Errorf("claim: %v", err)
			return
		}
		entries := map[cache.Key]cache.Entry[V]{}
		for _, r := range some {
			entries[r.key] = e.entry(int(r.value.Load()))
		}
		if err := e.Put(e.Context(), c, entries); err != nil {
			e.Errorf("put: %v", err)
			return
		}
	}
}

func (e *engine[V]) looks(running context.Context, rows []*row, hits chan<- struct{}) {
	for running.Err() == nil {
		some := pick(rows)
		var wanted []cache.Key
		var least []int64
		for _, r := range some {
			wanted, least = append(wanted, r.key), append(least, r.least.Load())
		}
		found, err := e.Get(e.Context(), wanted)
		if err != nil {
			e.Errorf("get: %v", err)
			return
		}
		for i, k := range wanted {
			if got, ok := found[k]; ok && int64(e.Number(got.Value)) < least[i] {
				e.Errorf("%s: %d is found after it was forgotten for %d", name(k), e.Number(got.Value), least[i])
			}
		}
		if len(found) > 0 {
			select {
			case hits <- struct{}{}:
			default:
			}
		}
	}
}

// changes some rows and forgets what was kept of them.
func (e *engine[V]) changes(limit context.Context, rows []*row, hits <-chan struct{}) {
	for range 60 {
		select {
		case <-hits:
		case <-limit.Done():
			return
		}
		change := cache.Change{Tags: cache.TagsOf([]string{"a", "b", "c"}[rand.IntN(3)])}
		switch rand.IntN(6) {
		case 0:
			change = cache.Change{}
		case 1:
			change = cache.Change{Archive: "anagrafica", Section: "aziende"}
		case 2:
			change.Archive = "anagrafica"
		}
		made := map[*row]int64{}
		for _, r := range rows {
			concerned := change.Tags == nil || r.key.Section.Relates || change.Tags[0] == cache.TagOf(r.key.Code)
			if change.Concerns(r.key.Section) && concerned {
				made[r] = r.value.Add(1)
			}
		}
		if err := e.Forget(e.Context(), change); err != nil {
			e.Errorf("forget: %v", err)
			return
		}
		for r, n := range made {
			for least := r.least.Load(); least < n && !r.least.CompareAndSwap(least, n); {
				least = r.least.Load()
			}
		}
	}
}

func pick(rows []*row) []*row {
	var some []*row
	for _, i := range rand.Perm(len(rows))[:1+rand.IntN(3)] {
		some = append(some, rows[i])
	}
	return some
}
