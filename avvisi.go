package main

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/outbox"
	"cassetto/sources"
	"cassetto/sources/comunicazioni"
)

// avvisaRichiesta stores the notices that the new events of a request call for.
func (a *App) avvisaRichiesta(coda *outbox.Coda) func(context.Context, *model.Richiesta) error {
	return func(ctx context.Context, r *model.Richiesta) error {
		return accoda(ctx, coda, outbox.Dovute(r, a.config.Now()), r.Registrati)
	}
}

// avvisaAppuntamento stores the notices that the new events of an appointment call for.
func (a *App) avvisaAppuntamento(coda *outbox.Coda) func(context.Context, *model.Appuntamento) error {
	return func(ctx context.Context, di *model.Appuntamento) error {
		return accoda(ctx, coda, outbox.DovuteAppuntamento(di, a.config.Now()), di.Registrati)
	}
}

// accoda stores notices, but for those of the first events, which were told already.
func accoda(ctx context.Context, coda *outbox.Coda, dovute []model.Notifica, dette int32) error {
	for _, n := range dovute {
		if n.Evento <= dette {
			continue
		}
		if err := coda.Accoda(ctx, n); err != nil {
			return err
		}
	}
	return nil
}

// dimenticaNotifica drops a notice that has changed from the caches.
func (a *App) dimenticaNotifica(ctx context.Context) func(model.Notifica) {
	return func(n model.Notifica) {
		di := n.IDRichiesta
		if n.IDAppuntamento != "" {
			di = n.IDAppuntamento
		}
		a.dimentica(ctx, comunicazioni.Name, comunicazioni.Notifiche.Collection.Name, di)
	}
}

// componi makes what a notice says, out of its request or appointment as it is when it is sent.
func (a *App) componi(s *sources.Sources) func(context.Context, *model.Notifica) (*outbox.Avviso, error) {
	return func(ctx context.Context, n *model.Notifica) (*outbox.Avviso, error) {
		if n.IDAppuntamento != "" {
			return a.componiAppuntamento(ctx, s, n)
		}
		return a.componiRichiesta(ctx, s, n)
	}
}

func (a *App) componiRichiesta(ctx context.Context, s *sources.Sources, n *model.Notifica) (*outbox.Avviso, error) {
	lette, err := a.archives.Comunicazioni.Adesso(ctx, []string{n.IDRichiesta})
	r := lette[n.IDRichiesta]
	if r == nil || err != nil {
		return nil, err
	}
	ufficio, _, err := ufficioDi(ctx, s, r.CodiceSede)
	if err != nil {
		return nil, err
	}
	ambito, oggetto, _ := comunicazioni.Oggetto(r.CodiceAmbito, r.CodiceOggetto)
	voci := outbox.Voci{Ufficio: ufficio, Ambito: ambito.Descrizione, Oggetto: oggetto.Descrizione}
	return outbox.Componi(r, voci, n), nil
}

func (a *App) componiAppuntamento(ctx context.Context, s *sources.Sources, n *model.Notifica) (*outbox.Avviso, error) {
	letti, err := a.archives.Agenda.Adesso(ctx, []string{n.IDAppuntamento})
	di := letti[n.IDAppuntamento]
	if di == nil || err != nil {
		return nil, err
	}
	var voci outbox.VociAppuntamento
	if voci.Ufficio, voci.Indirizzo, err = ufficioDi(ctx, s, di.CodiceSede); err != nil {
		return nil, err
	}
	if ambito := comunicazioni.Ambito(di.CodiceArgomento); ambito != nil {
		voci.Argomento = ambito.Descrizione
	}
	return outbox.ComponiAppuntamento(di, voci, n, a.config.Now())
}

// ufficioDi is what notices call an office, and its address in one line, empty when it is not known.
func ufficioDi(ctx context.Context, s *sources.Sources, codice model.CodiceSede) (nome, indirizzo string, err error) {
	sede, err := s.Sede.Load(ctx, codice)
	if sede == nil || err != nil {
		return "Sede " + string(codice), "", err
	}
	return sede.Denominazione, sede.Indirizzo + ", " + sede.Cap + " " + sede.Comune + " " + sede.Provincia, nil
}
