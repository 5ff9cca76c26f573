package resolvers

import (
	"context"
	"sync"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/live"
	"cassetto/sources/agenda"
	"cassetto/sources/anagrafica"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/deleghe"
	"cassetto/sources/stampe"
)

// Feeds are the events that can be followed; each has its place in the journal of its archive.
type Feeds struct {
	Richieste    *live.Feed[model.Richiesta]
	Appuntamenti *live.Feed[model.Appuntamento]
	stampe       campanello // prints have no journal: who follows one looks at it
}

// NewFeeds makes the feeds of two archives, which follow nothing before they are run.
func NewFeeds(c *comunicazioni.Archivio, a *agenda.Archivio) *Feeds {
	return &Feeds{
		Richieste: live.New(live.Options[model.Richiesta]{
			Journal: c.Giornale, Load: c.Adesso, Group: func(r *model.Richiesta) string { return string(r.Matricola) },
		}),
		Appuntamenti: live.New(live.Options[model.Appuntamento]{
			Journal: a.Giornale, Load: a.Adesso, Group: func(a *model.Appuntamento) string { return string(a.Matricola) },
		}),
	}
}

// Run follows the journals until ctx ends: it looks at them every so often, and at once when they may have changed.
func (f *Feeds) Run(ctx context.Context, every time.Duration) {
	var running sync.WaitGroup
	running.Go(func() { f.Richieste.Run(ctx, every) })
	running.Go(func() { f.Appuntamenti.Run(ctx, every) })
	running.Wait()
}

// Changed says that an archive has changed, every one when it is not named: that of a journal makes it be looked at, and one that
// says who may act for whom makes open streams see whether they may go on. It does not wait.
func (f *Feeds) Changed(archive string) {
	switch archive {
	case comunicazioni.Name:
		f.Richieste.Nudge()
	case agenda.Name:
		f.Appuntamenti.Nudge()
	case stampe.Name:
		f.stampe.suona()
	case deleghe.Name, anagrafica.Name:
		f.Recheck()
	case "":
		f.Richieste.Nudge()
		f.Appuntamenti.Nudge()
		f.Recheck()
	}
}

// Recheck makes open streams see whether they may go on. It does not wait.
func (f *Feeds) Recheck() {
	f.Richieste.Recheck()
	f.Appuntamenti.Recheck()
	f.stampe.suona()
}
