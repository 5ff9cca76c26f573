package memory

import (
	"math"
	"time"

	"cassetto/internal/quota"
)

// unit is a unit of cost in grains. A nanosecond brings as many grains as a minute brings units: whatever the rate, all is
// integer arithmetic, and the wait that a refusal tells is exact.
const unit = int64(time.Minute)

// bucket counts in units of cost rather than in time owed, which would change its meaning with the rate.
//
// golang.org/x/time/rate does not serve: it changes pace and burst in two steps, rounds in floating point, and tells a wait
// only by spending what it then has to give back.
type bucket struct {
	level int64         // grains, when something was last spent
	at    time.Duration // when that was, since the limiter's start
}

// newBucket is full whatever the burst is.
func newBucket() *bucket {
	return &bucket{level: math.MaxInt64}
}

func (b *bucket) take(now time.Duration, cost int, rate quota.Rate) quota.Taken {
	now = max(now, b.at)
	level, wanted := b.refilled(now, rate), int64(cost)*unit
	if missing := wanted - level; missing > 0 {
		pace := int64(rate.PerMinute)
		return quota.Taken{RetryAfter: time.Duration((missing-1)/pace + 1), Left: int(level / unit)}
	}
	if cost > 0 {
		b.level, b.at = level-wanted, now
	}
	return quota.Taken{OK: true, Left: int((level - wanted) / unit)}
}

func (b *bucket) refilled(now time.Duration, rate quota.Rate) int64 {
	full, pace := int64(rate.Burst)*unit, int64(rate.PerMinute)
	level, elapsed := min(b.level, full), int64(now-b.at)
	if elapsed > (full-level)/pace { // which also keeps the product below from overflowing
		return full
	}
	return level + elapsed*pace
}
