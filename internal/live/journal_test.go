package live_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"cassetto/internal/live"
)

// request is what the tests follow: its group and how many events it has.
type request struct {
	group  string
	events int32
}

var errDown = errors.New("down")

// journal is a journal in memory.
type journal struct {
	mu       sync.Mutex
	entries  []live.Entry
	requests map[string]request
	down     bool
	loads    map[string]int // how often a request was read
	asked    int            // how often entries were asked for
}

func newJournal() *journal { return &journal{requests: map[string]request{}, loads: map[string]int{}} }

// add adds an event to a request of a group, and says its position.
func (j *journal) add(id, group string) int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	r := request{group, j.requests[id].events + 1}
	j.requests[id] = r
	j.entries = append(j.entries, live.Entry{Position: int64(len(j.entries) + 1), Subject: id, Event: r.events})
	return int64(len(j.entries))
}

func (j *journal) fail(down bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.down = down
}

func (j *journal) questions() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.asked
}

func (j *journal) Last(context.Context) (int64, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.down {
		return 0, errDown
	}
	return int64(len(j.entries)), nil
}

func (j *journal) After(_ context.Context, position int64, most int) ([]live.Entry, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.asked++
	if j.down {
		return nil, errDown
	}
	rest := j.entries[min(position, int64(len(j.entries))):]
	return append([]live.Entry(nil), rest[:min(most, len(rest))]...), nil
}

func (j *journal) load(_ context.Context, ids []string) (map[string]*request, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.down {
		return nil, errDown
	}
	found := map[string]*request{}
	for _, id := range ids {
		j.loads[id]++
		if r, ok := j.requests[id]; ok {
			found[id] = &r
		}
	}
	return found, nil
}

func (j *journal) feed(window int) *live.Feed[request] {
	return live.New(live.Options[request]{Journal: j, Load: j.load, Group: func(r *request) string { return r.group }, Window: window})
}

// run runs a feed until the test ends, or stop is called.
func run(t testing.TB, f *live.Feed[request], every time.Duration) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { f.Run(ctx, every); close(done) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

func subscribe[V any](t testing.TB, f *live.Feed[V], topic live.Topic, after int64) *live.Subscription[V] {
	t.Helper()
	s, err := f.Subscribe(t.Context(), topic, after)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// next is the next event; patience is for slow machines.
func next[V any](t testing.TB, s *live.Subscription[V]) live.Event[V] {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	e, err := s.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// quiet fails when an event is there already.
func quiet[V any](t testing.TB, s *live.Subscription[V]) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if e, err := s.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("%+v, %v", e, err)
	}
}
