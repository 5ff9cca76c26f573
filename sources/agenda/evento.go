package agenda

import (
	"time"

	"cassetto/graph/model"
)

// daFare marks an appointment from whose events something still has to follow.
const daFare = "SI"

// accade adds an event to the log of an appointment and makes its state follow. Time never goes back in a log, whatever the clock
// of who writes it says.
func accade(a *model.Appuntamento, e model.EventoAppuntamento, ora time.Time) {
	e.Numero, e.IDAppuntamento = int32(len(a.Storico)+1), a.ID
	e.Ts = max(model.DataOraDi(ora), a.DataUltimoAggiornamento)
	if len(a.Storico) > 0 {
		e.DaStato = new(a.Stato)
	} else {
		a.DataPrenotazione = e.Ts
	}
	a.Stato, a.DataUltimoAggiornamento = e.AStato, e.Ts
	if a.Stato != model.StatoAppuntamentoPrenotato {
		a.Scadenza = nil
	}
	a.Storico = append(a.Storico, e)
	a.DaRegistrare = daFare
}

// Finito says whether an appointment in a state holds no place any more.
func Finito(s model.StatoAppuntamento) bool {
	switch s {
	case model.StatoAppuntamentoPrenotato, model.StatoAppuntamentoConfermato, model.StatoAppuntamentoSvolto, model.StatoAppuntamentoNonPresentato:
		return false
	}
	return true
}

// scaduto says whether a booking was not confirmed in time.
func scaduto(a *model.Appuntamento, ora time.Time) bool {
	return a.Stato == model.StatoAppuntamentoPrenotato && a.Scadenza != nil && *a.Scadenza <= model.DataOraDi(ora)
}
