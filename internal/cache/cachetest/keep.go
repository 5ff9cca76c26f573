package cachetest

import (
	"fmt"
	"time"

	"cassetto/internal/cache"
)

func testMiss[V any](e *engine[V]) {
	e.misses(keys(e.companies, "4955000001", "4955000002", "")...)
	e.keep(1, keys(e.companies, "4955000001")...)
	e.misses(keys(e.companies, "4955000002", "495500000", "49550000011", "4955000001 ", "")...)
}

func testMany[V any](e *engine[V]) {
	var all []cache.Key
	for i := range 1000 {
		all = append(all, keys(e.companies, fmt.Sprint("4955", i))...)
		all = append(all, keys(e.requests, fmt.Sprint("4955", i))...)
	}
	e.keep(7, all...)
	e.finds(7, all...)
	e.finds(7+100, all[100:200]...)
	odd := keys(e.companies, "", "a:b", "{a}", "a b", "a\x00", "a\n", "à", "A", "a")
	e.keep(1, odd...)
	e.finds(1, odd...)
}

func testNone[V any](e *engine[V]) {
	e.misses()
	c := e.claim()
	e.granted(c)
	e.put(c, nil)
	e.put(e.claim(keys(e.companies, "4955000001")...), nil)
	e.keep(1, keys(e.companies, "4955000001")...)
}

func testSections[V any](e *engine[V]) {
	for i, s := range []*cache.Section{e.companies, e.people, e.requests, e.shares} {
		e.misses(keys(s, "4955000001")...)
		e.keep(i, keys(s, "4955000001")...)
	}
	for i, s := range []*cache.Section{e.companies, e.people, e.requests, e.shares} {
		e.finds(i, keys(s, "4955000001")...)
	}
}

func testSchema[V any](e *engine[V]) {
	next := *e.companies
	next.Schema = "2"
	e.keep(1, keys(e.companies, "4955000001")...)
	e.misses(keys(&next, "4955000001")...)
	e.keep(2, keys(&next, "4955000001")...)
	e.finds(1, keys(e.companies, "4955000001")...)
	e.finds(2, keys(&next, "4955000001")...)
	e.forget(cache.Change{Archive: next.Archive, Section: next.Name, Tags: cache.TagsOf("4955000001")})
	e.misses(append(keys(e.companies, "4955000001"), keys(&next, "4955000001")...)...)
}

func testUnknown[V any](e *engine[V]) {
	all := keys(e.companies, "4955000001", "4955000002")
	unknown, known := all[0], all[1]
	nothing := cache.Entry[V]{Fresh: e.now.Add(time.Minute), Until: e.now.Add(time.Hour)}
	e.put(e.claim(all...), map[cache.Key]cache.Entry[V]{unknown: nothing, known: e.entry(1)})
	e.finds(1, known)
	got, ok := e.get(unknown)[unknown]
	if !ok || got.Known {
		e.Errorf("found is %v and known is %v", ok, got.Known)
	}
	e.keptUntil(got, nothing)
}

func testTimes[V any](e *engine[V]) {
	all := keys(e.companies, "fresh", "stale", "fresh to the end", "past its freshness")
	entries := map[cache.Key]cache.Entry[V]{}
	for i, fresh := range []time.Time{e.now.Add(time.Hour + time.Millisecond), {}, e.now.Add(10 * time.Hour), e.now.Add(-time.Hour)} {
		entries[all[i]] = cache.Entry[V]{Value: e.Value(i), Known: true, Fresh: fresh, Until: e.now.Add(10 * time.Hour)}
	}
	e.put(e.claim(all...), entries)
	e.finds(0, all...)
	for k, got := range e.get(all...) {
		e.keptUntil(got, entries[k])
	}
}

// keptUntil wants the times of an entry, to the millisecond.
func (e *engine[V]) keptUntil(got, want cache.Entry[V]) {
	e.Helper()
	if got.Fresh.IsZero() != want.Fresh.IsZero() || got.Fresh.UnixMilli() != want.Fresh.UnixMilli() {
		e.Errorf("fresh until %v, want %v", got.Fresh, want.Fresh)
	}
	if got.Until.UnixMilli() != want.Until.UnixMilli() {
		e.Errorf("kept until %v, want %v", got.Until, want.Until)
	}
}

// testUntil asks for an entry again and again. Whenever a Get ends before the entry's time it must be found, and whenever one
// begins after that it must not.
func testUntil[V any](e *engine[V]) {
	all := keys(e.companies, "gone", "soon", "late")
	gone, soon, late := e.entry(1), e.entry(2), e.entry(3)
	now := time.Now()
	gone.Until, soon.Until = now.Add(-time.Millisecond), now.Add(300*time.Millisecond)
	e.put(e.claim(all...), map[cache.Key]cache.Entry[V]{all[0]: gone, all[1]: soon, all[2]: late})
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for over := false; !over; <-tick.C {
		over = time.Now().After(soon.Until.Add(time.Millisecond)) // to which an engine may round
		found := e.get(all...)
		early := time.Now().Before(soon.Until.Add(-time.Millisecond))
		if _, ok := found[all[0]]; ok {
			e.Error("what was past its time when it was put is found")
		}
		if _, ok := found[all[1]]; ok && over || !ok && early {
			e.Errorf("at %v an entry until %v is found: %v", time.Now(), soon.Until, ok)
		}
		if _, ok := found[all[2]]; !ok {
			e.Error("what is not past its time is not found")
		}
	}
	e.keep(4, all[:2]...)
	e.finds(4, all[:2]...)
	e.put(e.claim(all[0]), map[cache.Key]cache.Entry[V]{all[0]: gone})
	e.misses(all[0])
}

func testReplace[V any](e *engine[V]) {
	all := keys(e.companies, "4955000001", "4955000002")
	e.keep(1, all...)
	e.keep(11, all...)
	e.finds(11, all...)
	e.put(e.claim(all...), map[cache.Key]cache.Entry[V]{all[0]: {Until: e.now.Add(time.Hour)}})
	if got, ok := e.get(all[0])[all[0]]; !ok || got.Known {
		e.Errorf("of what is no longer there: found is %v and known is %v", ok, got.Known)
	}
	e.finds(12, all[1])
	e.keep(21, all...)
	e.finds(21, all...)
}
