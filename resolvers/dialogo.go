package resolvers

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/allegati"
	"cassetto/internal/outbox"
	"cassetto/sources/comunicazioni"
)

func (r *Resolver) inviaRichiesta(ctx context.Context, in model.InviaRichiestaInput) (*model.RichiestaPayload, error) {
	io, chiave, errori, err := r.comando(ctx, in.ChiaveIdempotenza)
	if err != nil || errori != nil {
		return respinta(errori), err
	}
	id := comunicazioni.ID(io.Utente.CodiceFiscale, chiave)
	if chiave != "" { // the command may be a repetition
		if prima, err := r.Sources.Richiesta.Load(ctx, id); err != nil || prima != nil {
			return r.eseguita(io, prima), err
		}
	}
	invio := &comunicazioni.Invio{ID: id, Input: in}
	if errori, err = r.prepara(ctx, io, invio); err != nil {
		return nil, err
	}
	pacco, difetti, err := r.Imballatore.Imballa(ctx, file(in.Allegati))
	if err != nil {
		return nil, err
	}
	if pacco != nil {
		defer pacco.Close()
	}
	if errori = append(errori, difetti...); len(errori) > 0 {
		return respinta(errori), nil
	}
	if pacco != nil {
		if err := r.Sources.DeponiAllegati(ctx, pacco); err != nil {
			return nil, err
		}
		invio.Allegati = pacco.Voci
		invio.Pacchetto = &model.PacchettoZip{Nome: id + comunicazioni.Zip, Dimensione: int32(pacco.Dimensione), Sha256: pacco.SHA256}
	}
	inviata, err := r.Sources.InviaRichiesta(ctx, invio.Richiesta(r.Now()))
	if err != nil {
		return nil, err
	}
	r.Segnala(inviata.ID)
	return r.eseguita(io, inviata), nil
}

// file are the files of a request as they came.
func file(inviati []graphql.Upload) []allegati.File {
	tutti := make([]allegati.File, len(inviati))
	for i, u := range inviati {
		tutti[i] = allegati.File{Nome: u.Filename, Contenuto: u.File, Dimensione: u.Size}
	}
	return tutti
}

// prepara completes a request to be sent with what the archives know, and says what is wrong with it, but for its files.
func (r *Resolver) prepara(ctx context.Context, io access.Mandato, invio *comunicazioni.Invio) (errori []model.ErroreCampo, err error) {
	invio.Azienda, errori, err = r.mittentePer(ctx, io, invio)
	if err != nil {
		return nil, err
	}
	if risposta := invio.Input.RispostaA; risposta != nil {
		if invio.Precedente, err = r.richiestaVisibile(ctx, *risposta); err != nil {
			return nil, err
		}
	}
	recapiti, difetti := outbox.ValutaRecapiti(*invio.Input.Recapiti)
	invio.Recapiti = recapiti
	return append(append(errori, invio.Valuta()...), difetti...), nil
}

// mittentePer is the company that a request is sent for, and writes who sends it and by which title.
func (r *Resolver) mittentePer(ctx context.Context, io access.Mandato, invio *comunicazioni.Invio) (a *model.Azienda, errori []model.ErroreCampo, err error) {
	if !io.PuoScrivere() || io.Utente.Profilo == model.ProfiloUtenteOperatore {
		return nil, erroriDi("matricola", comunicazioni.InvioNonConsentito, "Con il profilo con cui si agisce non si inviano richieste."), nil
	}
	a, invio.Mittente, errori, err = r.perConto(ctx, io, invio.Input.Matricola, model.ServizioComunicazioni)
	return a, errori, err
}

// perConto is the company that the user acts for with a service, and who he is as offices read it; what is wrong is said of the
// field matricola.
func (r *Resolver) perConto(ctx context.Context, io access.Mandato, m model.Matricola, servizio model.Servizio) (*model.Azienda, model.MittenteRichiesta, []model.ErroreCampo, error) {
	var chi model.MittenteRichiesta
	letta, err := r.Sources.Azienda.Load(ctx, m)
	if err != nil {
		return nil, chi, nil, err
	}
	a, err := r.visibile(ctx, letta)
	switch {
	case err != nil:
		return nil, chi, nil, err
	case a == nil:
		return nil, chi, erroriDi("matricola", comunicazioni.AziendaNonTrovata, "La posizione non esiste o non è consultabile."), nil
	case !io.Agisce(posizione(a), servizio, r.Now()):
		messaggio := fmt.Sprintf("Serve un titolo per il servizio %s su questa posizione.", servizio)
		return nil, chi, erroriDi("matricola", comunicazioni.ServizioNonDelegato, messaggio), nil
	}
	return a, r.mittente(io, posizione(a), &servizio), nil, nil
}

// mittente is who the user is as offices read it when he uses a service, or any, for a position.
func (r *Resolver) mittente(io access.Mandato, su access.Posizione, servizio *model.Servizio) model.MittenteRichiesta {
	u := io.Utente
	chi := model.MittenteRichiesta{CodiceFiscale: u.CodiceFiscale, Qualifica: u.Profilo}
	if u.Studio != nil {
		chi.StudioCf = &u.Studio.CodiceFiscale
	}
	if delega := io.Decide(su, servizio, r.Now()).Delega; delega != "" {
		chi.DelegaID = &delega
	}
	return chi
}

// smistaRichiesta gives a request to another sede, which must exist, or to another ambito.
func (r *Resolver) smistaRichiesta(ctx context.Context, in model.SmistaRichiestaInput) (*model.RichiestaPayload, error) {
	if in.Sede != nil {
		sede, err := r.Sources.Sede.Load(ctx, *in.Sede)
		if err != nil {
			return nil, err
		}
		if sede == nil {
			return respintaPer("sede", comunicazioni.SedeNonTrovata, "La sede non esiste."), nil
		}
	}
	return r.comandaRichiesta(ctx, in.ID, in.ChiaveIdempotenza, comunicazioni.Comando{
		Evento: model.TipoEventoRichiestaRiassegnazione, Versione: in.Versione, Commento: in.Commento,
		Sede: in.Sede, Ambito: in.Ambito, Oggetto: in.Oggetto,
	})
}

// comandaRichiesta carries out an operator's command on a request of his sede.
func (r *Resolver) comandaRichiesta(ctx context.Context, id string, chiave *string, c comunicazioni.Comando) (*model.RichiestaPayload, error) {
	io, k, errori, err := r.comando(ctx, chiave)
	if err != nil || errori != nil {
		return respinta(errori), err
	}
	if io.Utente.Profilo != model.ProfiloUtenteOperatore || io.Utente.Sede == nil {
		return respintaPer("id", comunicazioni.OperatoreNecessario, "Il comando è riservato agli operatori della sede."), nil
	}
	c.Operatore, c.Da, c.Chiave = io.Utente.CodiceFiscale, *io.Utente.Sede, k
	letta, err := r.Sources.Richiesta.Load(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case letta != nil && c.Fatto(letta):
		return r.eseguita(io, letta), nil
	case letta == nil || !io.VedeRichiesta(letta, r.Now()):
		return respintaPer("id", comunicazioni.RichiestaNonTrovata, "La richiesta non esiste o non è consultabile."), nil
	}
	if errori := c.Valuta(); len(errori) > 0 {
		return respinta(errori), nil
	}
	if c.Ufficio, err = r.ufficio(ctx, c.Da); err != nil {
		return nil, err
	}
	return r.applica(ctx, io, id, &c)
}

// applica applies a command to a request as it is when it is written.
func (r *Resolver) applica(ctx context.Context, io access.Mandato, id string, c *comunicazioni.Comando) (*model.RichiestaPayload, error) {
	var errori []model.ErroreCampo
	dopo, err := r.Sources.ModificaRichiesta(ctx, id, func(richiesta *model.Richiesta) bool {
		errori = nil
		if c.Fatto(richiesta) { // at the same time as this one
			return false
		}
		errori = c.Applica(richiesta, r.Now())
		return len(errori) == 0
	})
	switch {
	case err != nil:
		return nil, err
	case len(errori) == 0:
		r.Segnala(id)
		return &model.RichiestaPayload{Richiesta: dopo, Errori: []model.ErroreCampo{}}, nil // even if it has just left the sede
	}
	esito := respinta(errori)
	if errori[0].Codice == comunicazioni.Conflitto {
		esito.Richiesta = r.consultabile(io, dopo)
	}
	return esito, nil
}

// ufficio is what the log of a request calls a sede.
func (r *Resolver) ufficio(ctx context.Context, codice model.CodiceSede) (string, error) {
	sede, err := r.Sources.Sede.Load(ctx, codice)
	if sede == nil || err != nil {
		return "Sede " + string(codice), err
	}
	return sede.Denominazione, nil
}

// eseguita answers a command that was carried out, perhaps long ago, with the request as it is now.
func (r *Resolver) eseguita(io access.Mandato, richiesta *model.Richiesta) *model.RichiestaPayload {
	return &model.RichiestaPayload{Richiesta: r.consultabile(io, richiesta), Errori: []model.ErroreCampo{}}
}

// consultabile is a request if the user may read it as it is now; nil when it has gone to another sede, or his title has ended.
func (r *Resolver) consultabile(io access.Mandato, richiesta *model.Richiesta) *model.Richiesta {
	if richiesta == nil || !io.VedeRichiesta(richiesta, r.Now()) {
		return nil
	}
	return richiesta
}

func respinta(errori []model.ErroreCampo) *model.RichiestaPayload {
	return &model.RichiestaPayload{Errori: errori}
}

func respintaPer(campo, codice, messaggio string) *model.RichiestaPayload {
	return respinta(erroriDi(campo, codice, messaggio))
}

// erroriDi is one thing that is wrong.
func erroriDi(campo, codice, messaggio string) []model.ErroreCampo {
	return []model.ErroreCampo{{Campo: campo, Codice: codice, Messaggio: messaggio}}
}
