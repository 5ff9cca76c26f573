package resolvers

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/allegati"
	"cassetto/sources"
	"cassetto/sources/stampe"
)

func (r *Resolver) stampaFascicolo(ctx context.Context, in model.StampaFascicoloInput) (*model.StampaPayload, error) {
	io, chiave, errori, err := r.comando(ctx, in.ChiaveIdempotenza)
	if err != nil || errori != nil {
		return nonStampata(errori), err
	}
	d := &stampe.Domanda{Input: in, Chi: chiStampa(ctx, io)}
	id := d.ID()
	if chiave != "" { // the command may be a repetition
		if prima, err := r.Sources.Stampa.Load(ctx, id); err != nil || prima != nil {
			return r.stampata(ctx, io, prima, err)
		}
	}
	a, err := r.aziendaDella(ctx, in.Matricola)
	if err != nil {
		return nil, err
	}
	if a == nil {
		errori = erroriDi("matricola", stampe.AziendaNonTrovata, "La posizione non esiste o non è consultabile.")
	}
	if errori = append(errori, d.Valuta()...); len(errori) > 0 {
		return nonStampata(errori), nil
	}
	d.Richiedente, d.Chi.Titoli = r.mittente(io, posizione(a), nil), io.Titoli(posizione(a), r.Now())
	s, err := r.Sources.ChiediStampa(ctx, d.Stampa(id, r.Now()))
	if err == nil {
		r.SegnalaStampa(s.ID)
	}
	return r.stampata(ctx, io, s, err)
}

// stampata answers a command that was carried out, perhaps long ago, with the print as it is now.
func (r *Resolver) stampata(ctx context.Context, io access.Mandato, s *model.Stampa, err error) (*model.StampaPayload, error) {
	if err != nil {
		return nil, err
	}
	s, err = r.propria(ctx, io, s)
	return &model.StampaPayload{Stampa: s, Errori: []model.ErroreCampo{}}, err
}

func nonStampata(errori []model.ErroreCampo) *model.StampaPayload {
	return &model.StampaPayload{Errori: errori}
}

// chiStampa is as whom the caller's print is carried out, but for what he is entitled to.
func chiStampa(ctx context.Context, io access.Mandato) model.ChiStampa {
	identita, _ := access.From(ctx)
	chi := model.ChiStampa{CodiceFiscale: io.Utente.CodiceFiscale, Profilo: io.Utente.Profilo, Servizio: identita.Servizio}
	if identita.Servizio != "" {
		chi.Sede = identita.Sede
	}
	return chi
}

// identitaDi is who a print is carried out as, long after his token.
func identitaDi(chi model.ChiStampa) access.Identita {
	return access.Identita{CodiceFiscale: chi.CodiceFiscale, Profilo: &chi.Profilo, Servizio: chi.Servizio, Sede: chi.Sede}
}

// stampaVisibile is a print if it is the caller's and he may still have it, nil otherwise.
func (r *Resolver) stampaVisibile(ctx context.Context, id string) (*model.Stampa, error) {
	if id == "" {
		return nil, nil
	}
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	s, err := r.Sources.Stampa.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	return r.propria(ctx, titoli.Mandato, s)
}

// propria is a print if it is the caller's, and he may still see the company and is entitled to all that it may show; nil otherwise.
func (r *Resolver) propria(ctx context.Context, io access.Mandato, s *model.Stampa) (*model.Stampa, error) {
	if s == nil || !chiede(s.Chi, chiStampa(ctx, io)) {
		return nil, nil
	}
	a, err := r.aziendaDella(ctx, s.Matricola)
	if a == nil || err != nil || !io.Conserva(posizione(a), s.Chi.Titoli, r.Now()) {
		return nil, err
	}
	return s, nil
}

// chiede says whether who asked for a print is the caller.
func chiede(di, io model.ChiStampa) bool {
	sede := di.Sede == nil && io.Sede == nil || di.Sede != nil && io.Sede != nil && *di.Sede == *io.Sede
	return di.CodiceFiscale == io.CodiceFiscale && di.Profilo == io.Profilo && di.Servizio == io.Servizio && sede
}

// urlStampa is a link to the document of a print, as long as there is one.
func (r *Resolver) urlStampa(ctx context.Context, s *model.Stampa) (*string, error) {
	if stampe.Documento(s, r.Now()) == nil {
		return nil, nil
	}
	url, err := r.collegamento(ctx, s.ID)
	if err != nil {
		return nil, err
	}
	return &url, nil
}

// stampaScaricabile is the document of a print that a link leads to, if the link was made out to who asked for it and he may still
// have it; nil otherwise.
func (r *Resolver) stampaScaricabile(ctx context.Context, c allegati.Collegamento) (*allegati.Cartella, error) {
	ctx = sources.WithBatch(ctx)
	s, err := r.Sources.Stampa.Load(ctx, c.Pratica)
	if s == nil || err != nil || s.Chi.CodiceFiscale != c.CodiceFiscale || s.Chi.Profilo != c.Profilo || s.Chi.Sede != nil && string(*s.Chi.Sede) != c.Sede {
		return nil, err
	}
	s, err = r.stampaVisibile(access.With(ctx, identitaDi(s.Chi)), c.Pratica)
	if s == nil || err != nil {
		return nil, err
	}
	d := stampe.Documento(s, r.Now())
	if d == nil {
		return nil, nil
	}
	return &allegati.Cartella{Deposito: r.Sources.Stampati(), Documento: d}, nil
}
