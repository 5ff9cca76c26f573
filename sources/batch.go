package sources

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/graph-gophers/dataloader/v7"

	"cassetto/internal/freshness"
)

// wait is how long a loader collects keys before it reads them. A shorter one buys nothing: the runtime's timers fire about
// once a millisecond.
const wait = time.Millisecond

// batch holds the loaders and groups of one response.
type batch struct {
	ctx     context.Context // of the response: a read must not die with the field that happened to ask first
	report  *freshness.Report
	mu      sync.Mutex
	loaders map[any]any // *Section[K, T] → *dataloader.Loader[K, T]
	groups  map[any]any // groupKey → *group[K, T]

	cercate    map[string]cercata
	sola       string // tells the response from others
	remembered []memo
	gathering  *gathering // nil: reads wait
}

type groupKey struct{ section, group any }

type group[K comparable, T any] struct {
	ctx  context.Context
	once sync.Once
	read map[K]reading[T]
}

type batchKey struct{}

// WithBatch opens the batch of a response: what is loaded with the returned context is read together and read once. A
// subscription opens one for each event, so that every event is read afresh.
func WithBatch(ctx context.Context) context.Context {
	b := &batch{report: freshness.New(), loaders: map[any]any{}, groups: map[any]any{}}
	ctx = context.WithValue(ctx, batchKey{}, b)
	b.ctx = ctx
	return ctx
}

// ReportOf says how the response is being read; nil without an open batch.
func ReportOf(ctx context.Context) *freshness.Report { return batchOf(ctx).report }

// batchOf is the open batch; without one, every call has its own.
func batchOf(ctx context.Context) *batch {
	if b, ok := ctx.Value(batchKey{}).(*batch); ok {
		return b
	}
	return &batch{ctx: ctx, loaders: map[any]any{}, groups: map[any]any{}}
}

func loaderOf[K comparable, T any](ctx context.Context, s *Section[K, T]) *dataloader.Loader[K, T] {
	b := batchOf(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	if l, ok := b.loaders[s]; ok {
		return l.(*dataloader.Loader[K, T])
	}
	l := dataloader.NewBatchedLoader(func(_ context.Context, keys []K) []*dataloader.Result[T] {
		s.caches.counts.batches.Add(1)
		found := s.read(b.ctx, keys)
		results := make([]*dataloader.Result[T], len(keys))
		for i, k := range keys {
			results[i] = &dataloader.Result[T]{Data: found[k].value, Error: found[k].err}
		}
		return results
	}, dataloader.WithWait[K, T](wait))
	b.loaders[s] = l
	return l
}

func groupOf[K comparable, T any](b *batch, s *Section[K, T], id any) *group[K, T] {
	b.mu.Lock()
	defer b.mu.Unlock()
	k := groupKey{s, id}
	if g, ok := b.groups[k]; ok {
		return g.(*group[K, T])
	}
	g := &group[K, T]{ctx: b.ctx}
	b.groups[k] = g
	return g
}

// Once computes a value the first time that the response asks for it by this key, and remembers it. In a pass that lacks what
// it takes the next one computes it.
func Once[T any](ctx context.Context, key any, compute func() (T, error)) (T, error) {
	b := batchOf(ctx)
	if g := b.gathering; g != nil {
		if a, ok := g.read[key].(answer[T]); ok {
			return a.value, a.err
		}
		b.report.Try()
		v, err := compute()
		made := !errors.Is(err, errLacking)
		if made {
			g.have(key, answer[T]{v, err})
		}
		b.report.Tried(made)
		return v, err
	}
	b.mu.Lock()
	o, ok := b.groups[key]
	if !ok {
		o = sync.OnceValues(compute)
		b.groups[key] = o
	}
	b.mu.Unlock()
	return o.(func() (T, error))()
}

// Forget drops what the response has read so far: a command has changed it.
func Forget(ctx context.Context) {
	if b, ok := ctx.Value(batchKey{}).(*batch); ok {
		b.mu.Lock()
		defer b.mu.Unlock()
		clear(b.loaders)
		clear(b.groups)
		b.remembered = nil
	}
}
