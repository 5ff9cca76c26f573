package outbox

import (
	"context"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// lavoro is one Run of a queue. Its maps belong to the goroutine of Run.
//
// Instants in the store are those of whoever wrote them, and clocks may be minutes apart. They decide only when a notice is
// looked at. Who sends is decided by the version: of all that take a notice, one can write it. A clock that is ahead would
// see the lease of another as run out while it still sends; so a lease is taken over only by who has seen the same version
// for as long as a lease lasts, on its own clock that only runs forward. A clock that is behind leaves what others stored
// to them until it gets there, and a notice waits for it only when nobody else works.
type lavoro struct {
	*Coda
	invii       context.Context // of attempts
	segni       context.Context // of writing how they ended
	finiti      chan string     // ids of notices whose attempt ended
	inVolo      map[string]bool
	altrui      map[string]presa
	illeggibili map[string]int64 // versions of documents that are not notices: each is logged once
}

// presa is a lease that somebody has, as first seen.
type presa struct {
	versione int64
	dal      time.Time
}

// Run sends what is due until the context ends. Attempts then have Congedo left, and those that do not end are put back.
func (c *Coda) Run(ctx context.Context) {
	segni, abbandona := context.WithCancel(context.WithoutCancel(ctx))
	defer abbandona()
	invii, ferma := context.WithCancel(segni)
	defer ferma()
	l := &lavoro{
		Coda: c, invii: invii, segni: segni, finiti: make(chan string, c.Contemporanei),
		inVolo: map[string]bool{}, altrui: map[string]presa{}, illeggibili: map[string]int64{},
	}
	tick := time.NewTicker(c.Ogni)
	defer tick.Stop()
	for ctx.Err() == nil {
		l.avvia(ctx)
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-c.sveglia:
		case id := <-l.finiti:
			delete(l.inVolo, id)
		}
	}
	l.congeda(ferma, abbandona)
}

// avvia starts as many attempts as there are free places.
func (l *lavoro) avvia(ctx context.Context) {
	defer l.scampa("outbox: looking for notices panicked")
	liberi := l.Contemporanei - len(l.inVolo)
	if liberi == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, l.Scadenza)
	defer cancel()
	trovate, err := l.cerca(ctx, liberi)
	if err != nil && ctx.Err() == nil {
		l.Log.Warn("outbox: notices cannot be read")
	}
	for _, t := range trovate {
		if ctx.Err() != nil {
			return
		}
		l.prendi(ctx, t)
	}
}

// prendi takes a notice and starts its attempt, unless somebody else took it first. The attempt is counted before it is made:
// a notice that kills whoever sends it is given up too.
func (l *lavoro) prendi(ctx context.Context, t trovata) {
	n, codice := t.notifica, Interrotto
	if n.Tentativi >= l.Tentativi {
		n.Stato = model.StatoNotificaNonRecapitata
		_, _ = l.scrivi(ctx, n, t.versione)
		return
	}
	n.Tentativi++
	n.UltimoErrore = &codice
	n.ProssimoTentativo = archive.Instant(l.Now().Add(l.Presa))
	versione, err := l.scrivi(ctx, n, t.versione)
	if err != nil {
		return
	}
	l.inVolo[n.ID] = true
	go l.invia(t.notifica, trovata{n, versione})
}

// congeda waits for the attempts that are going on: as they are, then cut short, then without writing how they ended.
func (l *lavoro) congeda(ferma, abbandona func()) {
	defer time.AfterFunc(l.Congedo, ferma).Stop()
	defer time.AfterFunc(2*l.Congedo, abbandona).Stop()
	for len(l.inVolo) > 0 {
		delete(l.inVolo, <-l.finiti)
	}
}
