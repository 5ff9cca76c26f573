package redis_test

import (
	"crypto/rand"
	"fmt"
	"testing"

	"cassetto/internal/cache"
	"cassetto/internal/cache/redis"
	"cassetto/internal/redistest"
)

// row40 is a section's answer of some 4 KB, as JSON, which compresses like one.
func row40() []byte {
	var b []byte
	for i := range 40 {
		b = fmt.Appendf(b, `{"periodo":"2026-%02d","saldo":"%s","stato":"QUADRATA","aggiornatoAl":"2026-09-01T00:00:00Z"}`, i%12+1, rand.Text()[:8])
	}
	return b
}

// BenchmarkGet reads values of 4 KB, compressed to an eighth, or of random bytes, which are not.
func BenchmarkGet(b *testing.B) {
	noise := make([]byte, 4000)
	_, _ = rand.Read(noise)
	for _, sealed := range []bool{false, true} {
		for what, value := range map[string][]byte{"compressed": row40(), "as it is": noise} {
			var o redis.Options
			if sealed {
				o.Keys = newKeys(b, 1)
			}
			c := open(b, redistest.Start(b), o)
			for _, n := range []int{1, 25, 200} {
				keys := fill(b, c, n, value)
				b.Run(fmt.Sprintf("keys=%d/sealed=%v/%s", n, sealed, what), func(b *testing.B) {
					b.ReportAllocs()
					for b.Loop() {
						if found, err := c.Get(b.Context(), keys); err != nil || len(found) != n {
							b.Fatal(len(found), err)
						}
					}
				})
			}
		}
	}
}

// BenchmarkMiss is what an empty cache adds to a read: nothing is found, claimed, and put.
func BenchmarkMiss(b *testing.B) {
	c := open(b, redistest.Start(b), redis.Options{Keys: newKeys(b, 1)})
	for _, n := range []int{1, 25, 200} {
		value := row40()
		b.Run(fmt.Sprintf("keys=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				fill(b, c, n, value)
			}
		})
	}
}

func fill(b *testing.B, c *redis.Cache, n int, value []byte) []cache.Key {
	b.Helper()
	var keys []cache.Key
	entries := map[cache.Key]cache.Entry[[]byte]{}
	for i := range n {
		k := key(emens, fmt.Sprint(i))
		e := entry("")
		e.Value = value
		keys, entries[k] = append(keys, k), e
	}
	granted, err := c.Claim(b.Context(), keys)
	if err != nil || len(granted.Keys) != n {
		b.Fatal(len(granted.Keys), err)
	}
	if err := c.Put(b.Context(), granted, entries); err != nil {
		b.Fatal(err)
	}
	return keys
}
