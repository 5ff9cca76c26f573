package sources

import (
	"context"
	"errors"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// errLacking is what a read says of a value that is not at hand, while the response is being gathered.
var errLacking = errors.New("sources: not read yet")

// gathering is what a response that is made in passes has read, and what the pass under way lacks. Passes belong to one goroutine.
type gathering struct {
	now   time.Time   // when the pass under way began; zero: it has looked for nothing yet
	read  map[any]any // *Section[K, T] → map[K]reading[T]; any other key → answer[T]
	lacks map[any]lack
}

// lack is something to be read between two passes.
type lack interface {
	begin(context.Context, *level) // does not wait
	end(context.Context)
	keep(*gathering)
}

// Gather makes a response of passes. With the context that it returns no read waits: one that is not at hand fails, and the pass
// means nothing. more reads whatever the last pass lacked, every section once, all of them at the same time, and says whether
// there was anything; then another pass is to be made, which finds it. The batch of the response must be open.
func Gather(ctx context.Context) (_ context.Context, more func() bool) {
	b := batchOf(ctx)
	b.gathering = &gathering{}
	return ctx, b.more
}

func (b *batch) more() bool {
	lacks := b.gathering.lacks
	if len(lacks) == 0 {
		return false
	}
	b.gathering.lacks, b.gathering.now = nil, time.Time{}
	b.begin(lacks)
	for _, l := range lacks {
		l.end(b.ctx)
	}
	for _, l := range lacks {
		l.keep(b.gathering)
	}
	b.report.Again()
	b.remembered = b.remembered[:0]
	return true
}

func (b *batch) begin(lacks map[any]lack) {
	l := &level{}
	defer l.depart(b.ctx)
	for _, one := range lacks {
		one.begin(b.ctx, l)
	}
}

// gather is Load while a response is being gathered.
func (s *Section[K, T]) gather(ctx context.Context, b *batch, key K) (T, error) {
	g := b.gathering
	b.report.Begin(&s.source)
	if len(g.read) > 0 {
		if read, ok := g.read[s].(map[K]reading[T]); ok {
			if r, ok := read[key]; ok {
				return r.value, r.err
			}
		}
	}
	if g.now.IsZero() {
		g.now = s.caches.now()
	}
	if r, ok := s.warm(ctx, key, g.now); ok {
		b.report.Seen(&s.source, r.outcome, r.fresh)
		return r.value, nil
	}
	s.lack(g, key)
	var nothing T
	return nothing, errLacking
}

// lack adds keys to what the pass lacks.
func (s *Section[K, T]) lack(g *gathering, keys ...K) {
	l, ok := g.lacks[s].(*lackOf[K, T])
	if !ok {
		l = &lackOf[K, T]{s: s, keys: map[K]reading[T]{}}
		g.lack(s, l)
	}
	for _, k := range keys {
		l.keys[k] = reading[T]{}
	}
}

func (g *gathering) lack(key any, l lack) {
	if g.lacks == nil {
		g.lacks = map[any]lack{}
	}
	g.lacks[key] = l
}

func (g *gathering) have(key, read any) {
	if g.read == nil {
		g.read = map[any]any{}
	}
	g.read[key] = read
}

// lackOf are the values that a pass lacked of a section.
type lackOf[K comparable, T any] struct {
	s    *Section[K, T]
	keys map[K]reading[T]
	begun[K, T]
}

func (l *lackOf[K, T]) begin(ctx context.Context, together *level) {
	keys := make([]K, 0, len(l.keys))
	for k := range l.keys {
		keys = append(keys, k)
	}
	l.begun = l.s.begin(ctx, keys, together)
}

func (l *lackOf[K, T]) end(ctx context.Context) { l.keys = l.begun.end(ctx) }

func (l *lackOf[K, T]) keep(g *gathering) {
	read, ok := g.read[l.s].(map[K]reading[T])
	if !ok {
		g.have(l.s, l.keys)
		return
	}
	for k, r := range l.keys {
		read[k] = r
	}
}

// answer is what came of a question to an archive that is no section.
type answer[T any] struct {
	value T
	err   error
}

// question is one that a pass lacked the answer to.
type question[T any] struct {
	key any
	ask func(context.Context) (T, error)
	answer[T]
	asking sync.WaitGroup
}

func (q *question[T]) begin(ctx context.Context, _ *level) { q.asking.Go(func() { q.put(ctx) }) }

func (q *question[T]) end(context.Context) { q.asking.Wait() }

func (q *question[T]) put(ctx context.Context) {
	defer func() {
		if p := recover(); p != nil {
			slog.ErrorContext(ctx, "read panicked", "stack", string(debug.Stack()))
			q.err = errPanicked
		}
	}()
	q.value, q.err = q.ask(ctx)
}

func (q *question[T]) keep(g *gathering) { g.have(q.key, q.answer) }

// asked asks a question, between two passes if the response is made of them; then its key must tell it from all others.
func asked[T any](ctx context.Context, key any, ask func(context.Context) (T, error)) (T, error) {
	g := batchOf(ctx).gathering
	if g == nil {
		return ask(ctx)
	}
	if a, ok := g.read[key].(answer[T]); ok {
		return a.value, a.err
	}
	g.lack(key, &question[T]{key: key, ask: ask})
	var nothing T
	return nothing, errLacking
}

// memo is a value that a response remembers.
type memo struct{ key, value any }

// Remember keeps a value until the end of the response, or of the pass that made it.
func Remember[T any](ctx context.Context, key any, v T) {
	b := batchOf(ctx)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.remembered = append(b.remembered, memo{key, v})
}

// Remembered is a value that was kept under a key.
func Remembered[T any](ctx context.Context, key any) (v T, ok bool) {
	b := batchOf(ctx)
	if b.gathering == nil { // else it is of one goroutine
		b.mu.Lock()
		defer b.mu.Unlock()
	}
	for i := range b.remembered { // a few
		if b.remembered[i].key == key {
			v, ok = b.remembered[i].value.(T)
			return v, ok
		}
	}
	return v, false
}
