package crash

import (
	"slices"
	"time"

	"cassetto/graph/model"
	"cassetto/sources/agenda"
)

// tardi is how long after its time something that nobody commands may happen.
const tardi = 15 * time.Second

// ammessi are the codes with which commands may be refused when others were faster.
var ammessi = map[model.TipoEventoAppuntamento][]string{
	model.TipoEventoAppuntamentoPrenotazione: {agenda.FasciaEsaurita, agenda.RichiestaImpegnata, agenda.FasciaPassata},
	model.TipoEventoAppuntamentoConferma:     {agenda.Conflitto, agenda.PrenotazioneScaduta},
	model.TipoEventoAppuntamentoAnnullamento: {agenda.Conflitto, agenda.PrenotazioneScaduta, agenda.TermineTrascorso},
	model.TipoEventoAppuntamentoConclusione:  {agenda.Conflitto, agenda.PrenotazioneScaduta, agenda.EsitoTardivo},
}

// passaggi are the events that may come after each state, and the states after them.
var passaggi = map[model.StatoAppuntamento]map[model.TipoEventoAppuntamento][]model.StatoAppuntamento{
	"": {model.TipoEventoAppuntamentoPrenotazione: {model.StatoAppuntamentoPrenotato}},
	model.StatoAppuntamentoPrenotato: {
		model.TipoEventoAppuntamentoConferma:     {model.StatoAppuntamentoConfermato},
		model.TipoEventoAppuntamentoScadenza:     {model.StatoAppuntamentoScaduto},
		model.TipoEventoAppuntamentoAnnullamento: {model.StatoAppuntamentoCancellatoUtente, model.StatoAppuntamentoCancellatoSede},
	},
	model.StatoAppuntamentoConfermato: {
		model.TipoEventoAppuntamentoAnnullamento: {model.StatoAppuntamentoCancellatoUtente, model.StatoAppuntamentoCancellatoSede},
		model.TipoEventoAppuntamentoConclusione:  {model.StatoAppuntamentoChiusoEDefinito},
	},
}

// prenotazioni: every booking that was answered exists, once for each key, with the id that was answered, as it was asked for.
func (v *verificatore) prenotazioni() {
	perNote := map[string][]string{}
	for id, a := range v.perIDAgenda {
		perNote[a.Note] = append(perNote[a.Note], id)
	}
	for _, p := range v.fatti.prenotazioni {
		ids := perNote[p.note]
		switch {
		case p.rifiuto != "" && !slices.Contains(ammessi[model.TipoEventoAppuntamentoPrenotazione], p.rifiuto):
			v.viola(errato, "a booking in %s was refused: %s", p.fascia, p.rifiuto)
		case p.rifiuto != "" && p.volte == 1 && len(ids) > 0:
			v.viola(indebito, "appointment %s was refused", ids[0])
		case p.rifiuto != "":
		case p.id == "":
			v.viola(errato, "a booking in %s was never answered; %d are stored", p.fascia, len(ids))
		case len(ids) == 0:
			v.viola(perso, "appointment %s was answered and is not stored", p.id)
		case len(ids) > 1:
			v.viola(doppio, "one key gave %d appointments: %v", len(ids), ids)
		case ids[0] != p.id:
			v.viola(errato, "appointment %s was answered as %s", ids[0], p.id)
		}
		if a := v.perIDAgenda[p.id]; a != nil && !p.come(a) {
			v.viola(errato, "appointment %s is stored otherwise than it was asked for", p.id)
		}
	}
}

// come says whether an appointment is what was asked for.
func (p *prenotazione) come(a *model.Appuntamento) bool {
	return string(a.Matricola) == p.matricola && a.Fascia.ID == p.fascia && slices.Equal(a.IDRichieste, p.richieste) &&
		a.Recapiti.ConsensoEmail == p.email && a.Recapiti.ConsensoSms == p.sms && len(a.Documenti) == len(p.impronte)
}

// storie: events are numbered from 1 without gaps, in time, no state comes after one that it may not follow, no key is used twice,
// and no booking ends by itself before its time.
func (v *verificatore) storie() {
	chiavi := map[string]bool{}
	for id, a := range v.perIDAgenda {
		var stato model.StatoAppuntamento
		var ts model.DataOra
		for i, e := range a.Storico {
			if int(e.Numero) != i+1 {
				v.viola(errato, "event %d of %s is numbered %d", i+1, id, e.Numero)
			}
			if e.Ts < ts {
				v.viola(errato, "event %d of %s is older than the one before", i+1, id)
			}
			if (e.DaStato == nil) != (i == 0) || e.DaStato != nil && *e.DaStato != stato || !slices.Contains(passaggi[stato][e.Tipo], e.AStato) {
				v.viola(errato, "event %d of %s, %s, goes from %s to %s", i+1, id, e.Tipo, stato, e.AStato)
			}
			if e.Chiave != "" && chiavi[e.Chiave] {
				v.viola(doppio, "event %d of %s has a key that was used", i+1, id)
			}
			if e.Tipo == model.TipoEventoAppuntamentoScadenza && quando(e.Ts).Before(quando(a.DataPrenotazione).Add(agenda.Tenuta)) && e.Ts < a.Fascia.Inizio {
				v.viola(indebito, "booking %s ended at %s by itself", id, e.Ts)
			}
			stato, ts, chiavi[e.Chiave] = e.AStato, e.Ts, true
		}
		if a.Stato != stato || a.DataUltimoAggiornamento != ts || (a.Scadenza == nil) == (stato == model.StatoAppuntamentoPrenotato) {
			v.viola(errato, "appointment %s is %s, its log says %s", id, a.Stato, stato)
		}
		if a.Scadenza != nil && v.adesso.After(quando(*a.Scadenza).Add(tardi)) {
			v.viola(perso, "booking %s did not end at %s", id, *a.Scadenza)
		}
		if a.DaRegistrare != "" || int(a.Registrati) != len(a.Storico) {
			v.viola(perso, "something has still to follow from %s: %d of %d events", id, a.Registrati, len(a.Storico))
		}
	}
}

// azioni: what was answered is in the log where the answer had it, once; what was refused is not, also when it was asked for again,
// but for what could not be done yet; and nothing else is.
func (v *verificatore) azioni() {
	chieste := map[string]bool{}
	for _, c := range v.fatti.azioni {
		chieste[c.nome(c.appuntamento)] = true
		a := v.perIDAgenda[c.appuntamento]
		if a == nil {
			continue // told already
		}
		var numeri []int32
		for _, e := range a.Storico {
			if c.fatta(&e) {
				numeri = append(numeri, e.Numero)
			}
		}
		switch {
		case len(numeri) > 1:
			v.viola(doppio, "one command on %s made events %v", a.ID, numeri)
		case c.rifiuto != "" && !slices.Contains(ammessi[c.cosa], c.rifiuto):
			v.viola(errato, "a command on %s, %s, was refused: %s", a.ID, c.cosa, c.rifiuto)
		case c.rifiuto == agenda.PrenotazioneScaduta && a.Stato == model.StatoAppuntamentoConfermato:
			v.viola(perso, "the place of %s was said to be lost", a.ID)
		case c.rifiuto != "" && (c.volte == 1 || c.cosa != model.TipoEventoAppuntamentoConclusione) && len(numeri) > 0:
			v.viola(indebito, "event %d of %s was refused", numeri[0], a.ID)
		case c.rifiuto != "":
		case c.numero == 0:
			v.viola(errato, "a command on %s, %s, was never answered as done, or without its event; stored: %v", a.ID, c.cosa, numeri)
		case len(numeri) == 0:
			v.viola(perso, "event %d of %s was answered and is not stored", c.numero, a.ID)
		case numeri[0] != c.numero:
			v.viola(errato, "event %d of %s was answered as %d", numeri[0], a.ID, c.numero)
		}
	}
	for id, a := range v.perIDAgenda {
		for _, e := range a.Storico {
			da := azione{cosa: e.Tipo}
			if e.Motivo != nil {
				da.motivo = *e.Motivo
			}
			comandato := e.Tipo != model.TipoEventoAppuntamentoPrenotazione && e.Tipo != model.TipoEventoAppuntamentoScadenza
			if comandato && !chieste[da.nome(id)] {
				v.viola(indebito, "event %d of %s, %s, was commanded by nobody", e.Numero, id, e.Tipo)
			}
		}
	}
}

// fatta says whether an event is that of the command.
func (c *azione) fatta(e *model.EventoAppuntamento) bool {
	return e.Tipo == c.cosa && (c.motivo == "" || e.Motivo != nil && *e.Motivo == c.motivo)
}

// nome is that of what the command does to an appointment.
func (c *azione) nome(appuntamento string) string {
	return appuntamento + "/" + string(c.cosa) + "/" + c.motivo
}
