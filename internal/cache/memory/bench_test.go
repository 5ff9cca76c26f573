package memory_test

import (
	"fmt"
	"testing"

	"cassetto/internal/cache"
	"cassetto/internal/cache/memory"
)

const many = 1_000_000

// full is a cache of many entries, a tenth of them in each of ten sections.
func full(b *testing.B) (*memory.Cache[any], []cache.Key) {
	c, keys := open(b, memory.Options[any]{Bytes: 8 << 30}), make([]cache.Key, many)
	var sections [10]*cache.Section
	for i := range sections {
		sections[i] = &cache.Section{Archive: "archivio", Name: fmt.Sprint("sezione ", i)}
	}
	for i := range keys {
		keys[i] = cache.Key{Section: sections[i%10], Code: fmt.Sprint(4_955_000_000 + i/10)}
	}
	for some := keys; len(some) > 0; some = some[1000:] {
		put(b, c, claim(b, c, some[:1000]...), entry(1))
	}
	b.ReportAllocs()
	b.ResetTimer()
	return c, keys
}

func BenchmarkFind(b *testing.B) {
	c, keys := full(b)
	for i := 0; b.Loop(); i++ {
		c.Find(keys[i%1000])
	}
}

func BenchmarkFindAnywhere(b *testing.B) {
	c, keys := full(b)
	for i := 0; b.Loop(); i++ {
		c.Find(keys[i*7919%many])
	}
}

func BenchmarkFindParallel(b *testing.B) {
	c, keys := full(b)
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			c.Find(keys[i%1000])
		}
	})
}

// BenchmarkPut claims and puts anew ten keys at a time.
func BenchmarkPut(b *testing.B) {
	c, keys := full(b)
	for i := 0; b.Loop(); i++ {
		from := i * 7919 % (many / 10) * 10
		put(b, c, claim(b, c, keys[from:from+10]...), entry(2))
	}
}

func BenchmarkForgetCode(b *testing.B) {
	c, keys := full(b)
	for i := 0; b.Loop(); i++ {
		forget(b, c, cache.Change{Archive: "archivio", Tags: cache.TagsOf(keys[i*7919%many].Code)})
	}
}

// BenchmarkForgetSection forgets a hundred thousand entries the first time in ten.
func BenchmarkForgetSection(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		c, _ := full(b)
		b.StartTimer()
		forget(b, c, cache.Change{Section: "sezione 3"})
	}
}

func BenchmarkForgetAll(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		c, _ := full(b)
		b.StartTimer()
		forget(b, c, cache.Change{})
	}
}
