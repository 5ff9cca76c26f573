// Package cachetest is the whole test of an engine of package cache.
package cachetest

import (
	"reflect"
	"testing"
	"time"

	"cassetto/internal/cache"
)

// Options say what is tested, with values of a type that the engine can keep.
type Options[V any] struct {
	Open   func(t *testing.T) cache.Engine[V] // an empty engine, of which nobody else forgets
	Value  func(n int) V                      // a value that has in it a number from zero up
	Number func(v V) int                      // the number of a value
	Same   func(a, b V) bool                  // nil: reflect.DeepEqual
}

// Run shows that an engine keeps every promise of cache.Engine.
func Run[V any](t *testing.T, o Options[V]) {
	if o.Same == nil {
		o.Same = func(a, b V) bool { return reflect.DeepEqual(a, b) }
	}
	for _, test := range []struct {
		name string
		run  func(e *engine[V])
	}{
		{"what was never put is not found", testMiss[V]},
		{"many keys are put and found in one call", testMany[V]},
		{"no keys at all", testNone[V]},
		{"a code is one value in each section", testSections[V]},
		{"values of another schema are not found", testSchema[V]},
		{"that an archive has nothing is kept too", testUnknown[V]},
		{"times come back", testTimes[V]},
		{"after its time nothing is found", testUntil[V]},
		{"what is put again replaces what was there", testReplace[V]},
		{"a key is claimed by one at a time", testExclusive[V]},
		{"of many keys the free ones are granted", testPartial[V]},
		{"a put gives up the keys it has no entry for", testGiveUp[V]},
		{"without a claim nothing is kept", testUnclaimed[V]},
		{"a claim is put once", testTwice[V]},
		{"a forgotten claim keeps nothing", testForgottenClaim[V]},
		{"a claim that a change does not concern keeps what was read", testOtherClaim[V]},
		{"a change drops what it concerns and nothing else", testForget[V]},
		{"values that hold data of other codes are dropped by any", testRelates[V]},
		{"nothing outlives a change that many make at once", testCrowd[V]},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.run(&engine[V]{T: t, Engine: o.Open(t), Options: o, now: time.Now().Truncate(time.Millisecond),
				companies: &cache.Section{Archive: "anagrafica", Name: "aziende", Schema: "1"},
				people:    &cache.Section{Archive: "anagrafica", Name: "persone", Schema: "1"},
				requests:  &cache.Section{Archive: "agenda", Name: "aziende", Schema: "1"},
				shares:    &cache.Section{Archive: "infocamere", Name: "quote", Schema: "1", Relates: true},
			})
		})
	}
}

// engine is an engine under test, with the words of the suite.
type engine[V any] struct {
	*testing.T
	cache.Engine[V]
	Options[V]
	now                                 time.Time // when the test began
	companies, people, requests, shares *cache.Section
}

func keys(s *cache.Section, codes ...string) []cache.Key {
	var all []cache.Key
	for _, c := range codes {
		all = append(all, cache.Key{Section: s, Code: c})
	}
	return all
}

func name(k cache.Key) string {
	return k.Section.Archive + "/" + k.Section.Name + "/" + k.Section.Schema + "/" + k.Code
}

// entry is a value that is kept for as long as a test may take.
func (e *engine[V]) entry(n int) cache.Entry[V] {
	return cache.Entry[V]{Value: e.Value(n), Known: true, Fresh: e.now.Add(time.Hour), Until: e.now.Add(2 * time.Hour)}
}

func (e *engine[V]) get(keys ...cache.Key) map[cache.Key]cache.Entry[V] {
	e.Helper()
	found, err := e.Get(e.Context(), keys)
	if err != nil {
		e.Fatalf("get: %v", err)
	}
	return found
}

// claim asks for keys, whatever is granted.
func (e *engine[V]) claim(keys ...cache.Key) cache.Claim {
	e.Helper()
	c, err := e.Claim(e.Context(), keys)
	if err != nil {
		e.Fatalf("claim: %v", err)
	}
	return c
}

func (e *engine[V]) put(c cache.Claim, entries map[cache.Key]cache.Entry[V]) {
	e.Helper()
	if err := e.Put(e.Context(), c, entries); err != nil {
		e.Fatalf("put: %v", err)
	}
}

func (e *engine[V]) forget(c cache.Change) {
	e.Helper()
	if err := e.Forget(e.Context(), c); err != nil {
		e.Fatalf("forget: %v", err)
	}
}

// granted wants exactly these keys of a claim.
func (e *engine[V]) granted(c cache.Claim, want ...cache.Key) {
	e.Helper()
	got := map[cache.Key]bool{}
	for _, k := range c.Keys {
		if got[k] {
			e.Errorf("%s is granted twice", name(k))
		}
		got[k] = true
	}
	for _, k := range want {
		if !got[k] {
			e.Errorf("%s is not granted", name(k))
		}
		delete(got, k)
	}
	for k := range got {
		e.Errorf("%s is granted", name(k))
	}
}

// putUnder puts a value for each key that a claim was asked for: the number n, and one more for each next key.
func (e *engine[V]) putUnder(c cache.Claim, n int, keys ...cache.Key) {
	e.Helper()
	entries := map[cache.Key]cache.Entry[V]{}
	for i, k := range keys {
		entries[k] = e.entry(n + i)
	}
	e.put(c, entries)
}

// keep claims keys and puts them: the number n, and one more for each next key.
func (e *engine[V]) keep(n int, keys ...cache.Key) {
	e.Helper()
	c := e.claim(keys...)
	e.granted(c, keys...)
	e.putUnder(c, n, keys...)
}

// finds wants the values of keys: the number n, and one more for each next key.
func (e *engine[V]) finds(n int, keys ...cache.Key) {
	e.Helper()
	found := e.get(keys...)
	for i, k := range keys {
		switch got, ok := found[k]; {
		case !ok:
			e.Errorf("%s is not found", name(k))
		case !got.Known:
			e.Errorf("%s is found to be nothing", name(k))
		case !e.Same(got.Value, e.Value(n+i)):
			e.Errorf("%s: %v, want %v", name(k), got.Value, e.Value(n+i))
		}
		delete(found, k)
	}
	for k := range found {
		e.Errorf("%s was not asked for", name(k))
	}
}

// misses wants none of the keys to be found.
func (e *engine[V]) misses(keys ...cache.Key) {
	e.Helper()
	for k, got := range e.get(keys...) {
		e.Errorf("%s is found: %v", name(k), got.Value)
	}
}
