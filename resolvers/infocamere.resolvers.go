package resolvers

import (
	"cassetto/graph/model"
	"context"
)

func (r *aziendaResolver) Infocamere(ctx context.Context, obj *model.Azienda) (*model.DatiInfocamere, error) {
	return r.Sources.Infocamere.Load(ctx, obj)
}
