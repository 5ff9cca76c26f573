package memory_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/internal/quota"
	"cassetto/internal/quota/memory"
)

const benchUsers = 10_000

func benchNames() []string {
	names := make([]string, benchUsers)
	for i := range names {
		names[i] = fmt.Sprintf("https://idp.example.it RSSMRA80A%05d", i)
	}
	return names
}

func BenchmarkTake(b *testing.B) {
	l, names, rate := memory.New(benchUsers, time.Now), benchNames(), quota.Rate{PerMinute: 60_000, Burst: 1000}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		take(b, l, names[i%benchUsers], 1, rate)
	}
}

func BenchmarkTakeParallel(b *testing.B) {
	l, names, rate := memory.New(benchUsers, time.Now), benchNames(), quota.Rate{PerMinute: 60_000, Burst: 1000}
	var worker atomic.Int64
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for i := int(worker.Add(1)) * 1000; pb.Next(); i++ {
			take(b, l, names[i%benchUsers], 1, rate)
		}
	})
}

func BenchmarkTakeNewUser(b *testing.B) {
	l, rate := memory.New(benchUsers, time.Now), quota.Rate{PerMinute: 60_000, Burst: 1000}
	who := make([]byte, 8)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		for j := range who {
			who[j] = byte(i >> (8 * j))
		}
		take(b, l, string(who), 1, rate)
	}
}
