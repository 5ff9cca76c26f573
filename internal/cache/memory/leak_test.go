package memory

import (
	"fmt"
	"testing"
	"time"

	"github.com/maypok86/otter/v2"

	"cassetto/internal/cache"
)

// TestLeak abandons claims and evicts entries, and looks at what is left of them.
func TestLeak(t *testing.T) {
	now := time.Now()
	c := New(Options[int]{Bytes: 5000, Now: func() time.Time { return now }, Lease: time.Minute})
	defer c.Close()
	section := &cache.Section{Archive: "anagrafica", Name: "aziende"}
	claim := func(i int) cache.Claim {
		granted, _ := c.Claim(t.Context(), []cache.Key{{Section: section, Code: fmt.Sprint(i)}, {Section: section, Code: fmt.Sprint(-i)}})
		return granted
	}
	for i := range 10_000 {
		granted := claim(1 + i)
		if i%2 == 0 { // the others are abandoned
			e := cache.Entry[int]{Until: now.Add(time.Hour), Tags: cache.TagsOf("altro", fmt.Sprint("di ", i))}
			c.Put(t.Context(), granted, map[cache.Key]cache.Entry[int]{granted.Keys[0]: e})
		}
		c.Forget(t.Context(), cache.Change{Tags: cache.TagsOf("nessuno")})
		now = now.Add(time.Second)
	}
	// In a minute, thirty are abandoned.
	if held, readings, changes := len(c.claims.held), c.claims.readings.Len(), len(c.claims.changes); held > 62 || readings > 31 || changes > 61 {
		t.Errorf("%d keys are held by %d readings, with %d changes", held, readings, changes)
	}
	now = now.Add(time.Minute)
	claim(0)
	c.Distrust() // the next claim takes over the keys of one that is worth nothing
	last := claim(0)
	c.Put(t.Context(), last, nil)
	c.Forget(t.Context(), cache.Change{})
	if held, readings, changes := len(c.claims.held), c.claims.readings.Len(), len(c.claims.changes); held+readings+changes > 0 {
		t.Errorf("in the end %d keys are held by %d readings, with %d changes", held, readings, changes)
	}
	if sections, tags := len(c.index.sections), len(c.index.tags); c.Len()+sections+tags > 0 {
		t.Errorf("in the end %d entries are kept, and the index has %d sections and %d tags", c.Len(), sections, tags)
	}
}

// TestDropped stops in the middle of a removal, when the entry is out of the index and not yet out of the cache.
func TestDropped(t *testing.T) {
	c := New(Options[int]{Bytes: 1 << 20, Lease: time.Minute})
	defer c.Close()
	for cause, want := range map[otter.DeletionCause]bool{
		otter.CauseReplacement: true, otter.CauseInvalidation: false, otter.CauseOverflow: false, otter.CauseExpiration: false,
	} {
		key := cache.Key{Section: &cache.Section{}, Code: cause.String()}
		granted, _ := c.Claim(t.Context(), []cache.Key{key})
		c.Put(t.Context(), granted, map[cache.Key]cache.Entry[int]{key: {Until: time.Now().Add(time.Hour)}})
		k, _ := c.kept.GetIfPresent(key)
		c.dropped(otter.DeletionEvent[cache.Key, *kept[int]]{Key: key, Value: k, Cause: cause})
		if _, ok := c.Find(key); ok != want {
			t.Errorf("what leaves for the cause %v is found: %v", cause, ok)
		}
	}
}
