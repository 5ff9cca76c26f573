package resolvers

import (
	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/sources/comunicazioni"
	"context"
	"strings"
)

func (r *allegatoResolver) URL(ctx context.Context, obj *model.Allegato) (string, error) {
	return r.collegamento(ctx, obj.ID)
}

func (r *aziendaResolver) Richieste(ctx context.Context, obj *model.Azienda, filtro *model.FiltroRichieste, first *int32, after *string) (*model.Trovati[model.Richiesta], error) {
	return r.richiesteDi(ctx, obj, filtro, model.Finestra{First: first, After: after})
}

func (r *eventoRichiestaResolver) Notifiche(ctx context.Context, obj *model.EventoRichiesta) ([]model.Notifica, error) {
	return r.notificheDi(ctx, obj)
}

func (r *mutationResolver) InviaRichiesta(ctx context.Context, input model.InviaRichiestaInput) (*model.RichiestaPayload, error) {
	return r.inviaRichiesta(ctx, input)
}

func (r *mutationResolver) PrendiInCaricoRichiesta(ctx context.Context, input model.PrendiInCaricoInput) (*model.RichiestaPayload, error) {
	return r.comandaRichiesta(ctx, input.ID, input.ChiaveIdempotenza, comunicazioni.Comando{Evento: model.TipoEventoRichiestaPresaInCarico, Versione: input.Versione, Commento: input.Commento})
}

func (r *mutationResolver) SmistaRichiesta(ctx context.Context, input model.SmistaRichiestaInput) (*model.RichiestaPayload, error) {
	return r.smistaRichiesta(ctx, input)
}

func (r *mutationResolver) CommentaRichiesta(ctx context.Context, input model.CommentaRichiestaInput) (*model.RichiestaPayload, error) {
	return r.comandaRichiesta(ctx, input.ID, input.ChiaveIdempotenza, comunicazioni.Comando{Evento: model.TipoEventoRichiestaCommento, Versione: input.Versione, Commento: input.Commento})
}

func (r *mutationResolver) ChiudiRichiesta(ctx context.Context, input model.ChiudiRichiestaInput) (*model.RichiestaPayload, error) {
	return r.comandaRichiesta(ctx, input.ID, input.ChiaveIdempotenza, comunicazioni.Comando{Evento: model.TipoEventoRichiestaChiusura, Versione: input.Versione, Commento: input.Commento, Esito: input.Esito})
}

func (r *notificaResolver) Richiesta(ctx context.Context, obj *model.Notifica) (*model.Richiesta, error) {
	return r.richiestaVisibile(ctx, obj.IDRichiesta)
}

func (r *notificaResolver) Appuntamento(ctx context.Context, obj *model.Notifica) (*model.Appuntamento, error) {
	return r.appuntamentoVisibile(ctx, obj.IDAppuntamento)
}

func (r *pacchettoZipResolver) URL(ctx context.Context, obj *model.PacchettoZip) (string, error) {
	return r.collegamento(ctx, strings.TrimSuffix(obj.Nome, comunicazioni.Zip))
}

func (r *queryResolver) Richiesta(ctx context.Context, id string) (*model.Richiesta, error) {
	return trovato(r.richiestaVisibile(ctx, id))
}

func (r *queryResolver) Richieste(ctx context.Context, filtro *model.FiltroRichieste, ordine *model.OrdineRichieste, first *int32, after *string) (*model.Trovati[model.Richiesta], error) {
	return r.richieste(ctx, filtro, ordine, model.Finestra{First: first, After: after})
}

func (r *queryResolver) Ambiti(ctx context.Context) ([]model.AmbitoRichiesta, error) {
	return comunicazioni.Ambiti(), nil
}

func (r *queryResolver) NotificheNonRecapitate(ctx context.Context, first *int32, after *string) (*model.Trovati[model.Notifica], error) {
	return r.notificheNonRecapitate(ctx, model.Finestra{First: first, After: after})
}

func (r *richiestaResolver) Ambito(ctx context.Context, obj *model.Richiesta) (*model.AmbitoRichiesta, error) {
	return ambitoDi(obj.CodiceAmbito)
}

func (r *richiestaResolver) Oggetto(ctx context.Context, obj *model.Richiesta) (*model.OggettoRichiesta, error) {
	return oggettoDi(obj)
}

func (r *richiestaResolver) Azienda(ctx context.Context, obj *model.Richiesta) (*model.Azienda, error) {
	return r.aziendaDella(ctx, obj.Matricola)
}

func (r *richiestaResolver) Sede(ctx context.Context, obj *model.Richiesta) (*model.Sede, error) {
	return r.Sources.Sede.Load(ctx, obj.CodiceSede)
}

func (r *richiestaResolver) Versione(ctx context.Context, obj *model.Richiesta) (int32, error) {
	return int32(len(obj.Eventi)), nil
}

func (r *richiestaResolver) RispostaA(ctx context.Context, obj *model.Richiesta) (*model.Richiesta, error) {
	return r.richiestaVisibile(ctx, obj.IDPrecedente)
}

func (r *richiestaResolver) Successive(ctx context.Context, obj *model.Richiesta) ([]model.Richiesta, error) {
	return r.filo(ctx, obj, func(altra *model.Richiesta) bool { return altra.IDPrecedente == obj.ID })
}

func (r *richiestaResolver) Filo(ctx context.Context, obj *model.Richiesta) ([]model.Richiesta, error) {
	return r.filo(ctx, obj, func(*model.Richiesta) bool { return true })
}

func (r *subscriptionResolver) AggiornamentiRichieste(ctx context.Context, matricola *model.Matricola, id *string, dopo *string) (<-chan *model.AggiornamentoRichiesta, error) {
	return segueRichieste(ctx, domanda{matricola, id}, dopo)
}

func (r *Resolver) Allegato() graph.AllegatoResolver { return &allegatoResolver{r} }

func (r *Resolver) EventoRichiesta() graph.EventoRichiestaResolver {
	return &eventoRichiestaResolver{r}
}

func (r *Resolver) Notifica() graph.NotificaResolver { return &notificaResolver{r} }

func (r *Resolver) PacchettoZip() graph.PacchettoZipResolver { return &pacchettoZipResolver{r} }

func (r *Resolver) Richiesta() graph.RichiestaResolver { return &richiestaResolver{r} }

func (r *Resolver) Subscription() graph.SubscriptionResolver { return &subscriptionResolver{r} }

type (
	allegatoResolver        struct{ *Resolver }
	eventoRichiestaResolver struct{ *Resolver }
	notificaResolver        struct{ *Resolver }
	pacchettoZipResolver    struct{ *Resolver }
	richiestaResolver       struct{ *Resolver }
	subscriptionResolver    struct{ *Resolver }
)
