package main

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

// arrange puts days of calendars and appointments into what the oracle knows.
func (w *world) arrange(giornate []model.GiornoCalendario, appuntamenti []model.Appuntamento) {
	for _, g := range giornate {
		w.giornate[g.ID] = g
	}
	for _, a := range appuntamenti {
		w.appuntamenti[a.ID] = a
	}
	w.incontri = slices.Sorted(maps.Keys(w.appuntamenti))
}

// appointments puts calendars of the offices of all companies and n appointments into the archive, and into the world: of all
// companies, booked by anybody, with the office of the company or another one, over or still to come.
func (c *crowd) appointments(t *testing.T, s *server, w *world, n int) {
	t.Helper()
	c.calendars(w)
	pacchetto := deposited(t, s)
	var appuntamenti []model.Appuntamento
	var notifiche []model.Notifica
	for i := range n {
		a := c.appuntamento(i, w)
		if c.chance(40) {
			a.PacchettoZip = &model.PacchettoZip{Nome: a.ID + agenda.Zip, Dimensione: pacchetto.Dimensione, Sha256: pacchetto.Sha256}
			a.Documenti = []model.Allegato{{ID: a.ID + "/1", Nome: "documento.txt", Tipo: "text/plain", Dimensione: int32(len(documentText))}}
		}
		appuntamenti = append(appuntamenti, a)
		notifiche = append(notifiche, c.told(&a)...)
	}
	w.arrange(nil, appuntamenti)
	w.add(nil, notifiche)
	save(t, s, agenda.Giornate.Section, slices.Collect(maps.Values(w.giornate))...)
	save(t, s, agenda.Appuntamenti.Section, appuntamenti...)
	save(t, s, comunicazioni.Notifiche.Section, notifiche...)
	s.forget(t, cache.Change{Archive: agenda.Name})
	s.forget(t, cache.Change{Archive: comunicazioni.Name})
}

const documentText = "testo del documento"

// deposited is a package with one document, which many appointments have.
func deposited(t *testing.T, s *server) model.PacchettoZip {
	t.Helper()
	file := allegati.File{Nome: "documento.txt", Contenuto: bytes.NewReader([]byte(documentText)), Dimensione: int64(len(documentText))}
	pacco, difetti, err := (&allegati.Imballatore{}).Imballa(t.Context(), []allegati.File{file})
	if err != nil || len(difetti) > 0 {
		t.Fatal(difetti, err)
	}
	defer pacco.Close()
	if err := s.app.archives.Agenda.Allegati.Deponi(t.Context(), pacco); err != nil {
		t.Fatal(err)
	}
	return model.PacchettoZip{Dimensione: int32(pacco.Dimensione), Sha256: pacco.SHA256}
}

// Days of the calendars, from today.
const firstDay, lastDay = -3, 6

// calendars gives every office of the companies three intervals a day, besides what it has.
func (c *crowd) calendars(w *world) {
	for _, sede := range c.offices() {
		for k := firstDay; k <= lastDay; k++ {
			giorno := c.day(k)
			g := model.GiornoCalendario{ID: agenda.IDGiornata(sede, giorno), Giorno: giorno, CodiceSede: sede, ModificatoAl: archive.Instant(c.now)}
			if its, there := w.giornate[g.ID]; there {
				g = its
			}
			g.Fasce = slices.Clone(g.Fasce)
			for _, h := range []int{9, 12, 16} {
				g.Fasce = append(g.Fasce, c.fascia(sede, giorno, h))
			}
			w.giornate[g.ID] = g
		}
	}
}

// offices are those of the companies.
func (c *crowd) offices() (all []model.CodiceSede) {
	for _, a := range c.aziende {
		all = append(all, a.CodiceSede)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// fascia is half an hour from seven minutes past an hour, when no office of the demo begins.
func (c *crowd) fascia(sede model.CodiceSede, giorno model.Data, hour int) model.Fascia {
	day, _ := time.ParseInLocation(time.DateOnly, string(giorno), model.Roma) // made here
	inizio := time.Date(day.Year(), day.Month(), day.Day(), hour, 7, 0, 0, model.Roma)
	fine := inizio.Add(30 * time.Minute)
	f := model.Fascia{CodiceSede: sede, Inizio: model.DataOraDi(inizio), Fine: model.DataOraDi(fine), Posti: int32(2 + c.IntN(3)), Occupazioni: []model.Occupazione{}}
	f.Modalita = one(c.Rand, model.AllModalitaAppuntamento)
	f.ID = fmt.Sprintf("F-%s-%s-%s-%.1s", sede, inizio.Format("20060102-1504"), fine.Format("1504"), f.Modalita)
	if f.Modalita == model.ModalitaAppuntamentoWebMeeting {
		f.LinkWeb = new("https://riunioni.example.org/" + string(sede))
	}
	return f
}

// appuntamento is the i-th appointment. All that had to follow from it has followed.
func (c *crowd) appuntamento(i int, w *world) model.Appuntamento {
	a, u := one(c.Rand, c.aziende), one(c.Rand, c.utenti)
	id, sede := fmt.Sprintf("A-LEAK%04d", i), a.CodiceSede
	if c.chance(35) {
		sede = one(c.Rand, c.aziende).CodiceSede // the company has moved
	}
	fasce := w.giornate[agenda.IDGiornata(sede, c.day(firstDay+c.IntN(lastDay-firstDay+1)))].Fasce
	presa := &fasce[len(fasce)-1-c.IntN(3)]
	f := *presa
	f.Occupazioni, f.LinkWeb = nil, nil
	di := model.Appuntamento{
		ID: id, Matricola: a.Matricola, CodiceFiscale: a.CodiceFiscale, CodiceSede: sede, Fascia: &f, Modalita: f.Modalita,
		CodiceArgomento: one(c.Rand, comunicazioni.Ambiti()).Codice, Note: "note di " + id, Telefono: new(fmt.Sprintf("+39066%06d", i)),
		Documenti: []model.Allegato{}, Richiedente: &model.MittenteRichiesta{CodiceFiscale: u.CodiceFiscale, Qualifica: u.Profilo},
	}
	if u.Studio != nil {
		di.Richiedente.StudioCf = &u.Studio.CodiceFiscale
	}
	if c.chance(80) {
		di.Recapiti = &model.RecapitiRichiesta{Email: new(id + "@example.org"), ConsensoEmail: c.chance(80), ConsensoSms: c.chance(40)}
	}
	c.happen(&di, len(presa.Occupazioni) < int(presa.Posti))
	if o := holds(&di); o != nil {
		presa.Occupazioni = append(presa.Occupazioni, *o)
	}
	if di.Stato != model.StatoAppuntamentoPrenotato { // whose requests would have to have a place too
		di.IDRichieste = c.about(w, &di)
	}
	di.ModificatoAl = archive.Instant(c.now)
	return di
}

// happen is what has become of an appointment, which may have a place when one is free.
func (c *crowd) happen(di *model.Appuntamento, free bool) {
	booked := c.now.Add(-20 * 24 * time.Hour)
	event := func(tipo model.TipoEventoAppuntamento, a model.StatoAppuntamento) {
		at := model.DataOraDi(booked.Add(time.Duration(len(di.Storico)) * time.Minute))
		e := model.EventoAppuntamento{Numero: int32(len(di.Storico) + 1), Ts: at, Tipo: tipo, AStato: a}
		if len(di.Storico) == 0 {
			di.DataPrenotazione = at
		} else {
			e.DaStato, e.Motivo = new(di.Stato), new(fmt.Sprintf("motivo %d di %s", e.Numero, di.ID))
		}
		di.Storico, di.Stato, di.DataUltimoAggiornamento = append(di.Storico, e), a, at
		di.Registrati++
	}
	event(model.TipoEventoAppuntamentoPrenotazione, model.StatoAppuntamentoPrenotato)
	ahead := di.Fascia.Inizio > model.DataOraDi(c.now)
	switch n := c.IntN(100); {
	case ahead && free && n < 25:
		di.Scadenza = new(model.DataOraDi(c.now.Add(6 * time.Hour)))
		return
	case n < 35:
		event(model.TipoEventoAppuntamentoScadenza, model.StatoAppuntamentoScaduto)
		return
	}
	event(model.TipoEventoAppuntamentoConferma, model.StatoAppuntamentoConfermato)
	switch n := c.IntN(100); {
	case n < 25 || ahead && !free:
		event(model.TipoEventoAppuntamentoAnnullamento, one(c.Rand, []model.StatoAppuntamento{model.StatoAppuntamentoCancellatoSede, model.StatoAppuntamentoCancellatoUtente}))
	case ahead && n < 40:
		event(model.TipoEventoAppuntamentoConclusione, model.StatoAppuntamentoChiusoEDefinito)
	case !ahead && n < 80:
		event(model.TipoEventoAppuntamentoConclusione, one(c.Rand, []model.StatoAppuntamento{model.StatoAppuntamentoSvolto, model.StatoAppuntamentoNonPresentato}))
	}
}

// holds is the place that an appointment has in its interval; nil when it has none.
func holds(di *model.Appuntamento) *model.Occupazione {
	switch di.Stato {
	case model.StatoAppuntamentoPrenotato:
		return &model.Occupazione{Appuntamento: di.ID, Fino: *di.Scadenza}
	case model.StatoAppuntamentoConfermato:
		return &model.Occupazione{Appuntamento: di.ID, Fino: di.Fascia.Fine}
	}
	return nil
}

// about are up to three requests of the position, and now and then one of another, which no command accepts.
func (c *crowd) about(w *world, di *model.Appuntamento) (ids []string) {
	for _, id := range w.opened {
		if w.richieste[id].Matricola == di.Matricola && len(ids) < 3 && c.chance(50) {
			ids = append(ids, id)
		}
	}
	if c.chance(25) {
		ids = append(ids, one(c.Rand, w.opened))
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// told are the notices of an appointment, each sent, given up, or not due any more.
func (c *crowd) told(a *model.Appuntamento) (all []model.Notifica) {
	for _, e := range a.Storico[1:] {
		for _, canale := range model.AllCanaleAvviso {
			if a.Recapiti == nil || c.chance(40) {
				continue
			}
			n := model.Notifica{
				ID: fmt.Sprintf("N-%s-%d-%s", a.ID, e.Numero, canale), IDAppuntamento: a.ID, Evento: e.Numero, Canale: canale, CodiceSede: a.CodiceSede,
				Stato: model.StatoNotificaInviata, Tentativi: 1, DataInvio: &e.Ts, ProssimoTentativo: archive.Instant(c.now), ModificataAl: archive.Instant(c.now),
			}
			switch c.IntN(4) {
			case 0:
				n.Stato, n.DataInvio = model.StatoNotificaAnnullata, nil
			case 1, 2:
				n.Stato, n.DataInvio, n.UltimoErrore = model.StatoNotificaNonRecapitata, nil, new("TIMEOUT")
			}
			if c.chance(30) {
				n.CodiceSede = one(c.Rand, c.aziende).CodiceSede
			}
			all = append(all, n)
		}
	}
	return all
}
