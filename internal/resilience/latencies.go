package resilience

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	enough  = 32                   // answers before anything is said of them
	often   = 32                   // answers between two sums
	soonest = 5 * time.Millisecond // a second question below this costs more than it saves
)

// latencies remembers how long the last answers took.
type latencies struct {
	mu    sync.Mutex
	last  [128]time.Duration
	added int
	p95   atomic.Int64
}

func (l *latencies) add(took time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last[l.added%len(l.last)] = took
	l.added++
	if l.added < enough || l.added%often != 0 {
		return
	}
	sorted := l.last
	known := sorted[:min(l.added, len(sorted))]
	slices.Sort(known)
	l.p95.Store(int64(known[(len(known)*95+99)/100-1]))
}

// long is what 95 answers in 100 did not exceed, at least soonest; false while too few are known.
func (l *latencies) long() (time.Duration, bool) {
	p95 := time.Duration(l.p95.Load())
	return max(p95, soonest), p95 > 0
}
