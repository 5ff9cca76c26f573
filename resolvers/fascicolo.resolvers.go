package resolvers

import (
	"cassetto/graph"
	"cassetto/graph/model"
	"context"
	"fmt"
)

func (r *mutationResolver) StampaFascicolo(ctx context.Context, input model.StampaFascicoloInput) (*model.StampaPayload, error) {
	panic(fmt.Errorf("not implemented: StampaFascicolo - stampaFascicolo"))
}

func (r *queryResolver) Stampa(ctx context.Context, id string) (*model.Stampa, error) {
	panic(fmt.Errorf("not implemented: Stampa - stampa"))
}

func (r *stampaResolver) Azienda(ctx context.Context, obj *model.Stampa) (*model.Azienda, error) {
	panic(fmt.Errorf("not implemented: Azienda - azienda"))
}

func (r *stampaResolver) URL(ctx context.Context, obj *model.Stampa) (*string, error) {
	panic(fmt.Errorf("not implemented: URL - url"))
}

func (r *subscriptionResolver) AvanzamentoStampa(ctx context.Context, id string) (<-chan *model.Stampa, error) {
	panic(fmt.Errorf("not implemented: AvanzamentoStampa - avanzamentoStampa"))
}

func (r *Resolver) Stampa() graph.StampaResolver { return &stampaResolver{r} }

type stampaResolver struct{ *Resolver }
