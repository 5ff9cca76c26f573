package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"
)

const seguiAgenda = `subscription ($matricola: Matricola, $dopo: String) { aggiornamentiAppuntamenti(matricola: $matricola, dopo: $dopo) {
	cursore evento { numero tipo aStato motivo } appuntamento { id stato versione } } }`

// diAgenda is an event of an appointment as a client receives it.
type diAgenda struct {
	Cursore string
	Evento  struct {
		Numero       int
		Tipo, AStato string
	}
	Appuntamento struct {
		ID    string
		Stato string
	}
}

func (a annuncio) agenda() (e diAgenda) {
	raw, _ := json.Marshal(a.Data["aggiornamentiAppuntamenti"])
	_ = json.Unmarshal(raw, &e) // of what is no event there is none
	return e
}

// segueAgenda follows the appointments of Aurora from now on, and shows that the stream is open: the events of a booking that is none
// of the story come over it. The bell is the interval of that booking.
func (s sportello) segueAgenda(modo, campanello string) *diretta {
	s.Helper()
	d := modi[modo](s, campi{altraQuery: seguiAgenda, "matricola": posAurora})
	sala := s.as("rappresentante").on(0)
	for end := time.Now().Add(pazienza); time.Now().Before(end); {
		id := sala.prenota(campanello).ok().ID
		s.campanelli[id] = true
		sala.annulla(id).ok()
		select {
		case a, open := <-d.annunci:
			if !open || a.Data == nil {
				s.Fatalf("the stream ends at once: %s", a.Body)
			}
			d.cursore = a.agenda().Cursore
			return d
		case <-time.After(3 * time.Second):
		}
	}
	s.Fatal("the stream says nothing")
	return nil
}

// vedeAgenda looks at the next events of an appointment, which must be these: "TIPO STATO"; those of others are passed over.
func (d *diretta) vedeAgenda(id string, want ...string) {
	d.Helper()
	var visti []string
	late := time.After(pazienza)
	for len(visti) < len(want) {
		select {
		case a, open := <-d.annunci:
			e := a.agenda()
			if !open || len(a.Errors) > 0 {
				d.Fatalf("after %v the stream says %s, closed %q; want %v", visti, a.Body, a.chiusa, want)
			}
			if d.campanelli[e.Appuntamento.ID] || e.Appuntamento.ID != id {
				continue
			}
			visti = append(visti, e.Evento.Tipo+" "+e.Evento.AStato)
			d.cursore = e.Cursore
		case <-late:
			d.Fatalf("after %v the stream says nothing; want %v", visti, want)
		}
	}
	if !slices.Equal(visti, want) {
		d.Fatalf("the stream says %v, want %v", visti, want)
	}
}

// TestScenarioAgendaDiretta: who follows the appointments of a company sees every event, also what happens to a booking by itself and
// what the office does, at whichever instance; who was away has first what he missed, once. When his title ends the stream does.
func TestScenarioAgendaDiretta(t *testing.T) {
	sc := scenario(t, 2, nil)
	ora := sc.lunedi()
	ferri, palumbo := sc.as("consulente"), sc.as("operatore")
	palumbo.on(0).pubblica(ora, 5)
	libere := ferri.on(0).disponibili(ora, ora.AddDate(0, 0, 13))
	var flussi []*diretta
	for modo := range modi {
		flussi = append(flussi, ferri.on(1).segueAgenda(modo, libere[9].ID))
	}
	vedono := func(id string, want ...string) {
		t.Helper()
		for _, flusso := range flussi {
			flusso.vedeAgenda(id, want...)
		}
	}
	tenuto := ferri.on(0).prenota(libere[5].ID).ok()
	vedono(tenuto.ID, "PRENOTAZIONE PRENOTATO")
	confermato := ferri.on(0).conferma(ferri.on(1).prenota(libere[6].ID).ok().ID).ok()
	vedono(confermato.ID, "PRENOTAZIONE PRENOTATO", "CONFERMA CONFERMATO")
	da := flussi[0].cursore
	sc.clock.pass(16 * time.Minute)
	vedono(tenuto.ID, "SCADENZA SCADUTO")
	palumbo.on(1).annulla(confermato.ID, campi{"motivo": "Sciopero"}).ok()
	vedono(confermato.ID, "ANNULLAMENTO CANCELLATO_SEDE")

	for modo, apre := range modi {
		ripreso := apre(ferri.on(0), campi{altraQuery: seguiAgenda, "matricola": posAurora, "dopo": da})
		ultimo := ferri.on(1).prenota(libere[7].ID).ok()
		var visti []string
		for len(visti) < 3 {
			a, open := ripreso.prossimo()
			e := a.agenda()
			if !open {
				t.Fatalf("%s: after %v the stream ends", modo, visti)
			}
			if !sc.campanelli[e.Appuntamento.ID] {
				visti = append(visti, fmt.Sprint(e.Evento.Tipo, " ", e.Appuntamento.ID))
			}
		}
		if want := []string{"SCADENZA " + tenuto.ID, "ANNULLAMENTO " + confermato.ID, "PRENOTAZIONE " + ultimo.ID}; !slices.Equal(visti, want) {
			t.Errorf("%s: missed %v, want %v", modo, visti, want)
		}
		sc.campanelli[ultimo.ID] = true
	}

	sc.revocaA(t, "consulente", posAurora)
	for _, flusso := range flussi {
		flusso.finisce("FORBIDDEN")
	}
	for modo := range modi {
		modi[modo](ferri.on(0), campi{altraQuery: seguiAgenda, "matricola": posAurora}).finisce("NOT_FOUND")
		modi[modo](ferri.on(0), campi{altraQuery: seguiAgenda, "dopo": "MToyN5bZTA"}).finisce("BAD_USER_INPUT") // a cursor of requests
	}
	if a := ferri.on(1).incontra(confermato.ID); a != nil {
		t.Errorf("the consultant sees %+v", a)
	}
	ferri.on(0).annulla(tenuto.ID).no("id", "APPUNTAMENTO_NON_TROVATO")
}
