package main

import (
	"context"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/internal/live"
	"cassetto/sources/anagrafica"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/deleghe"
)

// lookAtJournal is how often the journal is looked at, should nobody say that there is something new.
const lookAtJournal = 500 * time.Millisecond

// openLive follows the events of the requests until the program ends. Changes of the archive make it look at once, and changes
// of who may act for whom make open streams see whether they may go on; so does every minute, because titles begin and end by
// the clock as well, mostly at midnight.
func (a *App) openLive(ctx context.Context, archivio *comunicazioni.Archivio) *live.Feed[model.Richiesta] {
	feed := live.New(live.Options[model.Richiesta]{
		Journal: giornale{archivio},
		Load:    archivio.Adesso,
		Group:   func(r *model.Richiesta) string { return string(r.Matricola) },
	})
	a.sources.OnChange(func(c cache.Change) {
		if c.Archive == comunicazioni.Name || c.Archive == "" {
			feed.Nudge()
		}
		if c.Archive == deleghe.Name || c.Archive == anagrafica.Name || c.Archive == "" {
			feed.Recheck()
		}
	})
	a.background(ctx, func(ctx context.Context) { feed.Run(ctx, lookAtJournal) }, func(ctx context.Context) { everyMinute(ctx, feed.Recheck) })
	return feed
}

// everyMinute does something when a minute of the clock begins, until ctx ends.
func everyMinute(ctx context.Context, do func()) {
	for {
		now := time.Now()
		timer := time.NewTimer(now.Truncate(time.Minute).Add(time.Minute).Sub(now))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
			do()
		}
	}
}

// giornale is the journal of the requests, as it is followed.
type giornale struct{ archivio *comunicazioni.Archivio }

// Last is the last position.
func (g giornale) Last(ctx context.Context) (int64, error) { return g.archivio.Ultima(ctx) }

// After are the entries after a position, at most so many.
func (g giornale) After(ctx context.Context, posizione int64, most int) ([]live.Entry, error) {
	voci, err := g.archivio.Dopo(ctx, posizione, most)
	if err != nil {
		return nil, err
	}
	entries := make([]live.Entry, len(voci))
	for i, v := range voci {
		entries[i] = live.Entry{Position: v.Posizione, Request: v.Richiesta, Event: v.Evento}
	}
	return entries, nil
}
