package resilience

import "sync/atomic"

// In thousandths of an extra question.
const (
	earned = 100    // by every first question of a read: one extra for ten
	price  = 1000   // of an extra question
	saved  = 10_000 // at most, and at first: a short failure is absorbed
)

// budget bounds the extra questions of all reads together, so that a source that fails is not asked three times as often.
type budget struct{ left atomic.Int64 }

func newBudget() *budget {
	var b budget
	b.left.Store(saved)
	return &b
}

func (b *budget) earn() {
	for n := b.left.Load(); n < saved && !b.left.CompareAndSwap(n, min(n+earned, saved)); n = b.left.Load() {
	}
}

// spend takes the price of an extra question, if there is as much.
func (b *budget) spend() bool {
	for n := b.left.Load(); n >= price; n = b.left.Load() {
		if b.left.CompareAndSwap(n, n-price) {
			return true
		}
	}
	return false
}
