package redis_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"cassetto/internal/quota"
	"cassetto/internal/redistest"
)

func BenchmarkTake(b *testing.B) {
	l, rate := open(b, redistest.Start(b)), quota.Rate{PerMinute: 60_000, Burst: 1000}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		take(b, l, fmt.Sprint("user ", i%10_000), 1, rate)
	}
}

func BenchmarkTakeParallel(b *testing.B) {
	l, rate := open(b, redistest.Start(b)), quota.Rate{PerMinute: 60_000, Burst: 1000}
	var worker atomic.Int64
	b.SetParallelism(8)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for i := worker.Add(1) * 1000; pb.Next(); i++ {
			take(b, l, fmt.Sprint("user ", i%10_000), 1, rate)
		}
	})
}
