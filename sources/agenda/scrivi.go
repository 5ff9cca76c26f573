package agenda

import (
	"context"
	"crypto/rand"
	"time"

	"cassetto/graph/model"
)

// Esito is an appointment after a command, with why the command was not carried out if it was not.
type Esito struct {
	Appuntamento *model.Appuntamento // nil: it does not exist
	Errori       []model.ErroreCampo
	giornata     string // whose places may have changed
}

// Codici are the codes of what the command may have changed.
func (e *Esito) Codici() []string {
	var codici []string
	if e.giornata != "" {
		codici = append(codici, e.giornata)
	}
	if e.Appuntamento != nil {
		codici = append(codici, Codici(e.Appuntamento)...)
	}
	return codici
}

// Prenota gives an appointment its places and stores it; one that is there already under its identifier is returned as it is: the
// command is being repeated. The places of the requests are taken first, then that of the interval. Killed at any point it leaves
// only places that are given back when their time is over; refused, or overtaken by the same command, it gives back its own.
func (a *Archivio) Prenota(ctx context.Context, p *Prenotazione, ora time.Time) (*Esito, error) {
	d, _ := dall(p.Input.Fascia)
	esito := &Esito{giornata: IDGiornata(d.sede, d.giorno)}
	gia, _, err := a.appuntamenti.Read(ctx, p.ID)
	if gia != nil || err != nil {
		esito.Appuntamento = gia
		return esito, err
	}
	scadenza := min(model.DataOraDi(ora.Add(Tenuta)), model.DataOraDi(d.inizio))
	if scadenza <= model.DataOraDi(ora) { // it was not when the command was judged
		esito.Errori = []model.ErroreCampo{passata()}
		return esito, nil
	}
	t := tentativo{p.Input.Fascia, p.Chieste(), model.Occupazione{Appuntamento: p.ID, Fino: scadenza, Tentativo: rand.Text()}}
	fascia, motivo, err := a.prendi(ctx, t, ora)
	switch {
	case err != nil:
		return nil, err
	case motivo != nil:
		esito.Errori = []model.ErroreCampo{*motivo}
		return esito, a.ritira(ctx, t)
	}
	nuovo := p.appuntamento(*fascia, scadenza, ora)
	esito.Appuntamento, err = a.appuntamenti.Create(ctx, nuovo)
	if err == nil && esito.Appuntamento != nuovo {
		err = a.ritira(ctx, t)
	}
	return esito, err
}

// tentativo is one call of the command that books an appointment.
type tentativo struct {
	fascia    string
	richieste []string
	posto     model.Occupazione
}

// prendi takes all places of an appointment; motivo says why there is one that it cannot have.
func (a *Archivio) prendi(ctx context.Context, t tentativo, ora time.Time) (presa *model.Fascia, motivo *model.ErroreCampo, err error) {
	for _, r := range t.richieste {
		libera, err := a.impegna(ctx, r, t.posto, ora)
		if !libera || err != nil {
			return nil, new(errore("richieste", RichiestaImpegnata, "Una richiesta ha già un appuntamento.")), err
		}
	}
	return a.occupa(ctx, t.fascia, t.posto, ora)
}

// ritira gives back the places that a call took.
func (a *Archivio) ritira(ctx context.Context, t tentativo) error {
	return a.restituisci(ctx, t.fascia, t.richieste, del(t.posto.Tentativo))
}

// occupa takes a place in an interval; motivo says why there is none.
func (a *Archivio) occupa(ctx context.Context, id string, o model.Occupazione, ora time.Time) (presa *model.Fascia, motivo *model.ErroreCampo, err error) {
	giornata, _ := GiornataDi(id)
	g, err := a.giornate.Change(ctx, giornata, func(g *model.GiornoCalendario) bool {
		if presa = Fascia(g, id); presa == nil {
			return false
		}
		var libera bool
		presa.Occupazioni, libera = tieni(presa.Occupazioni, int(presa.Posti), o, model.DataOraDi(ora))
		if !libera {
			motivo = new(errore("fascia", FasciaEsaurita, "Nella fascia non ci sono più posti."))
		} else {
			motivo = nil
		}
		return libera
	})
	if presa == nil {
		motivo = new(errore("fascia", FasciaNonTrovata, "La fascia non è nel calendario della sede."))
	} else if err == nil {
		completa(g)
	}
	return presa, motivo, err
}

// impegna takes the place of a request; false when another appointment has it.
func (a *Archivio) impegna(ctx context.Context, richiesta string, o model.Occupazione, ora time.Time) (libera bool, err error) {
	_, err = a.impegni.Make(ctx, richiesta, func() *impegno { return &impegno{Richiesta: richiesta} }, func(i *impegno) bool {
		i.Occupazioni, libera = tieni(i.Occupazioni, 1, o, model.DataOraDi(ora))
		return libera
	})
	return libera, err
}

// restituisci gives back places in an interval and of requests.
func (a *Archivio) restituisci(ctx context.Context, fascia string, richieste []string, q quali) error {
	giornata, _ := GiornataDi(fascia)
	_, err := a.giornate.Change(ctx, giornata, func(g *model.GiornoCalendario) (sua bool) {
		if f := Fascia(g, fascia); f != nil {
			f.Occupazioni, sua = libera(f.Occupazioni, q)
		}
		return sua
	})
	for _, r := range richieste {
		if err != nil {
			return err
		}
		_, err = a.impegni.Change(ctx, r, func(i *impegno) (sua bool) {
			i.Occupazioni, sua = libera(i.Occupazioni, q)
			return sua
		})
	}
	return err
}

// lascia gives back all places of an appointment that has ended.
func (a *Archivio) lascia(ctx context.Context, finito *model.Appuntamento) error {
	return a.restituisci(ctx, finito.Fascia.ID, finito.IDRichieste, di(finito.ID))
}

// Comanda carries a command out on an appointment as it is when it is written.
func (a *Archivio) Comanda(ctx context.Context, id string, c *Comando, ora time.Time) (*Esito, error) {
	esito := &Esito{}
	link := (*string)(nil)
	if c.Evento == model.TipoEventoAppuntamentoConferma {
		var err error
		if link, esito.Errori, err = a.trattieni(ctx, id, c, ora); err != nil {
			return nil, err
		}
		if len(esito.Errori) > 0 {
			return esito, a.spiega(ctx, id, c, ora, esito)
		}
	}
	var err error
	esito.Appuntamento, err = a.appuntamenti.Change(ctx, id, func(di *model.Appuntamento) bool {
		esito.Errori = nil
		if c.Fatto(di) { // at the same time as this one
			return false
		}
		if esito.Errori = c.impedito(di, ora); len(esito.Errori) > 0 {
			return false
		}
		if link != nil {
			di.LinkWeb = link
		}
		accade(di, c.evento(), ora)
		return true
	})
	if dopo := esito.Appuntamento; err == nil && dopo != nil && len(esito.Errori) == 0 && Finito(dopo.Stato) {
		_ = a.lascia(ctx, dopo) // at once; whoever does what follows does it otherwise
	}
	return esito, err
}

// trattieni makes an appointment that is about to be confirmed keep its places until it is over, and says where it is held. Should
// it not be confirmed after all, it gives them back when its time runs out.
func (a *Archivio) trattieni(ctx context.Context, id string, c *Comando, ora time.Time) (link *string, errori []model.ErroreCampo, err error) {
	di, _, err := a.appuntamenti.Read(ctx, id)
	if di == nil || err != nil || c.Fatto(di) {
		return nil, nil, err
	}
	if errori := c.impedito(di, ora); len(errori) > 0 {
		return nil, errori, nil
	}
	o := model.Occupazione{Appuntamento: id, Fino: di.Fascia.Fine}
	for _, r := range di.IDRichieste {
		if suo, err := a.fissaRichiesta(ctx, r, o); !suo || err != nil {
			return nil, perduta(), err
		}
	}
	suo, link, err := a.fissaFascia(ctx, di.Fascia.ID, o)
	if !suo || err != nil {
		return nil, perduta(), err
	}
	return link, nil, nil
}

// spiega says how the appointment is that could not keep its places, and whether that is because somebody else commanded it
// meanwhile: then what he did is the reason.
func (a *Archivio) spiega(ctx context.Context, id string, c *Comando, ora time.Time, esito *Esito) (err error) {
	esito.Appuntamento, _, err = a.appuntamenti.Read(ctx, id)
	if err != nil || esito.Appuntamento == nil {
		return err
	}
	if c.Fatto(esito.Appuntamento) {
		esito.Errori = nil
	} else if errori := c.impedito(esito.Appuntamento, ora); len(errori) > 0 {
		esito.Errori = errori
	}
	return nil
}

// perduta says that somebody else may have been given a place.
func perduta() []model.ErroreCampo {
	return []model.ErroreCampo{errore("id", PrenotazioneScaduta, "La prenotazione non è stata confermata in tempo: prenotare di nuovo.")}
}

// fissaRichiesta makes an appointment keep the place of a request; false when it has not got it.
func (a *Archivio) fissaRichiesta(ctx context.Context, richiesta string, o model.Occupazione) (suo bool, err error) {
	_, err = a.impegni.Change(ctx, richiesta, func(i *impegno) bool {
		i.Occupazioni, suo = fissa(i.Occupazioni, o)
		return suo
	})
	return suo, err
}

// fissaFascia makes an appointment keep its place in an interval; false when it has none. It says where the meetings of the
// interval are held.
func (a *Archivio) fissaFascia(ctx context.Context, fascia string, o model.Occupazione) (suo bool, link *string, err error) {
	giornata, _ := GiornataDi(fascia)
	_, err = a.giornate.Change(ctx, giornata, func(g *model.GiornoCalendario) bool {
		suo = false
		if f := Fascia(g, fascia); f != nil {
			link = f.LinkWeb
			f.Occupazioni, suo = fissa(f.Occupazioni, o)
		}
		return suo
	})
	return suo, link, err
}
