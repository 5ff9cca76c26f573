package resolvers

import (
	"context"
	"runtime"
	"sync/atomic"

	"cassetto/internal/access"
	"cassetto/internal/live"
	"cassetto/internal/push"
)

// flusso is one open subscription. Between events it holds nothing but its place, and no goroutine. One at a time goes on with it,
// whoever is told to: until it waits for an event, for an answer that another one makes, or for room with its taker.
type flusso[V any] struct {
	*gruppo[V]
	a      push.Taker
	eventi *live.Subscription[V]
	su     *access.Pratica // what decides who may see the one thing that the stream is about; nil when it is about more
	evento live.Event[V]   // that is to be answered
	preso  bool            // whether there is one
	finito bool
	uscito atomic.Bool // whether it has left its group
}

// verso lets the stream give its answers to somebody.
func (f *flusso[V]) verso(a push.Taker) push.Source {
	f.a = a
	return f
}

// Resume has the stream go on.
func (f *flusso[V]) Resume() { f.squadra.accoda(f) }

// Wake is what the feed says when there is news.
func (f *flusso[V]) Wake() { f.squadra.accoda(f) }

// Close ends the stream.
func (f *flusso[V]) Close() {
	f.eventi.Close()
	if !f.uscito.Swap(true) {
		f.gruppi.esce(f.gruppo)
	}
}

// avanza goes on as far as nothing must be waited for.
func (f *flusso[V]) avanza() {
	defer func() {
		if p := recover(); p != nil {
			go f.daSolo(func(context.Context) (*push.Answer, bool) { panic(p) }) // where it is told
		}
	}()
	for ctx := f.a.Context(); !f.finito && ctx.Err() == nil; {
		if !f.preso {
			var state live.State
			switch f.evento, state = f.eventi.Look(f); state {
			case live.Waiting, live.Ended:
				return
			case live.Behind:
				go f.daSolo(f.recupera)
				return
			case live.Unsure:
				if !f.spetta(ctx) {
					go f.daSolo(f.ancora)
					return
				}
				continue
			}
			f.preso = true
		}
		if !f.tratta(ctx) {
			return
		}
	}
}

// tratta answers the event that was taken. It says false when somebody else goes on with the stream. The right to it is decided at
// each event.
func (f *flusso[V]) tratta(ctx context.Context) bool {
	if f.evento.Value != nil && f.domanda.id != nil {
		f.ricorda(f.evento.Value)
	}
	m := f.certo(ctx)
	switch {
	case m == nil:
		go f.daSolo(f.risponde)
		return false
	case f.evento.Value == nil || !m.Vede(f.pratica(f.evento.Value), f.Now()):
		f.preso = false
		return true
	}
	chiave, condivisa := f.chiave(f.evento, m)
	if !condivisa {
		go f.daSolo(f.perSé)
		return false
	}
	risposta, primo := f.rese.chiede(chiave, f)
	switch {
	case primo:
		go f.daSolo(f.perTutti(chiave))
		runtime.Gosched() // to be told sooner, and with less ado, than those who wait
		return false
	case risposta == nil:
		return false
	}
	return f.dà(risposta)
}

// dà gives an answer to the taker. It says false when the stream has ended, or whoever resumes it goes on with it.
func (f *flusso[V]) dà(a *push.Answer) bool {
	f.preso = false
	finito := f.finito
	more := f.a.Take(a)
	if finito {
		f.a.Take(nil)
	}
	return more && !finito
}
