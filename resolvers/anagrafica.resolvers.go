package resolvers

import (
	"cassetto/graph"
	"cassetto/graph/model"
	"context"
)

func (r *aziendaResolver) ID(ctx context.Context, obj *model.Azienda) (string, error) {
	return idAzienda + string(obj.Matricola), nil
}

func (r *aziendaResolver) Sede(ctx context.Context, obj *model.Azienda) (*model.Sede, error) {
	return r.Sources.SedeAzienda.Load(ctx, obj)
}

func (r *aziendaResolver) Sintetici(ctx context.Context, obj *model.Azienda) (*model.DatiSintetici, error) {
	return r.Sources.Sintetici.Load(ctx, obj)
}

func (r *aziendaResolver) Dettaglio(ctx context.Context, obj *model.Azienda) (*model.DatiDettaglio, error) {
	return &model.DatiDettaglio{Azienda: obj}, nil
}

func (r *aziendaCollegataResolver) Sede(ctx context.Context, obj *model.AziendaCollegata) (*model.Sede, error) {
	return r.sede(ctx, obj.Altra)
}

func (r *aziendaCollegataResolver) Azienda(ctx context.Context, obj *model.AziendaCollegata) (*model.Azienda, error) {
	return r.visibile(ctx, obj.Altra)
}

func (r *aziendaStessoCodiceFiscaleResolver) Sede(ctx context.Context, obj *model.AziendaStessoCodiceFiscale) (*model.Sede, error) {
	return r.sede(ctx, obj.Altra)
}

func (r *aziendaStessoCodiceFiscaleResolver) Azienda(ctx context.Context, obj *model.AziendaStessoCodiceFiscale) (*model.Azienda, error) {
	return r.visibile(ctx, obj.Altra)
}

func (r *datiDettaglioResolver) AziendeCollegate(ctx context.Context, obj *model.DatiDettaglio, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.AziendaCollegata], error) {
	return r.collegate(ctx, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiDettaglioResolver) AziendeStessoCodiceFiscale(ctx context.Context, obj *model.DatiDettaglio, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.AziendaStessoCodiceFiscale], error) {
	return r.stessoCodiceFiscale(ctx, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiDettaglioResolver) PosizioneDiRiferimento(ctx context.Context, obj *model.DatiDettaglio) (*model.PosizioneDiRiferimento, error) {
	return r.riferimento(ctx, obj.Azienda)
}

func (r *datiDettaglioResolver) SoggettiCollegati(ctx context.Context, obj *model.DatiDettaglio, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.SoggettoCollegato], error) {
	return elenco(ctx, r.Sources.SoggettiCollegati, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiDettaglioResolver) PosizioniLavoratoriAutonomi(ctx context.Context, obj *model.DatiDettaglio, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.PosizioneLavoratoreAutonomo], error) {
	return elenco(ctx, r.Sources.PosizioniLavoratoriAutonomi, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiDettaglioResolver) Interruzioni(ctx context.Context, obj *model.DatiDettaglio, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.Interruzione], error) {
	return elenco(ctx, r.Sources.Interruzioni, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiDettaglioResolver) RagioniSocialiPregresse(ctx context.Context, obj *model.DatiDettaglio, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.RagioneSocialePregressa], error) {
	return elenco(ctx, r.Sources.RagioniSocialiPregresse, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiDettaglioResolver) Dipendenze(ctx context.Context, obj *model.DatiDettaglio, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.Dipendenza], error) {
	return elenco(ctx, r.Sources.Dipendenze, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiSinteticiResolver) SedeInps(ctx context.Context, obj *model.DatiSintetici) (*model.Sede, error) {
	return r.Sources.Sede.Load(ctx, obj.CodiceSede)
}

func (r *posizioneDiRiferimentoResolver) CodiceFiscale(ctx context.Context, obj *model.PosizioneDiRiferimento) (*model.CodiceFiscale, error) {
	return r.codiceFiscaleVisibile(ctx, obj.Altra)
}

func (r *posizioneDiRiferimentoResolver) Sede(ctx context.Context, obj *model.PosizioneDiRiferimento) (*model.Sede, error) {
	return r.sede(ctx, obj.Altra)
}

func (r *posizioneDiRiferimentoResolver) Azienda(ctx context.Context, obj *model.PosizioneDiRiferimento) (*model.Azienda, error) {
	return r.visibile(ctx, obj.Altra)
}

func (r *queryResolver) Azienda(ctx context.Context, matricola model.Matricola) (*model.Azienda, error) {
	return r.azienda(ctx, matricola)
}

func (r *queryResolver) Aziende(ctx context.Context, filtro *model.FiltroAziende, ordine *model.OrdineAziende, first *int32, after *string) (*model.Trovati[model.Azienda], error) {
	return r.aziende(ctx, filtro, ordine, model.Finestra{First: first, After: after})
}

func (r *Resolver) Azienda() graph.AziendaResolver { return &aziendaResolver{r} }

func (r *Resolver) AziendaCollegata() graph.AziendaCollegataResolver {
	return &aziendaCollegataResolver{r}
}

func (r *Resolver) AziendaStessoCodiceFiscale() graph.AziendaStessoCodiceFiscaleResolver {
	return &aziendaStessoCodiceFiscaleResolver{r}
}

func (r *Resolver) DatiDettaglio() graph.DatiDettaglioResolver { return &datiDettaglioResolver{r} }

func (r *Resolver) DatiSintetici() graph.DatiSinteticiResolver { return &datiSinteticiResolver{r} }

func (r *Resolver) PosizioneDiRiferimento() graph.PosizioneDiRiferimentoResolver {
	return &posizioneDiRiferimentoResolver{r}
}

type (
	aziendaResolver                    struct{ *Resolver }
	aziendaCollegataResolver           struct{ *Resolver }
	aziendaStessoCodiceFiscaleResolver struct{ *Resolver }
	datiDettaglioResolver              struct{ *Resolver }
	datiSinteticiResolver              struct{ *Resolver }
	posizioneDiRiferimentoResolver     struct{ *Resolver }
)
