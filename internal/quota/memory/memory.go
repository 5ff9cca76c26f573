// Package memory limits users within one process.
package memory

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"cassetto/internal/quota"
)

// Limiter keeps one bucket a user, of a bounded number of users.
//
// It evicts who has not asked for longest, and a user who was evicted comes back to a full bucket. That is acceptable because
// as many others have asked since, and whoever has not asked for the time of a refill has a full bucket anyway. A cache that
// evicts by frequency and learns of reads later (otter) does not serve: in a crowd of new users it evicts one who keeps asking.
type Limiter struct {
	now   func() time.Time
	start time.Time

	mu      sync.Mutex // one for all: it is held for less than a microsecond
	buckets *simplelru.LRU[quota.Key, *bucket]
}

var _ quota.Limiter = (*Limiter)(nil)

// New makes a limiter that remembers so many users, at least one, at some 200 bytes each; now is time.Now outside tests.
func New(users int, now func() time.Time) *Limiter {
	buckets, _ := simplelru.NewLRU[quota.Key, *bucket](max(users, 1), nil) // fails only below one
	return &Limiter{now: now, start: now(), buckets: buckets}
}

// Take never waits and fails only with the context's error.
func (l *Limiter) Take(ctx context.Context, who string, cost int, rate quota.Rate) (quota.Taken, error) {
	if err := ctx.Err(); err != nil {
		return quota.Taken{}, err
	}
	cost, rate = quota.Counted(cost, rate)
	if cost > rate.Burst {
		return quota.Taken{}, nil
	}
	key := quota.KeyOf(who)
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.buckets.Get(key)
	if !ok {
		b = newBucket()
		l.buckets.Add(key, b)
	}
	return b.take(l.now().Sub(l.start), cost, rate), nil
}
