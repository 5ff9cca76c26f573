package main

import (
	"context"

	"cassetto/graph/model"
	"cassetto/resolvers"
	"cassetto/sources"
	"cassetto/sources/regolarita"
)

// openRegolarita makes what checks of regularity need besides their archive: who judges those that are due.
func (a *App) openRegolarita(ctx context.Context, s *sources.Sources, r *resolvers.Resolver) {
	seguito := regolarita.NewSeguito(regolarita.Opzioni{
		Archivio: a.archives.Regolarita, Now: a.config.Now, Evidenze: s.Evidenze,
		Timeout: 3 * a.config.Timeout, // the registry, then the other archives, then the check itself
		Cambiata: func(v *model.RegolaritaContributiva) {
			a.dimentica(ctx, regolarita.Name, regolarita.Verifiche.Collection.Name, regolarita.Codici(v)...)
		},
	})
	r.SegnalaVerifica = seguito.Signal
	a.background(ctx, seguito.Run)
}
