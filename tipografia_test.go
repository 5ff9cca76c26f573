package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/demo"
	"cassetto/internal/fascicolo"
	"cassetto/resolvers"
)

const posEdilnova, posAlMolo = "9900030019", "9900040018"

// oraStampa is the hour of the prints: of the demo data, so that they are the same whenever the tests run.
var oraStampa = time.Date(2026, time.November, 27, 9, 30, 0, 0, model.Roma)

// tipografia prints dossiers of a server.
type tipografia struct {
	*server
	fascicolo *fascicolo.Fascicolo
	esegue    fascicolo.Esegue
}

// inTipografia starts a server at the hour of the prints, after change has touched what it is made of.
func inTipografia(t testing.TB, change func(*App)) *tipografia {
	t.Helper()
	vars := demoFolder(t, map[string]string{"CASSETTO_DEMO_AZIENDE": "0", "CASSETTO_CACHE_MEMORIA": "0", "CASSETTO_CACHE_RISPOSTE": "0"})
	s := start(t, vars, func() time.Time { return oraStampa }, change)
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	f, err := fascicolo.New(schema)
	if err != nil {
		t.Fatal(err)
	}
	o, err := resolvers.NewOperazioni(s.app.exec, schema, fascicolo.Documento())
	if err != nil {
		t.Fatal(err)
	}
	return &tipografia{s, f, o.Esegue}
}

// lavoro is the print of a company that a profile of the demo asks for.
func (p *tipografia) lavoro(t testing.TB, profilo string, matricola model.Matricola) (context.Context, fascicolo.Lavoro) {
	t.Helper()
	i := slices.IndexFunc(demo.Profili(), func(uno demo.Profilo) bool { return uno.Nome == profilo })
	if i < 0 {
		t.Fatal("no profile " + profilo)
	}
	chi := demo.Profili()[i]
	who := access.Identita{CodiceFiscale: chi.CodiceFiscale, Profilo: &chi.Profilo, Scadenza: oraStampa.Add(time.Hour)}
	return access.With(t.Context(), who), fascicolo.Lavoro{
		Richiesta: fascicolo.Richiesta{
			ID: "S-2026-000001", Matricola: matricola, Ora: oraStampa,
			Richiedente: model.MittenteRichiesta{CodiceFiscale: chi.CodiceFiscale, Qualifica: chi.Profilo, DelegaID: new("D-55")},
		},
		Esegue: p.esegue,
	}
}

// stampato is a document on disk, its text, and what was said of it.
type stampato struct {
	file, testo string
	fascicolo.Esito
}

func (p *tipografia) stampa(t testing.TB, ctx context.Context, l fascicolo.Lavoro) stampato {
	t.Helper()
	var b bytes.Buffer
	esito, err := p.fascicolo.Stampa(ctx, l, &b)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "fascicolo.pdf")
	if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return stampato{file, strumento(t, "pdftotext", "-layout", file, "-"), esito}
}

// strumento runs a program of the Makefile's tools and gives what it printed.
func strumento(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}
