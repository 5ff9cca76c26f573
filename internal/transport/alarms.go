package transport

import (
	"container/heap"
	"sync"
	"time"
)

// alarms ring at some time of their own. One timer serves them all, and one goroutine while they ring: nothing of that waits.
type alarms struct {
	mu    sync.Mutex
	timer *time.Timer
	set   alarmHeap
}

// alarm is one of them. Its zero value is not set.
type alarm struct {
	at    time.Time
	place int // in the heap, from 1
	of    ringer
}

// ringer is whose alarm it is.
type ringer interface{ ring() }

// ringAt sets an alarm, or sets it anew.
func (a *alarms) ringAt(one *alarm, at time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one.at = at; one.place > 0 {
		heap.Fix(&a.set, one.place-1)
	} else {
		heap.Push(&a.set, one)
	}
	if a.set[0] == one {
		a.wait()
	}
}

// stop unsets an alarm; it may be ringing.
func (a *alarms) stop(one *alarm) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if one.place > 0 {
		heap.Remove(&a.set, one.place-1)
	}
}

func (a *alarms) wait() {
	in := max(time.Until(a.set[0].at), 0)
	if a.timer == nil {
		a.timer = time.AfterFunc(in, a.ring)
		return
	}
	a.timer.Reset(in)
}

// ring rings those that are due.
func (a *alarms) ring() {
	for _, one := range a.due() {
		one.of.ring()
	}
}

func (a *alarms) due() (due []*alarm) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for now := time.Now(); len(a.set) > 0 && !a.set[0].at.After(now); {
		due = append(due, heap.Pop(&a.set).(*alarm))
	}
	if len(a.set) > 0 {
		a.wait()
	}
	return due
}

// alarmHeap has the next one to ring first.
type alarmHeap []*alarm

func (h alarmHeap) Len() int           { return len(h) }
func (h alarmHeap) Less(i, j int) bool { return h[i].at.Before(h[j].at) }

func (h alarmHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].place, h[j].place = i+1, j+1
}

// Push is for package heap.
func (h *alarmHeap) Push(one any) {
	a := one.(*alarm)
	*h = append(*h, a)
	a.place = len(*h)
}

// Pop is for package heap.
func (h *alarmHeap) Pop() any {
	last := len(*h) - 1
	a := (*h)[last]
	(*h)[last], *h = nil, (*h)[:last]
	a.place = 0
	return a
}
