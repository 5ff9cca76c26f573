package resilience_test

import (
	"context"
	"testing"
	"time"

	"cassetto/internal/resilience"
)

// BenchmarkRead is what a read costs besides the source.
func BenchmarkRead(b *testing.B) {
	ctx := context.Background()
	for _, hedge := range []bool{false, true} {
		name := map[bool]string{false: "plain", true: "hedging"}[hedge]
		fresh := func() *resilience.Guard {
			return guard(func(o *resilience.Options) { o.Hedge, o.Queue = hedge, time.Minute })
		}
		b.Run(name, func(b *testing.B) {
			g := fresh()
			b.ReportAllocs()
			for b.Loop() {
				resilience.Read(ctx, g, answers)
			}
		})
		b.Run(name+" together", func(b *testing.B) {
			g := fresh()
			b.ReportAllocs()
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					resilience.Read(ctx, g, answers)
				}
			})
		})
	}
	b.Run("refused", func(b *testing.B) {
		g := guard(nil)
		b.ReportAllocs()
		for b.Loop() {
			for !g.Open() {
				command(g, fails)
			}
			resilience.Read(ctx, g, answers)
		}
	})
}
