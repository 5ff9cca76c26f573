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

// scarica gets the files of all requests and appointments that were answered, as who sent them may: their digests, by request or
// appointment.
func (c *campo) scarica(ctx context.Context) (map[string][]string, error) {
	scaricati := map[string][]string{}
	r := c.memoria.copia()
	for _, i := range r.invii {
		if len(i.impronte) > 0 {
			if err := c.scaricaDi(ctx, consulente, "di: richiesta(id: $id) { file: allegati { url } }", i.id, scaricati); err != nil {
				return nil, err
			}
		}
	}
	for _, p := range r.prenotazioni {
		if len(p.impronte) > 0 {
			if err := c.scaricaDi(ctx, p.chi, "di: appuntamento(id: $id) { file: documenti { url } }", p.id, scaricati); err != nil {
				return nil, err
			}
		}
	}
	return scaricati, nil
}

// scaricaDi gets the files of what was answered under an id.
func (c *campo) scaricaDi(ctx context.Context, chi, cosa, id string, in map[string][]string) error {
	if id == "" {
		return nil
	}
	var letto struct {
		Di struct{ File []struct{ URL string } }
	}
	d := domanda{profilo: chi, testo: `query($id: ID!) { ` + cosa + ` }`, variabili: map[string]any{"id": id}}
	if _, err := c.cliente.chiede(ctx, d, &letto); err != nil {
		return err
	}
	for _, f := range letto.Di.File {
		contenuto, err := c.cliente.scarica(ctx, f.URL)
		if err != nil {
			contenuto = nil // it is missing, which the verifier says
		}
		in[id] = append(in[id], impronta(contenuto))
	}
	return nil
}
