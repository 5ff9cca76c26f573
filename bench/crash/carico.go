package crash

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	crand "crypto/rand"
)

// sedeOperatore is the office of the demo's operator.
const sedeOperatore = "4900"

// aziende are positions that the consultant may write for, the first one also those of its representative and all but the last
// few of the operator's office.
func (c *campo) aziende(ctx context.Context) ([]string, error) {
	var sua, sue struct {
		Aziende struct {
			Nodes []struct {
				Matricola string
				Sede      struct{ Codice string }
			}
		}
	}
	const elenco = `{ aziende(first: 200) { nodes { matricola sede { codice } } } }`
	_, err := c.cliente.chiede(ctx, domanda{profilo: rappresentante, testo: elenco}, &sua)
	if err == nil {
		_, err = c.cliente.chiede(ctx, domanda{profilo: consulente, testo: elenco}, &sue)
	}
	if err != nil {
		return nil, err
	}
	var vicine, altre []string
	for _, a := range append(sua.Aziende.Nodes, sue.Aziende.Nodes...) {
		var niente any
		_, err := c.cliente.chiede(ctx, domanda{profilo: consulente, testo: `query($m: Matricola!) { azienda(matricola: $m) { richieste(first: 1) { totalCount } } }`,
			variabili: map[string]any{"m": a.Matricola}}, &niente)
		switch {
		case errors.Is(err, errRifiutata) || len(vicine) > 0 && a.Matricola == vicine[0]:
		case err != nil:
			return nil, err
		case a.Sede.Codice == sedeOperatore:
			vicine = append(vicine, a.Matricola)
		case len(altre) < 3:
			altre = append(altre, a.Matricola)
		}
	}
	if len(vicine) == 0 {
		return nil, errors.New("crash: the demo has no company of the operator's office")
	}
	return append(vicine, altre...), nil
}

// risveglia sends requests and books until every subscriber has seen one: what happens from then on none may miss.
func (c *campo) risveglia(ctx context.Context, azienda string) error {
	ctx, stop := context.WithTimeout(ctx, pazienza)
	defer stop()
	ogni := time.NewTicker(300 * time.Millisecond)
	defer ogni.Stop()
	for {
		if _, err := c.manda(ctx, consulente, azienda, ""); err != nil {
			return err
		}
		if err := c.prenotaEAnnulla(ctx, azienda); err != nil {
			return err
		}
		svegli := 0
		for _, a := range c.abbonati {
			if len(a.copia().visti) > 0 {
				svegli++
			}
		}
		if svegli == len(c.abbonati) {
			return nil
		}
		select {
		case <-ogni.C:
		case <-ctx.Done():
			return fmt.Errorf("crash: %d of %d subscribers have seen an event", svegli, len(c.abbonati))
		}
	}
}

// carica starts senders and operators, who work until fine and then finish what they have begun.
func (c *campo) carica(ctx context.Context, aziende []string, lavorano *sync.WaitGroup, fine <-chan struct{}) {
	aperte := make(chan string, 1<<16) // never full: as many would take days
	for i, chi := range []string{consulente, consulente, rappresentante} {
		lavorano.Go(func() {
			prima := map[string]string{} // last request of each position
			for !finito(fine, time.Duration(rand.IntN(200))*time.Millisecond) {
				azienda := aziende[0]
				if chi == consulente {
					azienda = aziende[rand.IntN(len(aziende))]
				}
				seguito := ""
				if rand.IntN(5) == 0 {
					seguito = prima[azienda]
				}
				id, err := c.manda(ctx, chi, azienda, seguito)
				if err != nil {
					continue // remembered as unanswered
				}
				prima[azienda] = id
				for range 1 + rand.IntN(2) { // two operators may want the same
					aperte <- id
				}
			}
		})
		lavorano.Go(func() { c.opera(ctx, fmt.Sprint("operatore ", i), aperte, fine) })
	}
}

// finito says whether the load is to end, after a pause.
func finito(fine <-chan struct{}, pausa time.Duration) bool {
	select {
	case <-fine:
		return true
	case <-time.After(pausa):
		return false
	}
}

const comanda = `mutation($input: %sInput!) { esito: %sRichiesta(input: $input) { richiesta { id protocollo eventi { numero commento } } errori { codice } } }`

// esito is what a command is answered.
type esito struct {
	Esito struct {
		Richiesta *struct {
			ID         string
			Protocollo *string
			Eventi     []struct {
				Numero   int32
				Commento *string
			}
		}
		Errori []struct{ Codice string }
	}
}

// manda sends a request and remembers it; it says its id.
func (c *campo) manda(ctx context.Context, chi, azienda, seguito string) (string, error) {
	chiave := crand.Text()
	i := invio{testo: "Prova " + chiave, matricola: azienda, email: rand.IntN(3) > 0, sms: rand.IntN(3) > 0}
	input := map[string]any{
		"chiaveIdempotenza": chiave, "matricola": azienda, "tipo": "GENERICA", "testo": i.testo, "recapiti": map[string]any{
			"email": "studio@example.org", "cellulare": "3331234567", "consensoEmail": i.email, "consensoSms": i.sms,
		},
	}
	if seguito != "" {
		input["rispostaA"] = seguito
	}
	d := domanda{profilo: chi, testo: fmt.Sprintf(comanda, "InviaRichiesta", "invia"), variabili: map[string]any{"input": input}}
	if c.Allegati && rand.IntN(4) == 0 {
		d.file = allegati()
		input["allegati"] = make([]any, len(d.file))
		for _, f := range d.file {
			i.impronte = append(i.impronte, f.impronta())
		}
	}
	var letto esito
	_, err := c.cliente.chiede(ctx, d, &letto)
	switch {
	case err != nil:
	case letto.Esito.Richiesta == nil || len(letto.Esito.Errori) > 0:
		err = fmt.Errorf("crash: a request was refused: %v", letto.Esito.Errori)
	default:
		i.id = letto.Esito.Richiesta.ID
	}
	c.memoria.inviata(i)
	return i.id, err
}
