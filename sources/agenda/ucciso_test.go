package agenda

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
)

// domani is when what is still open is the day before.
var domani = mattina.AddDate(0, 0, 1)

// fatto is a command that is killed, on an archive where A-1 is confirmed, A-2 and A-3 are booked, all on the same
// interval of Wednesday, which is full, and A-4 is confirmed for 9 o'clock of today.
type fatto struct {
	nome    string
	ora     time.Time
	comanda func(a *Archivio, f []string, ora time.Time) (*Esito, error) // of a process; f are the intervals of Wednesday, then one of today
}

var fatti = []fatto{
	{"book", mattina, func(a *Archivio, f []string, ora time.Time) (*Esito, error) {
		return a.Prenota(context.Background(), posto("A-9", f[1], "R-7", "R-8"), ora)
	}},
	{"book what is full", mattina, func(a *Archivio, f []string, ora time.Time) (*Esito, error) {
		return a.Prenota(context.Background(), posto("A-9", f[0], "R-7", "R-8"), ora)
	}},
	{"book for a request that has one", mattina, func(a *Archivio, f []string, ora time.Time) (*Esito, error) {
		return a.Prenota(context.Background(), posto("A-9", f[1], "R-0", "R-1"), ora)
	}},
	{"confirm", mattina.Add(time.Minute), suo("A-2", conferma())},
	{"confirm too late", mattina.Add(Tenuta), suo("A-2", conferma())},
	{"cancel a booking", mattina.Add(time.Minute), suo("A-2", annulla())},
	{"cancel", domani, suo("A-1", annulla())},
	{"cancel by the office", domani, suo("A-1", annulla().dellaSede())},
	{"conclude", mattina.Add(70 * time.Minute), suo("A-4", concludi(model.EsitoAppuntamentoSvolto))},
	{"close beforehand", domani, suo("A-1", concludi(model.EsitoAppuntamentoChiusoEDefinito))},
	{"sweep", mattina.Add(Tenuta), func(a *Archivio, _ []string, ora time.Time) (*Esito, error) {
		return &Esito{}, seguitoDi(a, func() time.Time { return ora }).spazza(context.Background())
	}},
	{"publish", mattina, pubblicati(false)},
	{"publish otherwise", mattina, pubblicati(true)},
}

// suo is a command that is repeated with its key.
func suo(id string, c *Comando) func(*Archivio, []string, time.Time) (*Esito, error) {
	return func(a *Archivio, _ []string, ora time.Time) (*Esito, error) {
		return a.Comanda(context.Background(), id, c.conChiave("chiave"), ora)
	}
}

func pubblicati(sostituisci bool) func(*Archivio, []string, time.Time) (*Esito, error) {
	return func(a *Archivio, _ []string, ora time.Time) (*Esito, error) {
		p := settimana(4)
		if sostituisci {
			p.Input.Sostituisci, p.Input.Durata = true, 20
		} else {
			p.Input.PuntoConsulenza = new("Sportello 2")
		}
		fatte, err := a.Pubblica(context.Background(), p, ora)
		if err != nil {
			return nil, err
		}
		return &Esito{Errori: fatte.Errori}, nil
	}
}

// settimana are the intervals of 9 and half past 9 of three days.
func settimana(posti int32) *Pubblicazione {
	return orario(posti, 30, alGiorno(giorni[1], "09:00", "10:00"), alGiorno(giorni[3], "09:00", "10:00"))
}

// mondo makes the archive on which commands are killed, in a file that is closed.
func mondo(t *testing.T) (file string, fasce []string) {
	t.Helper()
	file = nuovoFile(t)
	s := apriStore(t, file)
	a := Open(archive.New(Name, s))
	tutte := pubblicate(t, a, settimana(3), mattina)
	fasce = append(slices.DeleteFunc(slices.Clone(tutte), func(id string) bool { return !strings.Contains(id, "20261202") }), tutte[0])
	for _, p := range []*Prenotazione{posto("A-1", fasce[0], "R-1"), posto("A-2", fasce[0], "R-2"), posto("A-3", fasce[0]), posto("A-4", tutte[0])} {
		if no := prenotato(t, a, p, mattina); no != "" {
			t.Fatal(no)
		}
	}
	for _, id := range []string{"A-1", "A-4"} {
		if no := comandato(t, a, id, conferma(), mattina); no != "" {
			t.Fatal(no)
		}
	}
	if err := errors.Join(seguitoDi(a, func() time.Time { return mattina }).spazza(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	return file, fasce
}

// TestUcciso kills every command at every question to the store, before it is carried out and after. Another process then goes on:
// it repeats the command, which comes to what it would have come to, or only does what follows. Nothing that must hold is broken in
// between, and in the end no place is lost.
func TestUcciso(t *testing.T) {
	file, fasce := mondo(t)
	intero, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	copia := func(t *testing.T) string {
		file := nuovoFile(t)
		if err := os.WriteFile(file, intero, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for _, f := range fatti {
		t.Run(f.nome, func(t *testing.T) {
			t.Parallel()
			a := apri(t, copia(t))
			vuole := f.finale(t, a, fasce)
			domande := 0
			for _, dopo := range []bool{false, true} {
				for k := 1; f.ucciso(t, apri(t, copia(t)), fasce, morte{k, dopo, (k%2 == 0) == dopo}, vuole); k++ {
					domande++
				}
			}
			if domande < 2 {
				t.Errorf("only %d questions", domande)
			}
		})
	}
}

// morte is when a process ends, as mortale says, and whether the time of bookings is over before
// another goes on.
type morte struct {
	domanda     int
	dopo, tardi bool
}

// ucciso kills a command, and says whether it was killed.
func (f fatto) ucciso(t *testing.T, vivo *Archivio, fasce []string, m morte, vuole map[string]string) bool {
	t.Helper()
	morente := &mortale{vivo.Store, m.domanda, m.dopo, errors.New("killed")}
	if _, err := f.comanda(Open(archive.New(Name, morente)), fasce, f.ora); err != nil && !errors.Is(err, morente.fine) {
		t.Fatal(err)
	}
	if !morente.morto() {
		return false
	}
	fotografa(t, vivo.Store).verifica(t, f.ora)
	if m.tardi {
		quieto(t, vivo, f.ora)
	} else if ha := f.finale(t, vivo, fasce); !maps.Equal(ha, vuole) {
		t.Errorf("%+v: ends as %v, want %v", m, ha, vuole)
	}
	if t.Failed() {
		t.Fatalf("killed at %+v", m)
	}
	return true
}

// finale is what the command comes to when a living process carries it out, or repeats it, and then does what follows.
func (f fatto) finale(t *testing.T, a *Archivio, fasce []string) map[string]string {
	t.Helper()
	esito, err := f.comanda(a, fasce, f.ora)
	if err != nil {
		t.Fatal(err)
	}
	fotografa(t, a.Store).verifica(t, f.ora)
	ha := quieto(t, a, f.ora)
	ha["errors"] = fmt.Sprint(esito.Errori)
	return ha
}

// quieto does all that follows, when bookings are over, and says what there is then.
func quieto(t *testing.T, a *Archivio, ora time.Time) map[string]string {
	t.Helper()
	ora = ora.Add(Tenuta)
	if err := seguitoDi(a, func() time.Time { return ora }).spazza(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := fotografa(t, a.Store)
	s.verifica(t, ora)
	s.quieta(t, a, ora)
	ci := map[string]string{}
	for id, uno := range s.appuntamenti {
		ci[id] = fmt.Sprint(uno.Stato, uno.Fascia.ID, uno.IDRichieste)
		for _, e := range uno.Storico {
			ci[id] += fmt.Sprint(e.Tipo, e.Ts)
		}
	}
	for id, f := range s.fasce {
		ci[id] = fmt.Sprint(f.Posti, postiLiberi(&f, ora))
	}
	return ci
}
