package main

import (
	"context"
	"fmt"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/resolvers"
	"cassetto/sources/stampe"
)

// lavoranti is how many prints a process makes at a time: few, so that however many are asked for at once, queries go on.
const lavoranti = 2

// openStampe makes the prints that are asked for until the program ends.
func (a *App) openStampe(ctx context.Context, r *resolvers.Resolver) error {
	t, err := resolvers.NewTipografia(r, a.exec, graph.NewExecutableSchema(graph.Config{}).Schema())
	if err != nil {
		return fmt.Errorf("stampe: %w", err)
	}
	bottega := stampe.NewBottega(stampe.Opzioni{
		Archivio: a.archives.Stampe, Now: a.config.Now, Timeout: a.config.Timeout, Lavoranti: lavoranti, Stampa: t.Stampa,
		Cambiata: func(s *model.Stampa) { a.dimentica(ctx, stampe.Name, "", stampe.Codici(s)...) },
	})
	r.SegnalaStampa = bottega.Signal
	a.background(ctx, bottega.Run)
	return nil
}
