package crash

import (
	"context"
	"fmt"
	"sync"
	"time"

	crand "crypto/rand"

	"cassetto/graph/model"
	"cassetto/sources/agenda"
)

// punto is what the names of the trial's desks begin with.
const punto = "Sportello della prova"

// palinsesto is a publication of few places: twenty minutes each, on the working days of a period.
type palinsesto struct {
	punto    string
	modalita model.ModalitaAppuntamento
	posti    int
	dal, al  model.Data
	da, a    string // hours, HH:MM
}

// palinsesti are what is published so many days on: an hour of each day, three ways, with one, two and three places.
func palinsesti(giorni int) (tutti []palinsesto) {
	oggi := model.DataDi(time.Now())
	for i, m := range model.AllModalitaAppuntamento {
		tutti = append(tutti, palinsesto{punto, m, i + 1, agenda.Dopo(oggi, 1), agenda.Dopo(oggi, giorni), "09:00", "10:00"})
	}
	return tutti
}

// imminenti are intervals of today that begin in a moment, so that bookings end at their beginning without being confirmed, and of
// tomorrow at the same hour, so that reminders fall due; none around midnight.
func imminenti() []palinsesto {
	oggi := model.DataDi(time.Now())
	inizio := time.Now().In(model.Roma).Add(80 * time.Second).Truncate(time.Minute)
	fine := inizio.Add(time.Hour)
	if model.DataDi(inizio) != oggi || model.DataDi(fine) != oggi {
		return nil
	}
	return []palinsesto{{punto + ", subito", model.ModalitaAppuntamentoTelefono, 2, oggi, agenda.Dopo(oggi, 1), inizio.Format("15:04"), fine.Format("15:04")}}
}

// apre publishes the first calendar, two operators at once.
func (c *campo) apre(ctx context.Context) error {
	var insieme sync.WaitGroup
	esiti := make([]error, 2)
	for i := range esiti {
		insieme.Go(func() {
			for _, p := range append(palinsesti(6), imminenti()...) {
				if err := c.pubblica(ctx, p); err != nil {
					esiti[i] = err
				}
			}
		})
	}
	insieme.Wait()
	for _, err := range esiti {
		if err != nil {
			return err
		}
	}
	return nil
}

// allunga is an operator who publishes another day now and then, as far as one may book.
func (c *campo) allunga(ctx context.Context, fine <-chan struct{}) {
	for giorni := 7; giorni < agenda.Orizzonte && !finito(fine, 3*time.Second); giorni++ {
		for _, p := range palinsesti(giorni) {
			if err := c.pubblica(ctx, p); err != nil {
				c.memoria.annota(func(r *ricordi) { r.pubblicate[err.Error()] = 0 }) // which the verifier does not find
			}
		}
	}
}

// pubblica publishes, and remembers what was answered as published.
func (c *campo) pubblica(ctx context.Context, p palinsesto) error {
	var orari []map[string]any
	for _, g := range model.AllGiornoSettimana {
		orari = append(orari, map[string]any{"giorno": g, "da": p.da, "a": p.a})
	}
	input := map[string]any{
		"chiaveIdempotenza": crand.Text(), "sede": sedeOperatore, "dal": p.dal, "al": p.al, "orari": orari, "durata": 20, "posti": p.posti,
		"modalita": []any{p.modalita}, "puntoConsulenza": p.punto,
	}
	if p.modalita == model.ModalitaAppuntamentoWebMeeting {
		input["linkWeb"] = "https://riunioni.example.org/prova"
	}
	var letto struct {
		Esito struct {
			Giorni []struct{ Fasce []model.Fascia }
			Errori []struct{ Codice string }
		}
	}
	const testo = `mutation($input: PubblicaFasceInput!) {
		esito: pubblicaFasce(input: $input) { giorni { fasce { id modalita puntoConsulenza } } errori { codice } }
	}`
	_, err := c.cliente.chiede(ctx, domanda{profilo: operatore, testo: testo, variabili: map[string]any{"input": input}}, &letto)
	if err != nil {
		return err
	}
	if len(letto.Esito.Errori) > 0 {
		return fmt.Errorf("crash: a publication was refused: %v", letto.Esito.Errori)
	}
	c.memoria.annota(func(r *ricordi) {
		for _, g := range letto.Esito.Giorni {
			for _, f := range g.Fasce {
				if f.PuntoConsulenza != nil && *f.PuntoConsulenza == p.punto && f.Modalita == p.modalita {
					r.pubblicate[f.ID] = int32(p.posti)
				}
			}
		}
	})
	return nil
}
