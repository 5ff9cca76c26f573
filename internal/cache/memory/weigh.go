package memory

import (
	"math"
	"unsafe"

	"cassetto/internal/cache"
	"cassetto/internal/cache/weight"
)

// overhead is what keeping an entry takes besides the entry and its value, in bytes: a node of otter's and its place in the hash
// table and in the sketch (130), and places in the index. It is the growth of the heap for 100,000 to 300,000 entries of a few
// bytes, over their number. Those were of as many codes; when each code is in ten sections, the index takes 190 bytes less.
const overhead = 400

// weigher adds to what a value takes what keeping it does.
func weigher[V any](value func(cache.Key, *cache.Entry[V]) int) func(cache.Key, *cache.Entry[V]) uint32 {
	if value == nil {
		measure := weight.For[V]()
		value = func(_ cache.Key, e *cache.Entry[V]) int { return measure(&e.Value) }
	}
	var k kept[V]
	own := overhead + int(unsafe.Sizeof(k)) - int(unsafe.Sizeof(k.Value)) // of which the value is told again
	return func(key cache.Key, e *cache.Entry[V]) uint32 {
		total := own + value(key, e) + len(key.Code) + cap(e.Tags)*len(cache.Tag{})
		return uint32(min(total, math.MaxUint32))
	}
}
