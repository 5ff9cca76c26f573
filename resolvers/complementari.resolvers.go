package resolvers

import (
	"cassetto/graph"
	"cassetto/graph/model"
	"context"
)

func (r *aziendaResolver) Complementari(ctx context.Context, obj *model.Azienda) (*model.DatiComplementari, error) {
	return &model.DatiComplementari{Azienda: obj}, nil
}

func (r *datiComplementariResolver) CreditiInadempienze(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.CreditoInadempienza], error) {
	return elenco(ctx, r.Sources.CreditiInadempienze, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) DomandeCig(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.DomandaCig], error) {
	return elenco(ctx, r.Sources.DomandeCig, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) NoteDiRettifica(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.NotaDiRettifica], error) {
	return elenco(ctx, r.Sources.NoteDiRettifica, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) Emens(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.Emens], error) {
	return elenco(ctx, r.Sources.Emens, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) ConfrontoDm10(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.ConfrontoDm10], error) {
	return elenco(ctx, r.Sources.ConfrontoDm10, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) Committente10(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.Committente10], error) {
	return r.committente10(ctx, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) Ispezioni(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.Ispezione], error) {
	return elenco(ctx, r.Sources.Ispezioni, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) IscrizioniARuolo(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.IscrizioneARuolo], error) {
	return elenco(ctx, r.Sources.IscrizioniARuolo, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) DilazioniSuCartella(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.DilazioneSuCartella], error) {
	return elenco(ctx, r.Sources.DilazioniSuCartella, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) DomandeDiDilazione(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.DomandaDiDilazione], error) {
	return elenco(ctx, r.Sources.DomandeDiDilazione, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) FondiInterprofessionali(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.FondoInterprofessionale], error) {
	return elenco(ctx, r.Sources.FondiInterprofessionali, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *datiComplementariResolver) PostaIbrida(ctx context.Context, obj *model.DatiComplementari, first *int32, after *string, dal *model.Data, al *model.Data) (*model.Connection[model.PostaIbrida], error) {
	return elenco(ctx, r.Sources.PostaIbrida, obj.Azienda, model.Finestra{First: first, After: after, Dal: dal, Al: al})
}

func (r *Resolver) DatiComplementari() graph.DatiComplementariResolver {
	return &datiComplementariResolver{r}
}

type datiComplementariResolver struct{ *Resolver }
