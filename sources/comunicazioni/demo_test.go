package comunicazioni_test

import (
	"bytes"
	"context"
	"encoding/json"
	"testing"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/demo"
	"cassetto/internal/importa"
	"cassetto/sources/comunicazioni"
)

// TestDemo: the archive takes every document of the demonstration as it would from a file, and knows what its requests are about.
func TestDemo(t *testing.T) {
	v, err := importa.NewValidator(graph.NewExecutableSchema(graph.Config{}).Schema(), comunicazioni.Sections())
	if err != nil {
		t.Fatal(err)
	}
	visti := map[string]bool{}
	conosciuto := func(ambito, oggetto *string) {
		if ambito == nil {
			return
		}
		visti[*ambito+"/"+*oggetto] = true
		if _, _, ok := comunicazioni.Oggetto(*ambito, *oggetto); !ok {
			t.Errorf("no oggetto %s in %s", *oggetto, *ambito)
		}
	}
	quante := map[string]int{}
	err = demo.Generate(context.Background(), demo.Options{Aziende: 600}, func(archivio, sezione string, doc any) error {
		if archivio != comunicazioni.Name {
			return nil
		}
		quante[sezione]++
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(doc); err != nil {
			return err
		}
		if d := v.Check(sezione, bytes.TrimSpace(b.Bytes())); d != nil {
			t.Fatalf("%s: %v: %s", sezione, d, &b)
		}
		if r, ok := doc.(model.Richiesta); ok {
			conosciuto(&r.CodiceAmbito, &r.CodiceOggetto)
			for _, e := range r.Eventi {
				conosciuto(e.Ambito, e.Oggetto)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if quante["richieste"] < 600 || quante["notifiche"] < 600 || len(quante) != 2 {
		t.Errorf("%v", quante)
	}
	for _, a := range comunicazioni.Ambiti() {
		for _, o := range a.Oggetti {
			if !visti[a.Codice+"/"+o.Codice] {
				t.Errorf("no request about %s of %s", o.Codice, a.Codice)
			}
		}
	}
}
