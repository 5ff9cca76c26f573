package main

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/outbox"
	"cassetto/resolvers"
	"cassetto/sources/agenda"
)

// openAgenda makes what appointments need besides their archive: who ends what was not confirmed, gives places back and follows
// events up.
func (a *App) openAgenda(ctx context.Context, r *resolvers.Resolver, coda *outbox.Coda) {
	seguito := agenda.NewSeguito(agenda.Opzioni{
		Archivio: a.archives.Agenda, Now: a.config.Now, Timeout: a.config.Timeout, Avvisa: a.avvisaAppuntamento(coda),
		Cambiato: func(di *model.Appuntamento) { a.dimentica(ctx, agenda.Name, "", agenda.Codici(di)...) },
	})
	r.SegnalaAppuntamento, r.Regole = seguito.Signal, a.config.Regole
	a.background(ctx, seguito.Run)
}
