package resolvers

import (
	"context"
	"slices"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/sources"
	"cassetto/sources/deleghe"
)

func (r *Resolver) utente(ctx context.Context) (*model.Utente, error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	return &titoli.Mandato.Utente, nil
}

// ricevute is a page of the deleghe that the caller or his firm received.
func (r *Resolver) ricevute(ctx context.Context, f model.Finestra) (*model.DelegheConnection, error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	return paginaDeleghe(titoli.Ricevute, f)
}

// deleghe is a page of the deleghe given on a company.
func (r *Resolver) deleghe(ctx context.Context, a *model.Azienda, f model.Finestra) (*model.DelegheConnection, error) {
	righe, err := r.Sources.DelegheSu.Load(ctx, a)
	if err != nil {
		return nil, err
	}
	return paginaDeleghe(righe, f)
}

func paginaDeleghe(righe *model.Righe[model.Delega], f model.Finestra) (*model.DelegheConnection, error) {
	c, err := righe.Pagina(f)
	if err != nil {
		return nil, err
	}
	var compagne []model.Matricola
	for _, d := range c.Nodes {
		if m := deleghe.Matricola(d); m != "" {
			compagne = append(compagne, m)
		}
	}
	c.Copia()
	for i := range c.Nodes {
		c.Nodes[i].Compagne = compagne
	}
	return c, nil
}

// aziendaDelegata is the company of a delega, read with those of the deleghe on the same page.
func (r *Resolver) aziendaDelegata(ctx context.Context, d *model.Delega) (*model.Azienda, error) {
	m := deleghe.Matricola(*d)
	switch {
	case m == "":
		return nil, nil
	case len(d.Compagne) == 0:
		a, err := r.Sources.Azienda.Load(ctx, m)
		if err != nil {
			return nil, err
		}
		return r.visibile(ctx, a)
	}
	pagina := &d.Compagne[0]
	riunite, err := sources.Once(ctx, pagina, func() (map[model.Matricola]*model.Azienda, error) {
		aziende := make([]model.Azienda, 0, len(d.Compagne))
		for _, c := range d.Compagne {
			a, err := r.Sources.Azienda.LoadAmong(ctx, c, pagina, func() []model.Matricola { return d.Compagne })
			if err != nil {
				return nil, err
			}
			if a != nil {
				aziende = append(aziende, *a)
			}
		}
		model.Riunisci(aziende)
		perMatricola := make(map[model.Matricola]*model.Azienda, len(aziende))
		for i := range aziende {
			perMatricola[aziende[i].Matricola] = &aziende[i]
		}
		return perMatricola, nil
	})
	if err != nil {
		return nil, err
	}
	return r.visibile(ctx, riunite[m])
}

// delegaVisibile is a delega if the caller is a party to it, nil otherwise.
func (r *Resolver) delegaVisibile(ctx context.Context, id string) (*model.Delega, error) {
	d, err := r.Sources.Delega.Load(ctx, id)
	if d == nil || err != nil {
		return nil, err
	}
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	p, err := r.posizioneDi(ctx, *d)
	if err != nil {
		return nil, err
	}
	posizioni := []access.Posizione{p}
	if p.Matricola == "" && p.CodiceFiscale != "" { // of a whole codice fiscale, who sees one of its positions may see it
		righe, err := r.Sources.AziendeStessoCodiceFiscale.Section.Load(ctx, p.CodiceFiscale)
		if err != nil {
			return nil, err
		}
		for _, riga := range righe.Righe {
			posizioni = append(posizioni, posizione(riga.Altra))
		}
	}
	if !slices.ContainsFunc(posizioni, func(p access.Posizione) bool { return titoli.Mandato.VedeDelega(*d, p, r.Now()) }) {
		return nil, nil
	}
	return d, nil
}

// posizioneDi is the position of a delega as a decision needs it; of a delega on a codice fiscale, that alone.
func (r *Resolver) posizioneDi(ctx context.Context, d model.Delega) (access.Posizione, error) {
	m := deleghe.Matricola(d)
	switch {
	case d.Posizione == nil:
		return access.Posizione{}, nil
	case m == "":
		return access.Posizione{CodiceFiscale: model.CodiceFiscale(d.Posizione.Codice)}, nil
	}
	a, err := r.Sources.Azienda.Load(ctx, m)
	if a == nil || err != nil {
		return access.Posizione{Matricola: m}, err
	}
	return posizione(a), nil
}
