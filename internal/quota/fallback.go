package quota

import (
	"context"
	"log/slog"
	"math"
	"sync/atomic"
	"time"
)

const (
	pause   = time.Second   // from a failure to the next question to the shared limiter
	probing = math.MaxInt64 // the value of Fallback.next while that question is open
)

// Fallback answers from a shared limiter, and from a local one while the shared one fails. Only the calls that are under way
// when it begins to fail wait for it; from then on one call a second, in the background, finds out whether it is back.
//
// The local limiter knows nothing of what was spent on the shared one: at worst, each instance gives each user a bucket more
// per outage, and the instances add up while it lasts.
type Fallback struct {
	shared, local Limiter
	start         time.Time
	next          atomic.Int64 // when to ask the shared limiter again, in nanoseconds since start; zero while it answers
}

var _ Limiter = (*Fallback)(nil)

// NewFallback joins two limiters; shared must give up by itself after a short while.
func NewFallback(shared, local Limiter) *Fallback {
	return &Fallback{shared: shared, local: local, start: time.Now()}
}

// Take fails only with the context's error, or when the local limiter fails.
func (f *Fallback) Take(ctx context.Context, who string, cost int, rate Rate) (Taken, error) {
	if f.next.Load() == 0 {
		taken, err := f.shared.Take(ctx, who, cost, rate)
		if err == nil {
			return taken, nil
		}
		if over := Over(ctx); over != nil { // the caller's time, not the limiter's fault
			return Taken{}, over
		}
		f.lost(ctx, err)
	} else if f.due() {
		go f.probe(context.WithoutCancel(ctx), who, rate)
	}
	return f.local.Take(ctx, who, cost, rate)
}

func (f *Fallback) lost(ctx context.Context, err error) {
	if f.next.CompareAndSwap(0, f.later()) {
		slog.WarnContext(ctx, "quota: shared limit unavailable, using the local one", "cause", err)
	}
}

// due lets one caller through when the pause is over.
func (f *Fallback) due() bool {
	next := f.next.Load()
	return next != 0 && int64(time.Since(f.start)) >= next && f.next.CompareAndSwap(next, probing)
}

// probe asks for nothing, so that nothing is spent twice.
func (f *Fallback) probe(ctx context.Context, who string, rate Rate) {
	if _, err := f.shared.Take(ctx, who, 0, rate); err != nil {
		f.next.Store(f.later())
		return
	}
	f.next.Store(0)
	slog.WarnContext(ctx, "quota: shared limit back")
}

func (f *Fallback) later() int64 {
	return int64(time.Since(f.start) + pause)
}
