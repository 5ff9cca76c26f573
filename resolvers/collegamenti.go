package resolvers

import (
	"context"
	"strings"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/allegati"
	"cassetto/sources"
	"cassetto/sources/comunicazioni"
)

// durataCollegamento is how long a link to a file may be used.
const durataCollegamento = 10 * time.Minute

// collegamento is a link to an attachment, to the package of a request or an appointment, or to a print, for the caller alone.
func (r *Resolver) collegamento(ctx context.Context, id string) (string, error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return "", err
	}
	pratica, n := comunicazioni.Allegato(id)
	utente := titoli.Mandato.Utente
	c := allegati.Collegamento{
		Pratica: pratica, Allegato: n, CodiceFiscale: utente.CodiceFiscale, Profilo: utente.Profilo, Scadenza: r.Now().Add(durataCollegamento),
	}
	if utente.Sede != nil {
		c.Sede = string(*utente.Sede)
	}
	return "/allegati/" + r.Sigillo.Firma(c), nil
}

// Scaricabile are the files that a link leads to, if who got the link may still see what they belong to; nil otherwise.
func (r *Resolver) Scaricabile(ctx context.Context, c allegati.Collegamento) (*allegati.Cartella, error) {
	if strings.HasPrefix(c.Pratica, idStampa) {
		return r.stampaScaricabile(ctx, c)
	}
	chi := access.Identita{CodiceFiscale: c.CodiceFiscale, Profilo: &c.Profilo, Scadenza: c.Scadenza}
	if sede := model.CodiceSede(c.Sede); sede != "" && len(c.CodiceFiscale) == 11 {
		chi.Servizio, chi.Sede = "collegamento", &sede // who got it was a service, which has a sede by its token only
	}
	ctx = sources.WithBatch(access.With(ctx, chi))
	if strings.HasPrefix(c.Pratica, idAppuntamento) {
		a, err := r.appuntamentoVisibile(ctx, c.Pratica)
		if a == nil || err != nil {
			return nil, err
		}
		return &allegati.Cartella{Deposito: r.Sources.Documenti(), Allegati: a.Documenti, Zip: a.PacchettoZip}, nil
	}
	richiesta, err := r.richiestaVisibile(ctx, c.Pratica)
	if richiesta == nil || err != nil {
		return nil, err
	}
	return &allegati.Cartella{Deposito: r.Sources.Allegati(), Allegati: richiesta.Allegati, Zip: richiesta.PacchettoZip}, nil
}
