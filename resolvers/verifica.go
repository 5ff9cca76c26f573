package resolvers

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/durc"
	"cassetto/sources/regolarita"
)

// verificabile is whom a check is about, as far as the user is concerned.
type verificabile struct {
	regolarita.Soggetto
	posizioni []access.Posizione // all of the codice fiscale
}

// verificaRegolarita asks for a check, or says what one would come to.
func (r *Resolver) verificaRegolarita(ctx context.Context, in model.VerificaRegolaritaInput) (*model.RegolaritaPayload, error) {
	io, _, errori, err := r.comando(ctx, in.ChiaveIdempotenza)
	if err != nil || errori != nil {
		return nonVerificata(errori), err
	}
	if errori := ammissibile(io, in); errori != nil {
		return nonVerificata(errori), nil
	}
	di, errori, err := r.verificabile(ctx, in)
	if err != nil || errori != nil {
		return nonVerificata(errori), err
	}
	chiede := r.verifica
	if in.Simulazione {
		chiede = r.simula
	}
	v, errori, err := chiede(ctx, io, di)
	if err != nil || errori != nil {
		return nonVerificata(errori), err
	}
	return &model.RegolaritaPayload{Regolarita: new(durc.Vista(*v, r.lettore(io, di.posizioni), r.Now())), Errori: []model.ErroreCampo{}}, nil
}

// ammissibile says what is wrong with a check before it is known whom it is about.
func ammissibile(io access.Mandato, in model.VerificaRegolaritaInput) []model.ErroreCampo {
	switch {
	case in.CodiceFiscale == nil && in.Matricola == nil:
		return erroriDi("codiceFiscale", regolarita.SoggettoMancante, "Indicare il codice fiscale da verificare, o una sua matricola.")
	case in.CodiceFiscale != nil && in.Matricola != nil:
		return erroriDi("matricola", regolarita.SoggettoDoppio, "Indicare il codice fiscale oppure la matricola, non entrambi.")
	case in.Simulazione || io.PuoScrivere():
		return nil
	}
	campo := "codiceFiscale"
	if in.Matricola != nil {
		campo = "matricola"
	}
	return erroriDi(campo, regolarita.VerificaNonConsentita, "Con il profilo con cui si agisce non si chiedono verifiche: si possono simulare.")
}

// verificabile is whom a check is to be about.
func (r *Resolver) verificabile(ctx context.Context, in model.VerificaRegolaritaInput) (di verificabile, errori []model.ErroreCampo, err error) {
	if in.Matricola != nil {
		letta, err := r.Sources.Azienda.Load(ctx, *in.Matricola)
		if err != nil {
			return di, nil, err
		}
		a, err := r.visibile(ctx, letta)
		if err != nil || a == nil {
			return di, erroriDi("matricola", regolarita.AziendaNonTrovata, "La posizione non esiste o non è consultabile."), err
		}
		di.CodiceFiscale = a.CodiceFiscale
	} else {
		di.CodiceFiscale = *in.CodiceFiscale
	}
	posizioni, err := r.Sources.AziendeStessoCodiceFiscale.Section.Load(ctx, di.CodiceFiscale)
	if err != nil {
		return di, nil, err
	}
	di.posizioni = posizioniDi(posizioni)
	if di.posizioni == nil {
		return di, sconosciuto(), nil
	}
	di.Denominazione = denominazione(posizioni.Righe)
	return di, nil, nil
}

func sconosciuto() []model.ErroreCampo {
	return erroriDi("codiceFiscale", regolarita.CodiceFiscaleNonTrovato, "Nessuna posizione ha questo codice fiscale.")
}

// posizioniDi are the positions of a codice fiscale.
func posizioniDi(righe *model.Righe[model.AziendaStessoCodiceFiscale]) (tutte []access.Posizione) {
	if righe == nil {
		return nil
	}
	for i := range righe.Righe {
		tutte = append(tutte, posizione(righe.Righe[i].Altra))
	}
	return tutte
}

// denominazione is the name of a codice fiscale: that of its head position, or of the first that is open.
func denominazione(posizioni []model.AziendaStessoCodiceFiscale) string {
	nome := posizioni[0].Denominazione
	for i := len(posizioni) - 1; i >= 0; i-- {
		p := &posizioni[i]
		if p.IsRiferimento && p.DataFine == nil {
			return p.Denominazione
		}
		if p.DataFine == nil {
			nome = p.Denominazione
		}
	}
	return nome
}

// verifica asks for a check and has it judged at once.
func (r *Resolver) verifica(ctx context.Context, io access.Mandato, di verificabile) (*model.RegolaritaContributiva, []model.ErroreCampo, error) {
	v, err := r.Sources.ApriVerifica(ctx, di.Soggetto, r.richiedente(io, di.posizioni), r.Now())
	if err != nil {
		return nil, nil, err
	}
	return r.giudica(ctx, v), nil, nil
}

// giudica judges a check that is not over. When something does not answer it stays as it is, and is judged as soon as that answers.
func (r *Resolver) giudica(ctx context.Context, v *model.RegolaritaContributiva) *model.RegolaritaContributiva {
	if !regolarita.Aperta(v) {
		return v
	}
	if e, err := r.Sources.Evidenze(ctx, v.CodiceFiscale); err == nil && e != nil {
		if dopo, err := r.Sources.ConcludiVerifica(ctx, v.ID, *e, r.Now()); err == nil && dopo != nil {
			return dopo
		}
	}
	r.SegnalaVerifica(v.ID)
	return v
}

// simula says what a check would come to now.
func (r *Resolver) simula(ctx context.Context, io access.Mandato, di verificabile) (*model.RegolaritaContributiva, []model.ErroreCampo, error) {
	if !r.lettore(io, di.posizioni).Agisce {
		return nil, erroriDi("simulazione", regolarita.SimulazioneNonConsentita, "Può simulare la verifica solo chi agisce per l'azienda con il servizio CASSETTO."), nil
	}
	e, err := r.Sources.Evidenze(ctx, di.CodiceFiscale)
	switch {
	case err != nil:
		return nil, nil, err
	case e == nil:
		return nil, sconosciuto(), nil
	}
	return regolarita.Simula(di.Soggetto, *e, r.richiedente(io, di.posizioni), r.Now()), nil, nil
}

// richiedente is who asks for a check, with the delega by which he acts for one of the positions, if he does.
func (r *Resolver) richiedente(io access.Mandato, posizioni []access.Posizione) model.MittenteRichiesta {
	for _, p := range posizioni {
		if io.Agisce(p, model.ServizioCassetto, r.Now()) {
			return r.mittente(io, p, new(model.ServizioCassetto))
		}
	}
	return r.mittente(io, access.Posizione{}, new(model.ServizioCassetto))
}

// lettore is what the user may read of a check. Who acts for a position reads what is of it and what is of the codice fiscale as a
// whole; who acts for all of them reads everything.
func (r *Resolver) lettore(io access.Mandato, posizioni []access.Posizione) durc.Lettore {
	sue, tutte := map[string]bool{}, true
	for _, p := range posizioni {
		agisce := io.Agisce(p, model.ServizioCassetto, r.Now())
		sue[string(p.Matricola)] = agisce
		sue[""] = sue[""] || agisce
		tutte = tutte && agisce
	}
	return durc.Lettore{Agisce: sue[""], Posizione: func(codice string) bool { return tutte || sue[codice] }}
}

// regolarita is the last check of a company's codice fiscale, as far as who reads the company may read it.
func (r *Resolver) regolarita(ctx context.Context, a *model.Azienda) (*model.RegolaritaContributiva, error) {
	v, err := r.Sources.Regolarita.Load(ctx, a)
	if v == nil || err != nil {
		return nil, err
	}
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	righe, err := r.Sources.AziendeStessoCodiceFiscale.Load(ctx, a)
	if err != nil {
		return nil, err
	}
	posizioni := append(posizioniDi(righe), posizione(a))
	return new(durc.Vista(*v, r.lettore(titoli.Mandato, posizioni), r.Now())), nil
}

func nonVerificata(errori []model.ErroreCampo) *model.RegolaritaPayload {
	return &model.RegolaritaPayload{Errori: errori}
}
