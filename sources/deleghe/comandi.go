package deleghe

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// ID is the identifier of a new delega, as archive.ID says.
func ID(chi model.CodiceFiscale, chiave string) string { return archive.ID("D-", chi, chiave) }

// Registra stores a new delega and returns it, or the one that exists already under its identifier.
func Registra(ctx context.Context, a *archive.Archive, d model.Delega) (*model.Delega, error) {
	return deleghe(a).Create(ctx, &d)
}

// Modifica changes a delega by a rule, as archive.Aggregate.Change does.
func Modifica(ctx context.Context, a *archive.Archive, id string, change func(*model.Delega) bool) (*model.Delega, error) {
	return deleghe(a).Change(ctx, id, change)
}

func deleghe(a *archive.Archive) archive.Aggregate[model.Delega] {
	return archive.Aggregate[model.Delega]{
		Store: a.Store, Collection: Deleghe.Collection,
		ID:    func(d *model.Delega) string { return d.ID },
		Stamp: func(d *model.Delega, at string) { d.ModificataAl = at },
	}
}
