package resolvers

import (
	"cassetto/graph/model"
	"context"
)

func (r *aziendaResolver) Regolarita(ctx context.Context, obj *model.Azienda) (*model.RegolaritaContributiva, error) {
	return r.regolarita(ctx, obj)
}

func (r *mutationResolver) VerificaRegolarita(ctx context.Context, input model.VerificaRegolaritaInput) (*model.RegolaritaPayload, error) {
	return r.verificaRegolarita(ctx, input)
}
