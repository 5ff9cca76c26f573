// Package confronto compares the two executors of the graph: random operations, over archives that are well and archives that are
// not, must have the same answer from both, byte for byte.
package confronto_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"cassetto/graph"
	"cassetto/internal/access"
	"cassetto/internal/store"
	"cassetto/sources"
)

// TestMain silences the log: archives fail here all the time.
func TestMain(m *testing.M) {
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	os.Exit(m.Run())
}

// volte is by how much the usual number of operations is multiplied: CONFRONTO_VOLTE makes a longer run of the test.
func volte(t *testing.T) int { return int(numero(t, "CONFRONTO_VOLTE", 1)) }

// seme is that of the run: CONFRONTO_SEME makes another one.
func seme(t *testing.T) uint64 { return numero(t, "CONFRONTO_SEME", 20261123) }

func numero(t *testing.T, variable string, usual uint64) uint64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestConfronto is the test of the plans: see the package.
func TestConfronto(t *testing.T) {
	d := apriDati(t)
	t.Run("mondi", func(t *testing.T) {
		prova(t, "sano", &mondo{dati: d}, 700)
		prova(t, "con le memorie", &mondo{dati: d, memoria: 64 << 20}, 700)
		for i := range uint64(4) {
			prova(t, fmt.Sprint("alterato ", i), &mondo{dati: d, wrap: altera(&alterazione{i, 2 + 5*i})}, 250)
		}
		for _, c := range collezioni() {
			prova(t, "risponde male "+c.String(), &mondo{dati: d, wrap: rompi(c.colpita, risponde)}, 15)
			prova(t, "precipita "+c.String(), &mondo{dati: d, wrap: rompi(c.colpita, precipita), fresche: true}, 6)
		}
		for name := range sources.Sections() {
			prova(t, "tace "+name, &mondo{dati: d, wrap: rompi(cosa{name, ""}.colpita, tace), fresche: true}, 15)
		}
	})
	t.Run("invecchiato", func(t *testing.T) { invecchia(t, d, 150) })
	t.Run("se ne accorge", func(t *testing.T) { nota(t, d) })
}

// cosa is a collection of an archive, or all of them.
type cosa struct{ archivio, collezione string }

func (c cosa) String() string { return c.archivio + " " + c.collezione }

func (c cosa) colpita(archivio, collezione string) bool {
	return c.archivio == archivio && (c.collezione == "" || c.collezione == collezione)
}

func collezioni() (all []cosa) {
	for name := range sources.Sections() {
		for _, s := range sources.Followed(name) {
			all = append(all, cosa{name, s.Collection.Name})
		}
	}
	return all
}

func altera(a *alterazione) func(string, store.Store) store.Store {
	return func(name string, s store.Store) store.Store {
		mite := *a
		if name == "deleghe" { // nobody would be entitled to anything
			mite.percent /= 4
		}
		return &guasto{s, name, nessuna, nil, &mite}
	}
}

func rompi(cosa func(string, string) bool, come func() error) func(string, store.Store) store.Store {
	return func(name string, s store.Store) store.Store { return &guasto{s, name, cosa, come, nil} }
}

// prova compares some operations in a world.
func prova(t *testing.T, name string, m *mondo, quante int) {
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		m.apri(t)
		m.prova(t, name, max(1, quante*volte(t)/lentezza))
		m.copertura(t)
	})
}

func (m *mondo) generatore(name string, seme uint64) *generatore {
	g := &generatore{dati: m.dati, schema: graph.NewExecutableSchema(graph.Config{}).Schema(), cursori: map[string][]string{}, esiti: map[string]int{}}
	var of uint64
	for _, c := range name {
		of = of*31 + uint64(c)
	}
	g.Rand = rand.New(rand.NewPCG(seme, of))
	return g
}

func (m *mondo) prova(t *testing.T, name string, quante int) {
	t.Helper()
	g := m.generatore(name, seme(t))
	diverse := 0
	for i := 0; i < quante; {
		testo, variabili := g.operazione()
		op := operazione{g.utente(), testo, variabili}
		for _, op.variabili = range []map[string]any{variabili, altre(variabili)} {
			i++
			piani, libreria := m.confronta(t, op, i%4 < 2)
			if diff := differenza(piani, libreria); diff != "" {
				t.Errorf("CONFRONTO_SEME=%d, operation %d: %s", seme(t), i, m.riduci(t, op))
				if diverse++; diverse > 3 {
					t.FailNow()
				}
				break
			}
			g.annota(t, libreria)
		}
	}
	t.Log(g.esiti)
}

// utente is who asks: most often somebody who may see much.
func (g *generatore) utente() access.Identita {
	switch n := g.IntN(100); {
	case n < 2:
		return access.Identita{} // nobody
	case n < 60:
		return one(g.Rand, g.utenti[:3])
	}
	return one(g.Rand, g.utenti)
}

// annota notes what an answer was like.
func (g *generatore) annota(t *testing.T, r risposta) {
	t.Helper()
	var errs []struct{ Extensions struct{ Code string } }
	if err := json.Unmarshal([]byte(r.errori), &errs); err != nil {
		t.Fatal(err)
	}
	for _, e := range errs {
		g.esiti[e.Extensions.Code]++
	}
	if r.dati == "" {
		g.esiti["refused"]++
		return
	}
	var data any
	if json.Unmarshal([]byte(r.dati), &data) == nil { // not when an enumeration holds what the library cannot write
		g.osserva(data, "")
	}
	g.esiti["answered"]++
	g.esiti["bytes"] += len(r.dati)
	if data == nil {
		g.esiti["null"]++
	}
	if r.errori != "null" {
		g.esiti["with errors"]++
	}
}

// differenza says in what two answers differ; nothing when they are the same.
func differenza(piani, libreria risposta) string {
	for _, d := range [][3]string{
		{"data", piani.dati, libreria.dati}, {"errors", piani.errori, libreria.errori}, {"reading", piani.lettura, libreria.lettura},
	} {
		if d[1] != d[2] {
			return fmt.Sprintf("%s\nplan:    %s\nlibrary: %s", d[0], d[1], d[2])
		}
	}
	return ""
}

// copertura: plans answer nearly everything, and leave to the library what they are meant to.
func (m *mondo) copertura(t *testing.T) {
	t.Helper()
	c := m.piani.resolver.Piani()
	t.Log(c)
	var left int64
	for why, n := range c.Left {
		left += n
		if !strings.HasPrefix(why, "Query._") {
			t.Errorf("%d operations were left to the library: %s", n, why)
		}
	}
	if total := c.Planned + left; total > 500 && c.Planned*10 < total*9 || total >= 80 && c.Planned*2 < total {
		t.Errorf("only %d of %d operations were planned: %v", c.Planned, total, c.Left)
	}
}

// nota: when one of the executors does not read what the other reads, it is noticed, and shown by an operation of a few words.
func nota(t *testing.T, d *dati) {
	m := &mondo{dati: d}
	m.wrap = rompi(func(_, collezione string) bool { return collezione == "sedi" && m.risponde == &m.libreria }, risponde)
	m.apri(t)
	g := m.generatore(t.Name(), 1)
	for range 500 {
		testo, variabili := g.operazione()
		op := operazione{g.utente(), testo, variabili}
		piani, libreria := m.confronta(t, op, true)
		if differenza(piani, libreria) == "" {
			continue
		}
		if small, _, _ := strings.Cut(m.riduci(t, op), "{\""); len(small) > 300 {
			t.Errorf("%s", small)
		}
		return
	}
	t.Error("nobody noticed")
}

// invecchia compares what is served when no archive answers any more.
func invecchia(t *testing.T, d *dati, quante int) {
	ora, rotto := adesso, false
	m := &mondo{dati: d, memoria: 64 << 20, ora: func() time.Time { return ora }}
	m.wrap = rompi(func(string, string) bool { return rotto }, risponde)
	m.apri(t)
	for range 2 {
		m.prova(t, t.Name(), max(1, quante*volte(t)/lentezza)) // the same ones
		ora, rotto = adesso.Add(2*time.Hour), true
	}
}
