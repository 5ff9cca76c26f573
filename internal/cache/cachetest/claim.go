package cachetest

import (
	"cassetto/internal/cache"
)

func testExclusive[V any](e *engine[V]) {
	key, other := keys(e.companies, "4955000001")[0], keys(e.people, "4955000001")[0]
	first := e.claim(key)
	e.granted(first, key)
	e.granted(e.claim(key))
	e.granted(e.claim(other), other)
	e.misses(key)
	e.putUnder(first, 1, key)
	second := e.claim(key)
	e.granted(second, key)
	e.granted(e.claim(key))
	e.finds(1, key)
	e.forget(cache.Change{Tags: cache.TagsOf(key.Code)})
	third := e.claim(key)
	e.granted(third, key)
	e.granted(e.claim(key))
	e.putUnder(second, 2, key) // must not give up the third
	e.granted(e.claim(key))
	e.misses(key)
	e.putUnder(third, 3, key)
	e.finds(3, key)
}

func testPartial[V any](e *engine[V]) {
	all := keys(e.companies, "a", "b", "c", "d", "e")
	odd, even := []cache.Key{all[1], all[3]}, []cache.Key{all[0], all[2], all[4]}
	first := e.claim(odd...)
	e.granted(first, odd...)
	second := e.claim(all...)
	e.granted(second, even...)
	e.granted(e.claim(all...))
	e.putUnder(second, 10, all...) // what it was not granted it must not keep, nor give up
	e.misses(odd...)
	e.finds(10, all[0])
	e.finds(12, all[2])
	e.granted(e.claim(all...), even...)
	e.putUnder(first, 21, odd...)
	e.finds(21, odd...)
}

func testGiveUp[V any](e *engine[V]) {
	all := keys(e.companies, "a", "b", "c")
	c := e.claim(all...)
	e.putUnder(c, 1, all[0])
	e.finds(1, all[0])
	e.misses(all[1:]...)
	again := e.claim(all...)
	e.granted(again, all...)
	e.put(again, nil)
	e.finds(1, all[0])
	e.granted(e.claim(all...), all...)
}

func testUnclaimed[V any](e *engine[V]) {
	key, other := keys(e.companies, "4955000001")[0], keys(e.companies, "4955000002")[0]
	held := e.claim(key)
	e.putUnder(e.claim(key), 1, key)
	e.misses(key)
	e.putUnder(e.claim(other), 2, key)
	e.misses(key, other)
	e.putUnder(held, 3, key)
	e.finds(3, key)
}

func testTwice[V any](e *engine[V]) {
	key := keys(e.companies, "4955000001")[0]
	c := e.claim(key)
	e.putUnder(c, 1, key)
	e.putUnder(c, 2, key)
	e.finds(1, key)
	next := e.claim(key)
	e.putUnder(c, 3, key)
	e.finds(1, key)
	e.granted(e.claim(key))
	e.putUnder(next, 4, key)
	e.finds(4, key)
}
