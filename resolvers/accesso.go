package resolvers

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/fault"
	"cassetto/sources"
	"cassetto/sources/deleghe"
)

// Accesso is the directive @accesso: it lets a field be resolved when the caller is a recognised user and, where the field
// names a service, when he may act for the field's company and that service at this instant. A partial perimeter opens only
// what is shown person by person. What is riservato is nil for who neither sent the request, or booked the appointment, nor works
// at its office.
func (r *Resolver) Accesso(ctx context.Context, obj any, next graphql.Resolver, servizio *model.Servizio, riservato *bool) (any, error) {
	if pratica, ok := praticaDi(obj); ok && riservato != nil && *riservato {
		titoli, err := r.titoli(ctx)
		if err != nil || !titoli.Mandato.ConosceRecapiti(pratica) {
			return nil, err
		}
		return next(ctx)
	}
	a := aziendaDi(obj)
	if servizio == nil || a == nil {
		if _, err := r.titoli(ctx); err != nil {
			return nil, err
		}
		return next(ctx)
	}
	d, err := r.decide(ctx, a, servizio)
	if err != nil {
		return nil, err
	}
	parziale := d.Perimetro != nil && *servizio != model.ServizioGestioneSeparata // only that section is filtered by person
	if d.Esito != access.Consentito || parziale {
		return nil, fault.Errorf(fault.Forbidden, "Serve un titolo per il servizio %s su questa posizione.", *servizio)
	}
	return next(ctx)
}

// aziendaDi is the company that an object of the graph speaks of, nil when it speaks of none.
func aziendaDi(obj any) *model.Azienda {
	switch o := obj.(type) {
	case *model.Azienda:
		return o
	case *model.DatiDettaglio:
		return o.Azienda
	case *model.DatiComplementari:
		return o.Azienda
	}
	return nil
}

// praticaDi is what decides who may see an object of the graph that a company and an office have to do with each other; false when
// it is none.
func praticaDi(obj any) (access.Pratica, bool) {
	switch o := obj.(type) {
	case *model.Richiesta:
		return access.DellaRichiesta(o), true
	case *model.Appuntamento:
		return access.DellAppuntamento(o), true
	}
	return access.Pratica{}, false
}

// titoli is what entitles the caller, read once a response.
func (r *Resolver) titoli(ctx context.Context) (*deleghe.Titoli, error) {
	t, err := r.titoliAdesso(ctx)
	return t.Titoli, err
}

// titoliLetti are those of the caller, and when they were looked at.
type titoliLetti struct {
	*deleghe.Titoli
	ora time.Time
}

func (r *Resolver) titoliAdesso(ctx context.Context) (titoliLetti, error) {
	if t, known := sources.Remembered[*titoliLetti](ctx, chiaveTitoli{}); known {
		return *t, nil
	}
	letti, err := r.leggiTitoli(ctx)
	t := titoliLetti{letti, r.Now()}
	if err == nil {
		sources.Remember(ctx, chiaveTitoli{}, &t)
	}
	return t, err
}

type chiaveTitoli struct{}

func (r *Resolver) leggiTitoli(ctx context.Context) (*deleghe.Titoli, error) {
	identita, ok := access.From(ctx)
	if !ok {
		return nil, fault.Errorf(fault.Unauthenticated, "Accesso non riconosciuto.")
	}
	chi := chiDi(identita)
	titoli, err := r.Sources.Titoli.LoadAmong(ctx, chi, "titoli", func() []deleghe.Chi { return []deleghe.Chi{chi} })
	if titoli != nil && identita.Servizio != "" {
		titoli = perSede(titoli, identita)
	}
	if err == nil && titoli == nil {
		err = fault.Errorf(fault.Forbidden, "Nessun profilo abilitato, o più d'uno fra cui scegliere.")
	}
	return titoli, err
}

// chiDi is whose titles a caller has.
func chiDi(identita access.Identita) deleghe.Chi {
	chi := deleghe.Chi{CodiceFiscale: identita.CodiceFiscale}
	if identita.Profilo != nil {
		chi.Profilo = *identita.Profilo
	}
	return chi
}

// perSede is what entitles a service to work for the sede of its token: what its entity is enabled for, when the archive names that
// sede or none; nil when it does not let it. The section's own value stays as it is, for the other sedi.
func perSede(titoli *deleghe.Titoli, servizio access.Identita) *deleghe.Titoli {
	u := titoli.Mandato.Utente
	if servizio.Sede == nil || u.Profilo != model.ProfiloUtenteOperatore || u.Sede != nil && *u.Sede != *servizio.Sede {
		return nil
	}
	return &deleghe.Titoli{Mandato: titoli.Mandato.NellaSede(*servizio.Sede), Ricevute: titoli.Ricevute}
}

// decide says what the caller may see of a company; a nil service asks whether he may know it at all.
func (r *Resolver) decide(ctx context.Context, a *model.Azienda, servizio *model.Servizio) (access.Decisione, error) {
	titoli, err := r.titoliAdesso(ctx)
	if err != nil {
		return access.Decisione{}, err
	}
	return titoli.Mandato.Decide(posizione(a), servizio, titoli.ora), nil
}

// visibile is the company if the caller may know it, nil otherwise.
func (r *Resolver) visibile(ctx context.Context, a *model.Azienda) (*model.Azienda, error) {
	if a == nil {
		return nil, nil
	}
	d, err := r.decide(ctx, a, nil)
	if err != nil || d.Esito == access.Nascosto {
		return nil, err
	}
	return a, nil
}

func (r *Resolver) codiceFiscaleVisibile(ctx context.Context, a *model.Azienda) (*model.CodiceFiscale, error) {
	a, err := r.visibile(ctx, a)
	if a == nil {
		return nil, err
	}
	return &a.CodiceFiscale, nil
}

func posizione(a *model.Azienda) access.Posizione {
	return access.Posizione{Matricola: a.Matricola, CodiceFiscale: a.CodiceFiscale, Sede: a.CodiceSede}
}

// trovato turns a missing value into an error: it does not exist, or it may not be seen; the two cannot be told apart.
func trovato[T any](v *T, err error) (*T, error) {
	if v == nil && err == nil {
		return nil, fault.Errorf(fault.NotFound, "Non trovato.")
	}
	return v, err
}
