package crash

import (
	"slices"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/outbox"
	"cassetto/sources/agenda"
)

// appuntamentiBuoni adds appointments that keep every promise: one confirmed, about a request; one cancelled by the office; one to
// be confirmed, which was booked by two calls, the first of them killed; one that was not in time; and a place that runs out, of a
// booking that never was.
func (f *fatti) appuntamentiBuoni() {
	f.affollate, f.pubblicate = map[string]int{}, map[string]int32{}
	f.fissa("A-1", "R-1", model.StatoAppuntamentoConfermato)
	f.fissa("A-2", "R-2", model.StatoAppuntamentoConfermato, model.StatoAppuntamentoCancellatoSede)
	f.fissa("A-3", "R-2")
	f.fissa("A-4", "R-2", model.StatoAppuntamentoScaduto)
	f.appuntamenti[3].Storico[1].Ts = "2026-11-27T08:59:00Z"
	f.appuntamenti[3].DataUltimoAggiornamento = "2026-11-27T08:59:00Z"
	f.ricordi.prenotazioni[2].volte = 2
	for _, oo := range []*[]model.Occupazione{&f.fasce[2].Occupazioni, &f.impegni[1].Occupazioni} {
		*oo = append([]model.Occupazione{{Appuntamento: "A-3", Fino: "2026-11-27T09:09:00Z", Tentativo: "primo"}}, *oo...)
	}
	f.fasce[3].Occupazioni = []model.Occupazione{{Appuntamento: "A-MAI", Fino: "2026-11-27T09:10:00Z"}}
	dopo := vista{nome: "tutto", di: appuntamenti, vede: func(soggetto) bool { return true }}
	for i := range f.appuntamenti {
		a := &f.appuntamenti[i]
		for _, e := range a.Storico {
			f.giornaleAgenda = append(f.giornaleAgenda, iscrizione{"eventi", int64(len(f.giornaleAgenda) + 1), evento(a.ID, e.Numero)})
			dopo.visti = append(dopo.visti, visto{a.ID, e.Numero, int32(len(a.Storico))})
		}
		f.avvisa(a)
	}
	f.abbonati = append(f.abbonati, dopo)
}

// fissa adds an appointment in an interval of its own that went through some states.
func (f *fatti) fissa(id, richiesta string, stati ...model.StatoAppuntamento) {
	fascia := model.Fascia{ID: "F-" + id, Inizio: "2026-12-03T08:00:00Z", Fine: "2026-12-03T08:20:00Z", Posti: 1}
	f.pubblicate[fascia.ID], f.affollate[fascia.ID] = 1, 1
	p := prenotazione{note: "Prova " + id, matricola: "9900010011", fascia: fascia.ID, richieste: []string{richiesta}, email: true, sms: true, id: id, volte: 1}
	contatto := "studio@example.org"
	dove := fascia
	a := model.Appuntamento{
		ID: id, Note: p.note, Matricola: "9900010011", CodiceSede: sedeOperatore, Fascia: &dove, IDRichieste: p.richieste,
		Recapiti: &model.RecapitiRichiesta{ConsensoEmail: true, ConsensoSms: true, Email: &contatto, Cellulare: &contatto}, DataPrenotazione: "2026-11-27T08:00:00Z",
	}
	for i, stato := range append([]model.StatoAppuntamento{model.StatoAppuntamentoPrenotato}, stati...) {
		e := model.EventoAppuntamento{Numero: int32(i + 1), Ts: a.DataPrenotazione, AStato: stato}
		if i > 0 {
			e.DaStato = new(a.Stato)
		}
		for tipo, dopo := range passaggi[a.Stato] {
			if slices.Contains(dopo, stato) {
				e.Tipo = tipo
			}
		}
		c := azione{cosa: e.Tipo, appuntamento: id, numero: e.Numero, volte: 1}
		if stato == model.StatoAppuntamentoCancellatoSede {
			c.motivo = "operatore " + id
			e.Motivo = &c.motivo
		}
		if i > 0 && stato != model.StatoAppuntamentoScaduto {
			f.azioni = append(f.azioni, c)
		}
		a.Stato, a.DataUltimoAggiornamento = stato, e.Ts
		a.Storico, a.Registrati = append(a.Storico, e), e.Numero
	}
	o := model.Occupazione{Appuntamento: id, Fino: fascia.Fine}
	if a.Stato == model.StatoAppuntamentoPrenotato {
		a.Scadenza, o.Fino = new(model.DataOra("2026-11-27T09:10:00Z")), "2026-11-27T09:10:00Z"
	}
	if !agenda.Finito(a.Stato) {
		fascia.Occupazioni = []model.Occupazione{o}
		f.impegni = append(f.impegni, impegno{richiesta, []model.Occupazione{o}})
	}
	f.fasce = append(f.fasce, fascia)
	f.appuntamenti = append(f.appuntamenti, a)
	f.ricordi.prenotazioni = append(f.ricordi.prenotazioni, p)
}

// avvisa adds the notices that the program would store: those that are due have left, twice, and the reminder of what was cancelled
// need not.
func (f *fatti) avvisa(a *model.Appuntamento) {
	for _, n := range outbox.DovuteAppuntamento(a, f.adesso) {
		if n.DataProgrammata == nil {
			n.Stato, n.Tentativi = model.StatoNotificaInviata, 1
			f.consegne[n.ID] = arrivi{2, f.adesso}
		} else if a.Stato != model.StatoAppuntamentoConfermato {
			n.Stato = model.StatoNotificaAnnullata
		}
		f.notifiche = append(f.notifiche, n)
	}
}

// TestPromemoria: reminders are due when the program says so.
func TestPromemoria(t *testing.T) {
	for inizio, vuole := range map[model.DataOra]model.DataOra{
		"2026-12-03T08:00:00Z": "2026-12-02T08:00:00Z", "2026-12-03T07:20:00Z": "2026-12-02T08:00:00Z",
		"2026-12-03T19:40:00Z": "2026-12-02T18:00:00Z", "2026-12-03T13:15:00Z": "2026-12-02T13:15:00Z",
	} {
		if ha := model.DataOraDi(ilGiornoPrima(quando(inizio))); ha != vuole {
			t.Errorf("%s: %s, want %s", inizio, ha, vuole)
		}
	}
}
