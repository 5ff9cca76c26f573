package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	crand "crypto/rand"

	"cassetto/graph/model"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

const fissa = `mutation($input: %sAppuntamentoInput!) {
	esito: %sAppuntamento(input: $input) { appuntamento { id storico { numero tipo motivo } } errori { codice } }
}`

// fissato is what a command on an appointment is answered.
type fissato struct {
	Esito struct {
		Appuntamento *struct {
			ID      string
			Storico []struct {
				Numero int32
				Tipo   model.TipoEventoAppuntamento
				Motivo *string
			}
		}
		Errori []struct{ Codice string }
	}
}

// prenotabili are the positions for which there are places, and for which the consultant books.
func (c *campo) prenotabili(ctx context.Context, aziende []string) (tutte []string, err error) {
	for _, a := range aziende {
		libere, err := c.libere(ctx, consulente, a)
		switch {
		case errors.Is(err, errRifiutata):
		case err != nil:
			return nil, err
		case len(libere) > 0:
			tutte = append(tutte, a)
		}
	}
	if len(tutte) == 0 || tutte[0] != aziende[0] {
		return nil, errors.New("crash: there are no places for the representative")
	}
	return tutte, nil
}

// prenotaEAnnulla books the last interval and cancels.
func (c *campo) prenotaEAnnulla(ctx context.Context, azienda string) error {
	libere, err := c.libere(ctx, consulente, azienda)
	if err != nil || len(libere) == 0 {
		return err
	}
	if id := c.tiene(ctx, consulente, azienda, libere[len(libere)-1]); id != "" {
		c.agisce(ctx, consulente, id, azione{cosa: model.TipoEventoAppuntamentoAnnullamento, motivo: "prova " + crand.Text()})
	}
	return nil
}

// prenota starts who books and operators who cancel and conclude, as carica does.
func (c *campo) prenota(ctx context.Context, aziende []string, lavorano *sync.WaitGroup, fine <-chan struct{}) {
	presi := make(chan string, 1<<16) // never full: as many would take days
	for i, chi := range []string{consulente, consulente, rappresentante} {
		lavorano.Go(func() {
			for !finito(fine, time.Duration(rand.IntN(300))*time.Millisecond) {
				azienda := aziende[0]
				if chi == consulente {
					azienda = aziende[rand.IntN(len(aziende))]
				}
				libere, err := c.libere(ctx, chi, azienda)
				if err != nil || len(libere) == 0 {
					continue // nothing was promised
				}
				prime := []int{2, 12}[rand.IntN(2)] // others want them too
				if id := c.tiene(ctx, chi, azienda, libere[rand.IntN(min(prime, len(libere)))]); id != "" {
					c.decide(ctx, chi, id, presi)
				}
			}
		})
		lavorano.Go(func() { c.riceve(ctx, fmt.Sprint("operatore ", i), presi, fine) })
	}
	lavorano.Go(func() { c.allunga(ctx, fine) })
}

// libere are the intervals of the trial's desks that have a free place.
func (c *campo) libere(ctx context.Context, chi, azienda string) (ids []string, err error) {
	oggi := model.DataDi(time.Now())
	var letta struct {
		Azienda struct {
			Disponibilita []struct {
				ID              string
				PuntoConsulenza *string
			}
		}
	}
	const testo = `query($m: Matricola!, $dal: Data!, $al: Data!) { azienda(matricola: $m) { disponibilita(dal: $dal, al: $al) { id puntoConsulenza } } }`
	d := domanda{profilo: chi, testo: testo, variabili: map[string]any{"m": azienda, "dal": oggi, "al": agenda.Dopo(oggi, agenda.Orizzonte)}}
	_, err = c.cliente.chiede(ctx, d, &letta)
	for _, f := range letta.Azienda.Disponibilita {
		if f.PuntoConsulenza != nil && strings.HasPrefix(*f.PuntoConsulenza, punto) {
			ids = append(ids, f.ID)
		}
	}
	return ids, err
}

// tiene books a place and remembers it; it says the id of the appointment, empty when there is none.
func (c *campo) tiene(ctx context.Context, chi, azienda, fascia string) string {
	ambiti := comunicazioni.Ambiti()
	chiave := crand.Text()
	p := prenotazione{chi: chi, note: "Prova " + chiave, matricola: azienda, fascia: fascia, email: rand.IntN(3) > 0, sms: rand.IntN(3) > 0}
	input := map[string]any{
		"chiaveIdempotenza": chiave, "matricola": azienda, "fascia": fascia, "argomento": ambiti[rand.IntN(len(ambiti))].Codice, "note": p.note,
		"telefono": "02 1234567", "recapiti": map[string]any{
			"email": "studio@example.org", "cellulare": "3331234567", "consensoEmail": p.email, "consensoSms": p.sms,
		},
	}
	if rand.IntN(3) == 0 { // others want the same ones
		p.richieste = scegli(c.memoria.recenti(azienda, 5), 1+rand.IntN(2))
		input["richieste"] = p.richieste
	}
	d := domanda{profilo: chi, testo: fmt.Sprintf(fissa, "Prenota", "prenota"), variabili: map[string]any{"input": input}}
	if c.Allegati && rand.IntN(4) == 0 {
		d.file, d.campo = allegati(), "documenti"
		input["documenti"] = make([]any, len(d.file))
		for _, f := range d.file {
			p.impronte = append(p.impronte, f.impronta())
		}
	}
	var letto fissato
	var err error
	p.volte, err = c.cliente.chiede(ctx, d, &letto)
	switch {
	case err != nil:
	case len(letto.Esito.Errori) > 0:
		p.rifiuto = letto.Esito.Errori[0].Codice
	case letto.Esito.Appuntamento != nil:
		p.id = letto.Esito.Appuntamento.ID
	}
	c.memoria.prenotata(p)
	return p.id
}

// scegli takes some at random, in the order in which they are stored.
func scegli(tra []string, quanti int) []string {
	rand.Shuffle(len(tra), func(i, j int) { tra[i], tra[j] = tra[j], tra[i] })
	scelti := slices.Clone(tra[:min(quanti, len(tra))])
	slices.Sort(scelti)
	return scelti
}

// decide confirms most bookings, cancels some before or after, and leaves some as they are. Operators hear of most that are
// confirmed, and of some a moment before.
func (c *campo) decide(ctx context.Context, chi, id string, presi chan<- string) {
	sorte := rand.IntN(10)
	if sorte < 2 {
		presi <- id
	}
	if sorte < 6 {
		c.agisce(ctx, chi, id, azione{cosa: model.TipoEventoAppuntamentoConferma})
	}
	switch sorte {
	case 0, 5, 6, 7:
		c.agisce(ctx, chi, id, azione{cosa: model.TipoEventoAppuntamentoAnnullamento, motivo: chi + " " + crand.Text()})
	case 2, 3:
		presi <- id
		presi <- id // two operators may want the same
	}
}

// riceve is an operator at his desk, who cancels some appointments and closes others.
func (c *campo) riceve(ctx context.Context, chi string, presi <-chan string, fine <-chan struct{}) {
	for {
		select {
		case <-fine:
			return
		case id := <-presi:
			cosa := model.TipoEventoAppuntamentoConclusione
			switch rand.IntN(3) {
			case 0:
				cosa = model.TipoEventoAppuntamentoAnnullamento
			case 1:
				if finito(fine, time.Duration(rand.IntN(300))*time.Millisecond) {
					return
				}
			}
			c.agisce(ctx, operatore, id, azione{cosa: cosa, motivo: chi + " " + crand.Text()})
		}
	}
}

// agisce gives one command and remembers it.
func (c *campo) agisce(ctx context.Context, chi, id string, fatta azione) {
	fatta.appuntamento = id
	input := map[string]any{"chiaveIdempotenza": crand.Text(), "id": id}
	tipo, nome := "Conferma", "conferma"
	switch fatta.cosa {
	case model.TipoEventoAppuntamentoAnnullamento:
		tipo, nome, input["motivo"] = "Annulla", "annulla", fatta.motivo
	case model.TipoEventoAppuntamentoConclusione:
		tipo, nome, input["commento"], input["esito"] = "Concludi", "concludi", fatta.motivo, model.EsitoAppuntamentoChiusoEDefinito
	}
	var letto fissato
	var err error
	fatta.volte, err = c.cliente.chiede(ctx, domanda{profilo: chi, testo: fmt.Sprintf(fissa, tipo, nome), variabili: map[string]any{"input": input}}, &letto)
	switch a := letto.Esito.Appuntamento; {
	case err != nil:
	case len(letto.Esito.Errori) > 0:
		fatta.rifiuto = letto.Esito.Errori[0].Codice
	case a != nil:
		for _, e := range a.Storico {
			if e.Tipo == fatta.cosa && (fatta.motivo == "" || e.Motivo != nil && *e.Motivo == fatta.motivo) {
				fatta.numero = e.Numero
			}
		}
	}
	c.memoria.agita(fatta)
}
