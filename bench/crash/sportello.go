package crash

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	crand "crypto/rand"

	"cassetto/sources/comunicazioni"
)

// opera is an operator at work: each request is taken in charge, commented, given another ambito, and most are closed.
func (c *campo) opera(ctx context.Context, chi string, aperte <-chan string, fine <-chan struct{}) {
	for {
		select {
		case <-fine:
			return
		case id := <-aperte:
			c.lavora(ctx, chi, id, fine)
		}
	}
}

func (c *campo) lavora(ctx context.Context, chi, id string, fine <-chan struct{}) {
	for volta := 0; volta < 50 && c.comanda(ctx, chi, id, "PrendiInCarico"); volta++ { // until it has its protocollo
		if finito(fine, 100*time.Millisecond) {
			return
		}
	}
	for range rand.IntN(3) {
		c.comanda(ctx, chi, id, []string{"Commenta", "Smista"}[rand.IntN(2)])
	}
	if rand.IntN(5) > 0 {
		c.comanda(ctx, chi, id, "Chiudi")
	}
}

// comanda gives one command and remembers it; it says whether the request has no protocollo yet.
func (c *campo) comanda(ctx context.Context, chi, id, cosa string) (presto bool) {
	chiave := crand.Text()
	fatto := comando{commento: chi + " " + chiave, richiesta: id}
	input := map[string]any{"chiaveIdempotenza": chiave, "id": id, "commento": fatto.commento}
	tipo, nome := cosa+"Richiesta", map[string]string{"Commenta": "commenta", "Smista": "smista", "Chiudi": "chiudi", "PrendiInCarico": "prendiInCarico"}[cosa]
	switch cosa {
	case "PrendiInCarico":
		tipo = cosa
	case "Chiudi":
		input["esito"] = "ACCOLTA"
	case "Smista":
		ambiti := comunicazioni.Ambiti()
		ambito := ambiti[rand.IntN(len(ambiti))]
		input["ambito"], input["oggetto"] = ambito.Codice, ambito.Oggetti[rand.IntN(len(ambito.Oggetti))].Codice
	}
	var letto esito
	var err error
	fatto.volte, err = c.cliente.chiede(ctx, domanda{profilo: operatore, testo: fmt.Sprintf(comanda, tipo, nome), variabili: map[string]any{"input": input}}, &letto)
	r := letto.Esito.Richiesta
	fatto.respinto = err == nil && len(letto.Esito.Errori) > 0
	if err == nil && !fatto.respinto && r != nil {
		for _, e := range r.Eventi {
			if e.Commento != nil && *e.Commento == fatto.commento {
				fatto.numero = e.Numero
			}
		}
	}
	c.memoria.comandata(fatto)
	return fatto.respinto && r != nil && r.Protocollo == nil
}
