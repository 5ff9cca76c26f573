package crash

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"

	crand "crypto/rand"
)

// allegati are from one to three files that no other request has.
func allegati() []file {
	var tutti []file
	for i := range 1 + rand.IntN(3) {
		testo := fmt.Sprintf("Riga %d\r\n", i)
		for range rand.IntN(5000) {
			testo += crand.Text() + "\r\n"
		}
		tutti = append(tutti, file{fmt.Sprintf("nota-%d.txt", i), []byte(testo)})
	}
	return tutti
}

func (f *file) impronta() string { return impronta(f.contenuto) }

func impronta(b []byte) string {
	somma := sha256.Sum256(b)
	return hex.EncodeToString(somma[:])
}

// scarica gets the files of all requests that were answered, as who sent them may: their digests, by request.
func (c *campo) scarica(ctx context.Context) (map[string][]string, error) {
	scaricati := map[string][]string{}
	invii, _ := c.memoria.copia()
	for _, i := range invii {
		if i.id == "" || len(i.impronte) == 0 {
			continue
		}
		var letta struct {
			Richiesta struct{ Allegati []struct{ URL string } }
		}
		d := domanda{profilo: consulente, testo: `query($id: ID!) { richiesta(id: $id) { allegati { url } } }`, variabili: map[string]any{"id": i.id}}
		if _, err := c.cliente.chiede(ctx, d, &letta); err != nil {
			return nil, err
		}
		for _, a := range letta.Richiesta.Allegati {
			contenuto, err := c.cliente.scarica(ctx, a.URL)
			if err != nil {
				contenuto = nil // it is missing, which the verifier says
			}
			scaricati[i.id] = append(scaricati[i.id], impronta(contenuto))
		}
	}
	return scaricati, nil
}
