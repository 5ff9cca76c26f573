package resolvers

import (
	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/sources/agenda"
	"context"
)

func (r *appuntamentoResolver) Azienda(ctx context.Context, obj *model.Appuntamento) (*model.Azienda, error) {
	return r.aziendaDella(ctx, obj.Matricola)
}

func (r *appuntamentoResolver) Sede(ctx context.Context, obj *model.Appuntamento) (*model.Sede, error) {
	return r.Sources.Sede.Load(ctx, obj.CodiceSede)
}

func (r *appuntamentoResolver) Fascia(ctx context.Context, obj *model.Appuntamento) (*model.Fascia, error) {
	return r.fasciaDi(ctx, obj)
}

func (r *appuntamentoResolver) Argomento(ctx context.Context, obj *model.Appuntamento) (*model.AmbitoRichiesta, error) {
	return ambitoDi(obj.CodiceArgomento)
}

func (r *appuntamentoResolver) Richieste(ctx context.Context, obj *model.Appuntamento) ([]model.Richiesta, error) {
	return r.richiesteDellAppuntamento(ctx, obj)
}

func (r *appuntamentoResolver) Versione(ctx context.Context, obj *model.Appuntamento) (int32, error) {
	return int32(len(obj.Storico)), nil
}

func (r *aziendaResolver) Appuntamenti(ctx context.Context, obj *model.Azienda, filtro *model.FiltroAppuntamenti, first *int32, after *string) (*model.Trovati[model.Appuntamento], error) {
	return r.appuntamentiDi(ctx, obj, filtro, model.Finestra{First: first, After: after})
}

func (r *aziendaResolver) Disponibilita(ctx context.Context, obj *model.Azienda, dal model.Data, al model.Data, modalita *model.ModalitaAppuntamento) ([]model.Fascia, error) {
	return r.disponibilita(ctx, obj, dal, al, modalita)
}

func (r *eventoAppuntamentoResolver) Notifiche(ctx context.Context, obj *model.EventoAppuntamento) ([]model.Notifica, error) {
	return r.notificheDellAppuntamento(ctx, obj)
}

func (r *mutationResolver) PrenotaAppuntamento(ctx context.Context, input model.PrenotaAppuntamentoInput) (*model.AppuntamentoPayload, error) {
	return r.prenotaAppuntamento(ctx, input)
}

func (r *mutationResolver) ConfermaAppuntamento(ctx context.Context, input model.ConfermaAppuntamentoInput) (*model.AppuntamentoPayload, error) {
	return r.comandaAppuntamento(ctx, input.ID, input.ChiaveIdempotenza, agenda.Comando{Evento: model.TipoEventoAppuntamentoConferma})
}

func (r *mutationResolver) AnnullaAppuntamento(ctx context.Context, input model.AnnullaAppuntamentoInput) (*model.AppuntamentoPayload, error) {
	return r.comandaAppuntamento(ctx, input.ID, input.ChiaveIdempotenza, agenda.Comando{Evento: model.TipoEventoAppuntamentoAnnullamento, Versione: input.Versione, Motivo: testo(input.Motivo)})
}

func (r *mutationResolver) ConcludiAppuntamento(ctx context.Context, input model.ConcludiAppuntamentoInput) (*model.AppuntamentoPayload, error) {
	return r.comandaAppuntamento(ctx, input.ID, input.ChiaveIdempotenza, agenda.Comando{Evento: model.TipoEventoAppuntamentoConclusione, Versione: input.Versione, Motivo: testo(input.Commento), Esito: input.Esito})
}

func (r *mutationResolver) PubblicaFasce(ctx context.Context, input model.PubblicaFasceInput) (*model.FascePayload, error) {
	return r.pubblicaFasce(ctx, input)
}

func (r *queryResolver) Appuntamento(ctx context.Context, id string) (*model.Appuntamento, error) {
	return trovato(r.appuntamentoVisibile(ctx, id))
}

func (r *queryResolver) Appuntamenti(ctx context.Context, filtro *model.FiltroAppuntamenti, verso *model.VersoOrdine, first *int32, after *string) (*model.Trovati[model.Appuntamento], error) {
	return r.appuntamenti(ctx, filtro, verso, model.Finestra{First: first, After: after})
}

func (r *queryResolver) Calendario(ctx context.Context, dal model.Data, al model.Data) ([]model.GiornoCalendario, error) {
	return r.calendario(ctx, dal, al)
}

func (r *subscriptionResolver) AggiornamentiAppuntamenti(ctx context.Context, matricola *model.Matricola, dopo *string) (<-chan *model.AggiornamentoAppuntamento, error) {
	return segueAppuntamenti(ctx, domanda{matricola: matricola}, dopo)
}

func (r *Resolver) Appuntamento() graph.AppuntamentoResolver { return &appuntamentoResolver{r} }

func (r *Resolver) EventoAppuntamento() graph.EventoAppuntamentoResolver {
	return &eventoAppuntamentoResolver{r}
}

type (
	appuntamentoResolver       struct{ *Resolver }
	eventoAppuntamentoResolver struct{ *Resolver }
)
