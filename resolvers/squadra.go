package resolvers

import (
	"context"
	"runtime"
	"sync"

	"cassetto/internal/live"
)

// squadra decides, for thousands of streams that an event wakes at once, what can be decided without waiting for anything. It does
// so on few goroutines whose stacks have grown to what that needs: every stream would have to grow its own, which costs more than
// the decision, or keep a large one between events.
type squadra[V any] struct {
	mu      sync.Mutex
	coda    []*consegna[V]
	alOpera int
	usate   sync.Pool // of *consegna[V]
}

// consegna is the next event of a stream, as far as the squadra has come with it.
type consegna[V any] struct {
	f     *flusso[V]
	ctx   context.Context
	fatto chan struct{}

	evento  live.Event[V]
	trovato bool // whether there is an event, which the stream may have as far as that is known
	chiave  chiaveResa[V]
	resa    *resa // its answer; nil when the stream is to see for itself
	prima   bool  // whether the stream is to make it
}

// fa goes on with a stream to where something must be waited for.
func (s *squadra[V]) fa(ctx context.Context, f *flusso[V]) *consegna[V] {
	c, used := s.usate.Get().(*consegna[V])
	if !used {
		c = &consegna[V]{fatto: make(chan struct{}, 1)}
	}
	c.f, c.ctx = f, ctx
	s.mu.Lock()
	s.coda = append(s.coda, c)
	if s.alOpera < runtime.GOMAXPROCS(0) {
		s.alOpera++
		go s.lavora()
	}
	s.mu.Unlock()
	<-c.fatto
	return c
}

// lascia lets a delivery be used again.
func (s *squadra[V]) lascia(c *consegna[V]) {
	*c = consegna[V]{fatto: c.fatto}
	s.usate.Put(c)
}

// lavora goes on until there is nothing to do, and nobody who is about to run brings anything.
func (s *squadra[V]) lavora() {
	for yielded := false; ; {
		c := s.prende(yielded)
		switch {
		case c != nil:
			c.avanza()
			c.fatto <- struct{}{}
			yielded = false
		case yielded:
			return
		default:
			runtime.Gosched()
			yielded = true
		}
	}
}

// prende takes the next delivery; without one, who has waited for it is no longer counted on.
func (s *squadra[V]) prende(yielded bool) *consegna[V] {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.coda) == 0 {
		if s.coda = nil; yielded {
			s.alOpera--
		}
		return nil
	}
	c := s.coda[0]
	s.coda[0], s.coda = nil, s.coda[1:]
	return c
}

// avanza finds an event that the stream may have, and its answer.
func (c *consegna[V]) avanza() {
	defer func() { _ = recover() }() // the stream does the same itself, and there a panic is told
	for {
		c.evento, c.trovato = c.f.eventi.Poll()
		if !c.trovato {
			return
		}
		e := c.evento
		if e.Value != nil && c.f.domanda.id != nil {
			c.f.ricorda(e.Value)
		}
		m := c.f.certo(c.ctx)
		switch {
		case m == nil:
			return
		case e.Value == nil || !m.Vede(c.f.pratica(e.Value), c.f.Now()):
			continue
		}
		if chiave, condivisa := c.f.chiave(e, m); condivisa {
			c.chiave = chiave
			c.resa, c.prima = c.f.rese.posto(chiave)
		}
		return
	}
}
