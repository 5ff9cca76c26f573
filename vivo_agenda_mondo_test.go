package main

import (
	"context"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/sources/agenda"
)

// lunedi is when the appointments of these tests are booked; they are on the day after.
var lunedi = time.Date(2026, time.November, 23, 9, 0, 0, 0, model.Roma)

// prenota books an appointment, of Officine Aurora with its sede unless cambia says otherwise, and says the position of its event.
func (v *vivo) prenota(t *testing.T, id string, cambia func(*agenda.Prenotazione)) int64 {
	t.Helper()
	p := &agenda.Prenotazione{
		ID: id, Azienda: &model.Azienda{Matricola: "9900010011", CodiceFiscale: "10000011055", CodiceSede: "4900"}, Telefono: "+390212345678",
		Input:       model.PrenotaAppuntamentoInput{Argomento: "F24", Note: "Note di " + id},
		Richiedente: model.MittenteRichiesta{CodiceFiscale: "SLAMRC75D12A000F", Qualifica: model.ProfiloUtenteLegaleRappresentante},
	}
	if cambia != nil {
		cambia(p)
	}
	pubblicate, err := v.agenda.Pubblica(t.Context(), &agenda.Pubblicazione{Input: model.PubblicaFasceInput{
		Sede: p.Azienda.CodiceSede, Dal: "2026-11-24", Al: "2026-11-24", Durata: 30, Posti: 50, Modalita: []model.ModalitaAppuntamento{model.ModalitaAppuntamentoTelefono},
		Orari: []model.OrarioFasceInput{{Giorno: model.GiornoSettimanaMartedi, Da: "09:00", A: "09:30"}},
	}}, lunedi)
	if err != nil {
		t.Fatal(err)
	}
	p.Input.Fascia = pubblicate.Giorni[0].Fasce[0].ID
	esito, err := v.agenda.Prenota(t.Context(), p, lunedi)
	if err != nil || len(esito.Errori) > 0 {
		t.Fatal(esito, err)
	}
	return v.iscritto(t)
}

// comanda has something done to an appointment, and says the position of its event.
func (v *vivo) comanda(t *testing.T, id string, c agenda.Comando, ora time.Time) int64 {
	t.Helper()
	esito, err := v.agenda.Comanda(t.Context(), id, &c, ora)
	if err != nil || len(esito.Errori) > 0 {
		t.Fatal(esito, err)
	}
	return v.iscritto(t)
}

// conferma confirms an appointment, and says the position of its event.
func (v *vivo) conferma(t *testing.T, id string) int64 {
	t.Helper()
	return v.comanda(t, id, agenda.Comando{Evento: model.TipoEventoAppuntamentoConferma}, lunedi)
}

// iscritto enters the last event into the journal, and says its position.
func (v *vivo) iscritto(t *testing.T) int64 {
	t.Helper()
	agenda.NewSeguito(agenda.Opzioni{
		Archivio: v.agenda, Now: func() time.Time { return lunedi }, Timeout: time.Minute,
		Avvisa: func(context.Context, *model.Appuntamento) error { return nil }, Cambiato: func(*model.Appuntamento) {},
	}).Sweep(t.Context())
	last, err := v.agenda.Last(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return last
}
