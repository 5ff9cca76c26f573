package demo

import (
	"time"

	"cassetto/graph/model"
)

// vivi makes the events of an appointment, in their order, up to how it ended. Some are left as they were: confirmed.
func (a *agenda) vivi(x *model.Appuntamento, prenotato, inizio time.Time) {
	evento(x, prenotato, model.TipoEventoAppuntamentoPrenotazione, model.StatoAppuntamentoPrenotato)
	come := a.c.pesato(5, 4, 91)
	if come == 0 {
		evento(x, prenotato.Add(15*time.Minute+time.Duration(a.c.tra(1, 20))*time.Second), model.TipoEventoAppuntamentoScadenza, model.StatoAppuntamentoScaduto)
		return
	}
	dopo := prenotato.Add(time.Duration(a.c.tra(35, 840)) * time.Second)
	if come == 1 {
		evento(x, dopo, model.TipoEventoAppuntamentoAnnullamento, model.StatoAppuntamentoCancellatoUtente)
		return
	}
	evento(x, dopo, model.TipoEventoAppuntamentoConferma, model.StatoAppuntamentoConfermato)
	x.LinkWeb = a.luogo.riunione(x.Modalita)
	ora, tipo, stato := a.finisce(dopo, inizio)
	if stato == "" {
		return
	}
	e := evento(x, ora, tipo, stato)
	if e.Motivo = a.perche(stato); stato != model.StatoAppuntamentoCancellatoUtente {
		e.Ufficio = a.ufficio(unitaDi(x.CodiceArgomento))
	}
}

// evento adds an event to the log of an appointment.
func evento(x *model.Appuntamento, quando time.Time, tipo model.TipoEventoAppuntamento, stato model.StatoAppuntamento) *model.EventoAppuntamento {
	e := model.EventoAppuntamento{Numero: int32(len(x.Storico) + 1), Ts: model.DataOraDi(quando), Tipo: tipo, AStato: stato}
	if n := len(x.Storico); n > 0 {
		e.DaStato = new(x.Storico[n-1].AStato)
	}
	x.Storico = append(x.Storico, e)
	return &x.Storico[len(x.Storico)-1]
}

// finisce draws how an appointment that was confirmed ended, and when; no state when the office has not said. Who booked cancels
// until the day before, at any hour; the office acts while it works.
func (a *agenda) finisce(confermato, inizio time.Time) (ora time.Time, tipo model.TipoEventoAppuntamento, stato model.StatoAppuntamento) {
	giornata, prima := giornoDi(inizio.Date()), giornoDi(confermato.In(model.Roma).Date())
	switch a.c.pesato(64, 7, 9, 9, 5, 6) {
	case 1:
		return a.dopo(giornata, inizio), model.TipoEventoAppuntamentoConclusione, model.StatoAppuntamentoNonPresentato
	case 2:
		if ora, ok := a.fra(prima, giornata); ok {
			return ora, model.TipoEventoAppuntamentoConclusione, model.StatoAppuntamentoChiusoEDefinito
		}
	case 3:
		if ora := a.orario(prima + giorno(a.c.IntN(int(giornata-prima)))); ora.After(confermato) {
			return ora, model.TipoEventoAppuntamentoAnnullamento, model.StatoAppuntamentoCancellatoUtente
		}
	case 4:
		if ora, ok := a.fra(prima, giornata); ok {
			return ora, model.TipoEventoAppuntamentoAnnullamento, model.StatoAppuntamentoCancellatoSede
		}
	case 5:
		return time.Time{}, "", ""
	}
	return a.dopo(giornata, inizio), model.TipoEventoAppuntamentoConclusione, model.StatoAppuntamentoSvolto
}

// dopo draws when the office says how an appointment went: between its end and the evening.
func (a *agenda) dopo(giornata giorno, inizio time.Time) time.Time {
	return giornata.ora(min(inizio.Hour()*3600+inizio.Minute()*60+a.c.tra(31*60, 150*60), esce))
}

// fra draws an instant at which the office works, on a day between two; false when there is none.
func (a *agenda) fra(dopo, prima giorno) (time.Time, bool) {
	g := dopo + 1 + giorno(a.c.IntN(int(prima-dopo)))
	for g >= prima || !a.luogo.aperta(g) {
		g--
	}
	return g.ora(a.c.tra(entra, esce)), g > dopo
}

// perche is what is said of how an appointment ended; nil for nothing. Only the office has to say why it cancels.
func (a *agenda) perche(stato model.StatoAppuntamento) *string {
	var detti []string
	taciuti := 500
	switch stato {
	case model.StatoAppuntamentoSvolto:
		detti, taciuti = []string{
			"Forniti i chiarimenti richiesti.", "Illustrata la situazione della posizione; seguirà la lavorazione.",
			"Acquisita la documentazione esibita.", "Concordati i passaggi per la regolarizzazione.",
		}, 400
	case model.StatoAppuntamentoNonPresentato:
		detti, taciuti = []string{"Nessuno si è presentato all'orario fissato.", "Tre tentativi di contatto senza risposta."}, 300
	case model.StatoAppuntamentoChiusoEDefinito:
		detti, taciuti = []string{
			"Questione risolta: non occorre presentarsi.", "La richiesta è stata definita prima dell'incontro.", "Chiarimenti già forniti per telefono.",
		}, 0
	case model.StatoAppuntamentoCancellatoSede:
		detti, taciuti = []string{
			"Assenza imprevista del funzionario: prenotare un'altra data.", "Riunione sindacale: la sede non riceve.", "Guasto agli impianti degli uffici: prenotare un'altra data.",
		}, 0
	default:
		detti, taciuti = []string{"Impegno sopraggiunto.", "Non più necessario.", "Prenoteremo un'altra data."}, 600
	}
	if a.c.suMille(taciuti) {
		return nil
	}
	return new(scegli(a.c, detti))
}
