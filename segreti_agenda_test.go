package main

import (
	"strings"
	"testing"
	"time"
)

// desk is somebody of the demo at this server.
func (s *server) desk(t *testing.T, profile string) sportello {
	t.Helper()
	token, err := s.app.demo.token(profile)
	if err != nil {
		t.Fatal(err)
	}
	return sportello{&persona{&scena{T: t}, token}, s}
}

// appointment publishes a calendar, books with a document, confirms, and lets the office cancel.
func (s *server) appointment(t *testing.T) (id string) {
	t.Helper()
	consulente, operatore, da := s.desk(t, "consulente"), s.desk(t, "operatore"), time.Now().AddDate(0, 0, 2)
	if p := operatore.pubblica(da, 1); p.Pubblicate == 0 {
		t.Fatalf("published %+v", p)
	}
	fascia := consulente.disponibili(da, da.AddDate(0, 0, 13))[0].ID
	in := con(prenotazione(fascia), []campi{{"telefono": "06 12987654", "note": "NOTAMARCATA", "recapiti": campi{
		"email": "marcata.ferri@example.org", "cellulare": "3339876543", "consensoEmail": true, "consensoSms": true,
	}}})
	a := consulente.decide("prenotaAppuntamento", "PrenotaAppuntamentoInput", in, documento{"DOCUMENTOMARCATO.pdf", unPDF("TESTOMARCATO")}).ok()
	consulente.salva(a.Documenti[0].URL, "DOCUMENTOMARCATO.pdf")
	if found := among(a.Documenti[0].URL); found != nil {
		t.Errorf("a link says %v", found)
	}
	consulente.conferma(a.ID).ok()
	s.told(t, a.ID, 1) // else it would be too late to tell of it
	return operatore.annulla(a.ID, campi{"motivo": "MOTIVOMARCATO"}).ok().ID
}

// told waits until so many SMS about an appointment are written, and as many e-mails given up.
func (s *server) told(t *testing.T, id string, n int) {
	t.Helper()
	eventually(t, "notices of an appointment", func() bool {
		a := s.ask(t, "consulente", `query ($id: ID!) { appuntamento(id: $id) { storico { notifiche { canale stato ultimoErrore } } } }`, map[string]any{"id": id})
		return strings.Count(string(a.Body), `"INVIATA"`) == n && strings.Count(string(a.Body), `"NON_RECAPITATA"`) == n
	})
}

// refusedAppointments asks for what is refused of appointments, with secrets in it.
func (s *server) refusedAppointments(t *testing.T, id string) {
	t.Helper()
	const (
		book    = `mutation ($in: PrenotaAppuntamentoInput!) { prenotaAppuntamento(input: $in) { appuntamento { id } errori { campo codice messaggio } } }`
		cancel  = `mutation ($id: ID!) { annullaAppuntamento(input: {id: $id, motivo: "MOTIVOMARCATO"}) { appuntamento { id } errori { campo codice messaggio } } }`
		publish = `mutation ($in: PubblicaFasceInput!) { pubblicaFasce(input: $in) { pubblicate errori { campo codice messaggio } } }`
	)
	in := func(more campi) map[string]any {
		usual := con(prenotazione("F-4900-20260105-0900-0930-S"), []campi{{"telefono": "0612987654", "note": "NOTAMARCATA"}})
		return map[string]any{"in": con(usual, []campi{more})}
	}
	calendar := func(more campi) map[string]any {
		return map[string]any{"in": con(campi{"sede": "4900", "dal": "2026-01-05", "al": "2026-01-06", "orari": []campi{{"giorno": "LUNEDI", "da": "09:00", "a": "10:00"}},
			"durata": 30, "posti": 1, "modalita": []string{"WEB_MEETING"}}, []campi{more})}
	}
	for _, refused := range []struct {
		who, query string
		vars       map[string]any
	}{
		{"consulente", book, in(nil)}, // past
		{"consulente", book, in(campi{"telefono": "0612987654x"})},
		{"consulente", book, in(campi{"telefono": 612987654})},
		{"consulente", book, in(campi{"note": strings.Repeat("NOTAMARCATA", 400)})},
		{"consulente", book, in(campi{"fascia": "NOTAMARCATA"})},
		{"consulente", book, in(campi{"argomento": "NOTAMARCATA"})},
		{"consulente", book, in(campi{"richieste": []string{"R-TESTOMARCATO"}})},
		{"consulente", book, in(campi{"recapiti": campi{"email": "marcata.ferri@example.org@"}})},
		{"ragioniere", book, in(nil)},
		{"operatore", book, in(nil)},
		{"analista", book, in(nil)},
		{"consulente", cancel, map[string]any{"id": id}},
		{"operatore", cancel, map[string]any{"id": id}},
		{"ragioniere", cancel, map[string]any{"id": id}},
		{"consulente", cancel, map[string]any{"id": "A-NOTAMARCATA"}},
		{"ragioniere", `query ($id: ID!) { appuntamento(id: $id) { note telefono } }`, map[string]any{"id": id}},
		{"ragioniere", `{ appuntamento(id: "A-NOTAMARCATA") { note } }`, nil},
		{"consulente", `{ appuntamenti(after: "NOTAMARCATA") { totalCount } }`, nil},
		{"consulente", `{ appuntamenti(filtro: {argomento: 612987654}) { totalCount } }`, nil},
		{"consulente", `{ calendario(dal: "2026-01-05", al: "2026-01-06") { giorno } }`, nil},
		{"consulente", `{ calendario(dal: "NOTAMARCATA", al: "2026-01-06") { giorno } }`, nil},
		{"operatore", publish, calendar(campi{"linkWeb": "http://riunioni.example.org/NOTAMARCATA"})},
		{"operatore", publish, calendar(campi{"linkWeb": "https://marcata.ferri@example.org/NOTAMARCATA"})},
		{"operatore", publish, calendar(campi{"puntoConsulenza": strings.Repeat("NOTAMARCATA", 100)})},
		{"consulente", publish, calendar(campi{"puntoConsulenza": "NOTAMARCATA"})},
	} {
		s.refuses(t, refused.who, refused.query, refused.vars)
	}
}
