package resolvers

import (
	"context"
	"strings"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/allegati"
	"cassetto/internal/outbox"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

func (r *Resolver) prenotaAppuntamento(ctx context.Context, in model.PrenotaAppuntamentoInput) (*model.AppuntamentoPayload, error) {
	io, chiave, errori, err := r.comando(ctx, in.ChiaveIdempotenza)
	if err != nil || errori != nil {
		return negato(errori), err
	}
	p := &agenda.Prenotazione{ID: agenda.ID(io.Utente.CodiceFiscale, chiave), Input: in, Regole: r.Regole}
	if chiave != "" { // the command may be a repetition
		if prima, err := r.Sources.Appuntamento.Load(ctx, p.ID); err != nil || prima != nil {
			return r.fatto(io, prima), err
		}
	}
	if errori, err = r.completa(ctx, io, p); err != nil {
		return nil, err
	}
	pacco, difetti, err := r.Imballatore.Imballa(ctx, file(in.Documenti))
	if err != nil {
		return nil, err
	}
	if pacco != nil {
		defer pacco.Close()
	}
	if errori = append(errori, suiDocumenti(difetti)...); len(errori) > 0 {
		return negato(errori), nil
	}
	return r.prenota(ctx, io, p, pacco)
}

// prenota books an appointment with which nothing is wrong, as far as there are places.
func (r *Resolver) prenota(ctx context.Context, io access.Mandato, p *agenda.Prenotazione, pacco *allegati.Pacco) (*model.AppuntamentoPayload, error) {
	if pacco != nil {
		if err := r.Sources.DeponiDocumenti(ctx, pacco); err != nil {
			return nil, err
		}
		p.Documenti = pacco.Voci
		p.Pacchetto = &model.PacchettoZip{Nome: p.ID + agenda.Zip, Dimensione: int32(pacco.Dimensione), Sha256: pacco.SHA256}
	}
	esito, err := r.Sources.Prenota(ctx, p, r.Now())
	if err != nil {
		return nil, err
	}
	if len(esito.Errori) > 0 {
		return negato(esito.Errori), nil
	}
	r.SegnalaAppuntamento(p.ID)
	return r.fatto(io, esito.Appuntamento), nil
}

// suiDocumenti says of documents what is said of attachments.
func suiDocumenti(difetti []model.ErroreCampo) []model.ErroreCampo {
	for i := range difetti {
		difetti[i].Campo = strings.Replace(difetti[i].Campo, "allegati", "documenti", 1)
	}
	return difetti
}

// completa completes an appointment to be booked with what the archives know, and says what is wrong with it, but for its
// documents.
func (r *Resolver) completa(ctx context.Context, io access.Mandato, p *agenda.Prenotazione) (errori []model.ErroreCampo, err error) {
	if !io.PuoScrivere() || io.Utente.Profilo == model.ProfiloUtenteOperatore {
		return erroriDi("matricola", agenda.PrenotazioneNonAmmessa, "Con il profilo con cui si agisce non si prenotano appuntamenti."), nil
	}
	p.Azienda, p.Richiedente, errori, err = r.perConto(ctx, io, p.Input.Matricola, model.ServizioAgenda)
	if err != nil || p.Azienda == nil {
		return errori, err
	}
	if p.Patrono, err = r.patrono(ctx, p.Azienda.CodiceSede); err != nil {
		return nil, err
	}
	chieste := p.Chieste()
	if p.Richieste, err = r.Sources.Richiesta.LoadAll(ctx, chieste[:min(len(chieste), agenda.MaxRichieste+1)]); err != nil {
		return nil, err
	}
	for i, una := range p.Richieste {
		p.Richieste[i] = r.consultabile(io, una)
	}
	p.Argomento = comunicazioni.Ambito(p.Input.Argomento)
	telefono, difetto := outbox.ValutaTelefono(p.Input.Telefono)
	p.Telefono = telefono
	if difetto != nil {
		errori = append(errori, *difetto)
	}
	if p.Input.Recapiti != nil {
		recapiti, difetti := outbox.ValutaRecapiti(*p.Input.Recapiti)
		p.Recapiti = &recapiti
		errori = append(errori, difetti...)
	}
	return append(p.Valuta(r.Now()), errori...), nil
}

// comandaAppuntamento carries a command out on an appointment that the user may see: an operator's on one with his sede, others' on
// one of a company that they act for.
func (r *Resolver) comandaAppuntamento(ctx context.Context, id string, chiave *string, c agenda.Comando) (*model.AppuntamentoPayload, error) {
	io, k, errori, err := r.comando(ctx, chiave)
	if err != nil || errori != nil {
		return negato(errori), err
	}
	c.Chi, c.Chiave = io.Utente.CodiceFiscale, k
	operatore := io.Utente.Profilo == model.ProfiloUtenteOperatore
	switch {
	case !io.PuoScrivere(), operatore && c.Evento == model.TipoEventoAppuntamentoConferma:
		return negato(erroriDi("id", agenda.PrenotazioneNonAmmessa, "Con il profilo con cui si agisce non si prenotano appuntamenti.")), nil
	case !operatore && c.Evento == model.TipoEventoAppuntamentoConclusione:
		return negato(erroriDi("id", agenda.OperatoreNecessario, "Il comando è riservato agli operatori della sede.")), nil
	}
	letto, err := r.Sources.Appuntamento.Load(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case letto != nil && c.Fatto(letto):
		return r.fatto(io, letto), nil
	case letto == nil || !io.VedeAppuntamento(letto, r.Now()):
		return negato(erroriDi("id", agenda.AppuntamentoNonTrovato, "L'appuntamento non esiste o non è consultabile.")), nil
	}
	if operatore {
		c.Sede = io.Utente.Sede
		if c.Ufficio, err = r.ufficio(ctx, *c.Sede); err != nil {
			return nil, err
		}
	}
	if errori := c.Valuta(); len(errori) > 0 {
		return negato(errori), nil
	}
	return r.applicaAppuntamento(ctx, io, id, &c)
}

// applicaAppuntamento applies a command to an appointment as it is when it is written.
func (r *Resolver) applicaAppuntamento(ctx context.Context, io access.Mandato, id string, c *agenda.Comando) (*model.AppuntamentoPayload, error) {
	esito, err := r.Sources.ComandaAppuntamento(ctx, id, c, r.Now())
	switch {
	case err != nil:
		return nil, err
	case len(esito.Errori) == 0:
		r.SegnalaAppuntamento(id)
		return r.fatto(io, esito.Appuntamento), nil
	}
	payload := negato(esito.Errori)
	if esito.Errori[0].Codice == agenda.Conflitto {
		payload.Appuntamento = r.ancheOra(io, esito.Appuntamento)
	}
	return payload, nil
}

// fatto answers a command that was carried out, perhaps long ago, with the appointment as it is now.
func (r *Resolver) fatto(io access.Mandato, a *model.Appuntamento) *model.AppuntamentoPayload {
	return &model.AppuntamentoPayload{Appuntamento: r.ancheOra(io, a), Errori: []model.ErroreCampo{}}
}

// ancheOra is an appointment if the user may see it as it is now; nil when his title has ended.
func (r *Resolver) ancheOra(io access.Mandato, a *model.Appuntamento) *model.Appuntamento {
	if a == nil || !io.VedeAppuntamento(a, r.Now()) {
		return nil
	}
	return a
}

func negato(errori []model.ErroreCampo) *model.AppuntamentoPayload {
	return &model.AppuntamentoPayload{Errori: errori}
}

// pubblicaFasce publishes intervals of the operator's sede.
func (r *Resolver) pubblicaFasce(ctx context.Context, in model.PubblicaFasceInput) (*model.FascePayload, error) {
	no := func(errori []model.ErroreCampo) *model.FascePayload {
		return &model.FascePayload{Giorni: []model.GiornoCalendario{}, Errori: errori}
	}
	io, _, errori, err := r.comando(ctx, in.ChiaveIdempotenza)
	switch {
	case err != nil || errori != nil:
		return no(errori), err
	case io.Utente.Profilo != model.ProfiloUtenteOperatore || io.Utente.Sede == nil:
		return no(erroriDi("sede", agenda.OperatoreNecessario, "Il comando è riservato agli operatori della sede.")), nil
	case in.Sede != *io.Utente.Sede:
		return no(erroriDi("sede", agenda.SedeAltrui, "Si pubblicano le fasce della propria sede.")), nil
	}
	p := &agenda.Pubblicazione{Input: in}
	if p.Patrono, err = r.patrono(ctx, in.Sede); err != nil {
		return nil, err
	}
	if errori := p.Valuta(r.Now()); len(errori) > 0 {
		return no(errori), nil
	}
	fatte, err := r.Sources.PubblicaFasce(ctx, p, r.Now())
	if err != nil {
		return nil, err
	}
	if len(fatte.Errori) > 0 {
		return no(fatte.Errori), nil
	}
	return &model.FascePayload{Giorni: r.conLiberi(fatte.Giorni), Pubblicate: fatte.Pubblicate, Ritirate: fatte.Ritirate, Errori: []model.ErroreCampo{}}, nil
}

// testo is a text that may not be there.
func testo(t *string) string {
	if t == nil {
		return ""
	}
	return *t
}
