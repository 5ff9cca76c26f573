package resolvers

import (
	"cassetto/graph"
	"cassetto/graph/model"
	"context"
)

func (r *mutationResolver) StampaFascicolo(ctx context.Context, input model.StampaFascicoloInput) (*model.StampaPayload, error) {
	return r.stampaFascicolo(ctx, input)
}

func (r *queryResolver) Stampa(ctx context.Context, id string) (*model.Stampa, error) {
	return trovato(r.stampaVisibile(ctx, id))
}

func (r *stampaResolver) Azienda(ctx context.Context, obj *model.Stampa) (*model.Azienda, error) {
	return r.aziendaDella(ctx, obj.Matricola)
}

func (r *stampaResolver) URL(ctx context.Context, obj *model.Stampa) (*string, error) {
	return r.urlStampa(ctx, obj)
}

func (r *subscriptionResolver) AvanzamentoStampa(ctx context.Context, id string) (<-chan *model.Stampa, error) {
	return r.segueStampa(ctx, id)
}

func (r *Resolver) Stampa() graph.StampaResolver { return &stampaResolver{r} }

type stampaResolver struct{ *Resolver }
