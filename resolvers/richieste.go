package resolvers

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/fault"
	"cassetto/sources/comunicazioni"
)

// richiestaVisibile is a request if the caller may read it, nil otherwise.
func (r *Resolver) richiestaVisibile(ctx context.Context, id string) (*model.Richiesta, error) {
	if id == "" {
		return nil, nil
	}
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	richiesta, err := r.Sources.Richiesta.Load(ctx, id)
	if richiesta == nil || err != nil || !titoli.Mandato.VedeRichiesta(richiesta, r.Now()) {
		return nil, err
	}
	return richiesta, nil
}

// richieste are those that the caller may read, and wants.
func (r *Resolver) richieste(ctx context.Context, filtro *model.FiltroRichieste, ordine *model.OrdineRichieste, f model.Finestra) (*model.RichiestaConnection, error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	ricerca := comunicazioni.Ricerca{Ambito: titoli.Mandato.AmbitoPer(model.ServizioComunicazioni, r.Now()), Filtro: filtro, Ordine: ordine}
	if ricerca.First, ricerca.After, err = inizio(f); err != nil {
		return nil, err
	}
	return r.Sources.CercaRichieste(ctx, ricerca)
}

// richiesteDi are those of one company. An operator sees of them those that his sede has.
func (r *Resolver) richiesteDi(ctx context.Context, a *model.Azienda, filtro *model.FiltroRichieste, f model.Finestra) (*model.RichiestaConnection, error) {
	if filtro != nil && filtro.Matricola != nil && *filtro.Matricola != a.Matricola {
		return nil, model.RifiutaCampo("filtro.matricola", "È un'altra posizione.")
	}
	di := model.FiltroRichieste{}
	if filtro != nil {
		di = *filtro
	}
	di.Matricola = &a.Matricola
	return r.richieste(ctx, &di, nil, f)
}

// inizio says how many rows of a search are wanted, and after which.
func inizio(f model.Finestra) (quante int, dopo string, err error) {
	if quante, err = f.Quante(); err != nil || f.After == nil {
		return quante, "", err
	}
	if *f.After == "" {
		return 0, "", model.RifiutaCampo("after", "Il cursore non è di questo elenco.")
	}
	return quante, *f.After, nil
}

// filo are the requests of a thread that the caller may read and that are chosen.
func (r *Resolver) filo(ctx context.Context, di *model.Richiesta, scelta func(*model.Richiesta) bool) ([]model.Richiesta, error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	tutte, err := r.Sources.Filo.Load(ctx, di.IDRadice)
	if err != nil {
		return nil, err
	}
	scelte := []model.Richiesta{}
	for i := range tutte.Righe {
		if una := &tutte.Righe[i]; scelta(una) && titoli.Mandato.VedeRichiesta(una, r.Now()) {
			scelte = append(scelte, *una)
		}
	}
	return scelte, nil
}

// aziendaDella is the company of a position, if the caller may know it.
func (r *Resolver) aziendaDella(ctx context.Context, m model.Matricola) (*model.Azienda, error) {
	a, err := r.Sources.Azienda.Load(ctx, m)
	if err != nil {
		return nil, err
	}
	return r.visibile(ctx, a)
}

// notificheDi are the notices of an event of a request; none for who may not know whom they go to.
func (r *Resolver) notificheDi(ctx context.Context, e *model.EventoRichiesta) ([]model.Notifica, error) {
	di, err := r.Sources.Richiesta.Load(ctx, e.IDRichiesta)
	if di == nil || err != nil {
		return []model.Notifica{}, err
	}
	return r.notifiche(ctx, access.DellaRichiesta(di), di.ID, e.Numero)
}

// notifiche are the notices of an event of something; none for who may not know whom they go to.
func (r *Resolver) notifiche(ctx context.Context, p access.Pratica, id string, evento int32) ([]model.Notifica, error) {
	scelte := []model.Notifica{}
	titoli, err := r.titoli(ctx)
	if err != nil || !titoli.Mandato.ConosceRecapiti(p) {
		return scelte, err
	}
	tutte, err := r.Sources.NotificheDi.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	for _, n := range tutte.Righe {
		if n.Evento == evento {
			scelte = append(scelte, n)
		}
	}
	return scelte, nil
}

// notificheNonRecapitate are those of the operator's sede; an analyst sees those of all.
func (r *Resolver) notificheNonRecapitate(ctx context.Context, f model.Finestra) (*model.NotificaConnection, error) {
	titoli, err := r.titoli(ctx)
	if err != nil {
		return nil, err
	}
	utente := titoli.Mandato.Utente
	switch {
	case utente.Profilo == model.ProfiloUtenteAnalista:
		utente.Sede = nil
	case utente.Profilo != model.ProfiloUtenteOperatore || utente.Sede == nil:
		return nil, fault.Errorf(fault.Forbidden, "Le notifiche non recapitate sono per gli operatori della sede.")
	}
	quante, dopo, err := inizio(f)
	if err != nil {
		return nil, err
	}
	return r.Sources.NotificheNonRecapitate(ctx, utente.Sede, quante, dopo)
}

func ambitoDi(codice string) (*model.AmbitoRichiesta, error) {
	a := comunicazioni.Ambito(codice)
	if a == nil { // loaded from elsewhere
		a = &model.AmbitoRichiesta{Codice: codice, Descrizione: codice, Oggetti: []model.OggettoRichiesta{}}
	}
	return a, nil
}

func oggettoDi(r *model.Richiesta) (*model.OggettoRichiesta, error) {
	_, o, _ := comunicazioni.Oggetto(r.CodiceAmbito, r.CodiceOggetto)
	if o.Codice == "" { // loaded from elsewhere
		o.Codice, o.Descrizione = r.CodiceOggetto, r.CodiceOggetto
	}
	return &o, nil
}
