package main

import (
	"context"
	"time"

	"cassetto/internal/cache"
	"cassetto/resolvers"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

// lookAtJournal is how often a journal is looked at, should nobody say that there is something new.
const lookAtJournal = 500 * time.Millisecond

// openLive follows the events of requests and appointments until the program ends. Changes of their archives make it look at once,
// and changes of who may act for whom make open streams see whether they may go on; so does every minute, because titles begin and
// end by the clock as well, mostly at midnight.
func (a *App) openLive(ctx context.Context, c *comunicazioni.Archivio, g *agenda.Archivio) *resolvers.Feeds {
	feeds := resolvers.NewFeeds(c, g)
	a.sources.OnChange(func(c cache.Change) { feeds.Changed(c.Archive) })
	a.background(ctx, func(ctx context.Context) { feeds.Run(ctx, lookAtJournal) }, func(ctx context.Context) { everyMinute(ctx, feeds.Recheck) })
	return feeds
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
