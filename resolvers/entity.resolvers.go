package resolvers

import (
	"cassetto/graph"
	"cassetto/graph/model"
	"context"
)

func (r *entityResolver) FindAzienda(ctx context.Context, reps []model.AziendaRepresentation) ([]*model.Azienda, error) {
	return r.entitaAziende(ctx, reps)
}

func (r *entityResolver) FindSede(ctx context.Context, reps []model.SedeRepresentation) ([]*model.Sede, error) {
	return r.entitaSedi(ctx, reps)
}

func (r *Resolver) Entity() graph.EntityResolver { return &entityResolver{r} }

type entityResolver struct{ *Resolver }
