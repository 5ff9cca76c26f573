package resolvers

import (
	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/sources/sedi"
	"context"
)

func (r *queryResolver) Sede(ctx context.Context, codice model.CodiceSede) (*model.Sede, error) {
	return trovato(r.Sources.Sede.Load(ctx, codice))
}

func (r *queryResolver) Contatti(ctx context.Context) (*model.Contatti, error) {
	return trovato(r.Sources.Contatti.Load(ctx, sedi.ChiaveContatti))
}

func (r *sedeResolver) ID(ctx context.Context, obj *model.Sede) (string, error) {
	return idSede + string(obj.Codice), nil
}

func (r *Resolver) Sede() graph.SedeResolver { return &sedeResolver{r} }

type sedeResolver struct{ *Resolver }
