package resolvers

import (
	"cassetto/graph/model"
	"context"
	"fmt"
)

func (r *aziendaResolver) Regolarita(ctx context.Context, obj *model.Azienda) (*model.RegolaritaContributiva, error) {
	panic(fmt.Errorf("not implemented: Regolarita - regolarita"))
}

func (r *mutationResolver) VerificaRegolarita(ctx context.Context, input model.VerificaRegolaritaInput) (*model.RegolaritaPayload, error) {
	panic(fmt.Errorf("not implemented: VerificaRegolarita - verificaRegolarita"))
}
