package resolvers

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/sources"
	"cassetto/sources/anagrafica"
	"cassetto/sources/complementari"
)

func (r *Resolver) azienda(ctx context.Context, m model.Matricola) (*model.Azienda, error) {
	a, err := r.Sources.Azienda.Load(ctx, m)
	if err != nil {
		return nil, err
	}
	return trovato(r.visibile(ctx, a))
}

func (r *Resolver) aziende(ctx context.Context, filtro *model.FiltroAziende, ordine *model.OrdineAziende, f model.Finestra) (*model.AziendaConnection, error) {
	quante, err := f.Quante()
	if err != nil {
		return nil, err
	}
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	ricerca := anagrafica.Ricerca{Filtro: filtro, Ordine: ordine, First: quante}
	if f.After != nil {
		if *f.After == "" {
			return nil, model.RifiutaCampo("after", "Il cursore non è di questo elenco.")
		}
		ricerca.After = *f.After
	}
	ora := r.Now()
	vista := sources.Vista{Ambito: func() access.Ambito { return titoli.Mandato.Ambito(ora) }}
	vista.Impronta, vista.Vale = titoli.Mandato.Impronta(ora)
	return r.Sources.Cerca(ctx, vista, ricerca)
}

func (r *Resolver) sede(ctx context.Context, a *model.Azienda) (*model.Sede, error) {
	if a == nil {
		return nil, nil
	}
	return r.Sources.SedeAzienda.Load(ctx, a)
}

// committente10 leaves, of every month, what the caller's perimeter allows.
func (r *Resolver) committente10(ctx context.Context, a *model.Azienda, f model.Finestra) (*model.Committente10Connection, error) {
	servizio := model.ServizioGestioneSeparata
	d, err := r.decide(ctx, a, &servizio)
	if err != nil {
		return nil, err
	}
	righe, err := r.Sources.Committente10.Load(ctx, a)
	if err != nil {
		return nil, err
	}
	if d.Perimetro != nil {
		righe = complementari.NelPerimetro(righe, d.Perimetro)
	}
	return righe.Pagina(f)
}

func (r *Resolver) collegate(ctx context.Context, a *model.Azienda, f model.Finestra) (*model.AziendeCollegateConnection, error) {
	return vicine[*model.AziendeCollegateConnection]{
		campo{"collegate", f.Valori()},
		func(a *model.Azienda) (*model.AziendeCollegateConnection, error) {
			return propria(ctx, r.Sources.AziendeCollegate, a, f)
		},
		func(c *model.AziendeCollegateConnection) []**model.Azienda {
			return indirizzi(c.Nodes, func(n *model.AziendaCollegata) **model.Azienda { return &n.Altra })
		},
	}.di(ctx, a)
}

func (r *Resolver) stessoCodiceFiscale(ctx context.Context, a *model.Azienda, f model.Finestra) (*model.AziendeStessoCodiceFiscaleConnection, error) {
	return vicine[*model.AziendeStessoCodiceFiscaleConnection]{
		campo{"stesso codice fiscale", f.Valori()},
		func(a *model.Azienda) (*model.AziendeStessoCodiceFiscaleConnection, error) {
			return propria(ctx, r.Sources.AziendeStessoCodiceFiscale, a, f)
		},
		func(c *model.AziendeStessoCodiceFiscaleConnection) []**model.Azienda {
			return indirizzi(c.Nodes, func(n *model.AziendaStessoCodiceFiscale) **model.Azienda { return &n.Altra })
		},
	}.di(ctx, a)
}

func (r *Resolver) riferimento(ctx context.Context, a *model.Azienda) (*model.PosizioneDiRiferimento, error) {
	return vicine[*model.PosizioneDiRiferimento]{
		campo{nome: "riferimento"},
		func(a *model.Azienda) (*model.PosizioneDiRiferimento, error) {
			letta, err := r.Sources.PosizioneDiRiferimento.Load(ctx, a)
			if letta == nil {
				return nil, err
			}
			p := *letta // what a section gives is shared
			return &p, nil
		},
		func(p *model.PosizioneDiRiferimento) []**model.Azienda {
			if p == nil {
				return nil
			}
			return []**model.Azienda{&p.Altra}
		},
	}.di(ctx, a)
}
