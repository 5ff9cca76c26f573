package comunicazioni

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// ID is the identifier of a new request, as archive.ID says.
func ID(chi model.CodiceFiscale, chiave string) string { return archive.ID("R-", chi, chiave) }

// daFare marks a request from whose events something still has to follow.
const daFare = "SI"

// Invia stores a new request, or returns the one that an earlier call with the same identifier stored.
func (a *Archivio) Invia(ctx context.Context, r model.Richiesta) (*model.Richiesta, error) {
	return a.richieste.Create(ctx, &r)
}

// Modifica changes a request by a rule, as archive.Aggregate.Change does.
func (a *Archivio) Modifica(ctx context.Context, id string, change func(*model.Richiesta) bool) (*model.Richiesta, error) {
	return a.richieste.Change(ctx, id, change)
}

// Adesso reads requests by identifier, as they are now; one that does not exist is missing from the map.
func (a *Archivio) Adesso(ctx context.Context, ids []string) (map[string]*model.Richiesta, error) {
	return PerID(ctx, &archive.Archive{Name: Name, Store: a.richieste.Store}, ids)
}
