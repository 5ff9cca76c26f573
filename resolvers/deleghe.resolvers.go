package resolvers

import (
	"cassetto/graph"
	"cassetto/graph/model"
	"context"
)

func (r *aziendaResolver) Deleghe(ctx context.Context, obj *model.Azienda, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.Delega], error) {
	return r.deleghe(ctx, obj, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *delegaResolver) Azienda(ctx context.Context, obj *model.Delega) (*model.Azienda, error) {
	return r.aziendaDelegata(ctx, obj)
}

func (r *mutationResolver) ConferisciDelega(ctx context.Context, input model.ConferisciDelegaInput) (*model.DelegaPayload, error) {
	return r.conferisciDelega(ctx, input)
}

func (r *mutationResolver) RevocaDelega(ctx context.Context, input model.RevocaDelegaInput) (*model.DelegaPayload, error) {
	return r.revocaDelega(ctx, input)
}

func (r *queryResolver) Utente(ctx context.Context) (*model.Utente, error) {
	return r.utente(ctx)
}

func (r *utenteResolver) Deleghe(ctx context.Context, obj *model.Utente, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.Delega], error) {
	return r.ricevute(ctx, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *Resolver) Delega() graph.DelegaResolver { return &delegaResolver{r} }

func (r *Resolver) Mutation() graph.MutationResolver { return &mutationResolver{r} }

func (r *Resolver) Utente() graph.UtenteResolver { return &utenteResolver{r} }

type (
	delegaResolver   struct{ *Resolver }
	mutationResolver struct{ *Resolver }
	utenteResolver   struct{ *Resolver }
)
