package agenda

import (
	"strings"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// Comando is what somebody does to an appointment.
type Comando struct {
	Evento   model.TipoEventoAppuntamento // CONFERMA, ANNULLAMENTO or CONCLUSIONE
	Versione *int32                       // that he has seen; nil: any
	Motivo   string                       // of an ANNULLAMENTO or CONCLUSIONE
	Esito    model.EsitoAppuntamento      // of a CONCLUSIONE

	Chi     model.CodiceFiscale
	Sede    *model.CodiceSede // of an operator; nil: who acts for the company
	Ufficio string            // what the log calls the office of an operator; never his name
	Chiave  string            // idempotency key; empty: none
}

// Valuta says what is wrong with the command itself, whatever the appointment is.
func (c *Comando) Valuta() []model.ErroreCampo {
	c.Motivo = strings.TrimSpace(c.Motivo)
	if c.Evento == model.TipoEventoAppuntamentoConclusione {
		return model.ValutaTesto("commento", c.Motivo, false)
	}
	return model.ValutaTesto("motivo", c.Motivo, c.Evento == model.TipoEventoAppuntamentoAnnullamento && c.Sede != nil)
}

// Fatto says whether the command is the repetition of one that was carried out.
func (c *Comando) Fatto(a *model.Appuntamento) bool {
	if c.Chiave == "" {
		return false
	}
	chiave := archive.Digest(c.Chi, c.Chiave)
	for i := range a.Storico {
		if a.Storico[i].Chiave == chiave && a.Storico[i].Tipo == c.Evento {
			return true
		}
	}
	return false
}

// impedito is why the appointment does not let the command be carried out; nil when it does.
func (c *Comando) impedito(a *model.Appuntamento, ora time.Time) []model.ErroreCampo {
	no := func(campo, codice, messaggio string) []model.ErroreCampo {
		return []model.ErroreCampo{errore(campo, codice, messaggio)}
	}
	inizio, fine := istante(a.Fascia.Inizio), istante(a.Fascia.Fine)
	aperto := a.Stato == model.StatoAppuntamentoPrenotato || a.Stato == model.StatoAppuntamentoConfermato
	switch {
	case c.Versione != nil && int(*c.Versione) != len(a.Storico):
		return no("id", Conflitto, "L'appuntamento è cambiato da quando è stato letto: verificarlo e riprovare.")
	case a.Stato == model.StatoAppuntamentoScaduto, scaduto(a, ora): // whether or not somebody has written so already
		return no("id", PrenotazioneScaduta, "La prenotazione non è stata confermata in tempo: prenotare di nuovo.")
	case !aperto:
		return no("id", Conflitto, "L'appuntamento non è più in programma.")
	}
	switch c.Evento {
	case model.TipoEventoAppuntamentoConferma:
		if a.Stato == model.StatoAppuntamentoConfermato {
			return no("id", Conflitto, "L'appuntamento è già confermato.")
		}
	case model.TipoEventoAppuntamentoAnnullamento:
		switch {
		case c.Sede != nil && !ora.Before(fine):
			return no("id", TermineTrascorso, "L'appuntamento è passato.")
		case c.Sede == nil && a.Stato == model.StatoAppuntamentoConfermato && model.DataDi(ora) >= model.DataDi(inizio):
			return no("id", TermineTrascorso, "Un appuntamento si annulla fino al giorno prima.")
		}
	case model.TipoEventoAppuntamentoConclusione:
		switch prima := ora.Before(inizio); {
		case a.Stato != model.StatoAppuntamentoConfermato:
			return no("id", Conflitto, "L'appuntamento non è confermato.")
		case c.Esito == model.EsitoAppuntamentoChiusoEDefinito && !prima:
			return no("esito", EsitoTardivo, "Un appuntamento iniziato è svolto, o nessuno si è presentato.")
		case c.Esito != model.EsitoAppuntamentoChiusoEDefinito && prima:
			return no("esito", EsitoPrematuro, "L'appuntamento non è ancora iniziato.")
		}
	}
	return nil
}

// stato is that of an appointment after the command.
func (c *Comando) stato() model.StatoAppuntamento {
	switch c.Evento {
	case model.TipoEventoAppuntamentoConferma:
		return model.StatoAppuntamentoConfermato
	case model.TipoEventoAppuntamentoConclusione:
		return model.StatoAppuntamento(c.Esito) // which are called alike
	}
	if c.Sede != nil {
		return model.StatoAppuntamentoCancellatoSede
	}
	return model.StatoAppuntamentoCancellatoUtente
}

// evento is what the log says of the command.
func (c *Comando) evento() model.EventoAppuntamento {
	e := model.EventoAppuntamento{Tipo: c.Evento, AStato: c.stato()}
	if c.Sede != nil {
		e.Ufficio = &c.Ufficio
	}
	if c.Motivo != "" {
		e.Motivo = &c.Motivo
	}
	if c.Chiave != "" {
		e.Chiave = archive.Digest(c.Chi, c.Chiave)
	}
	return e
}
