package outbox

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

var notifiche = &store.Collection{
	Name: "notifiche", Key: []string{"id"}, Index: [][]string{{"idRichiesta", "evento"}, {"stato", "prossimoTentativo"}},
	Order: []store.Order{{Field: "evento"}},
}

// mittente is a sender made of a function.
type mittente func(ctx context.Context, a *Avviso) error

func (m mittente) Invia(ctx context.Context, a *Avviso) error { return m(ctx, a) }

func apriStore(t *testing.T, path string) store.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path, notifiche)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// prova is a queue on a store of its own, whose e-mails go to invia.
func prova(s store.Store, invia mittente) *Coda {
	return NuovaCoda(Opzioni{
		Store: s, Collezione: notifiche, Mittenti: map[model.CanaleAvviso]Mittente{model.CanaleAvvisoEmail: invia},
		Componi: func(_ context.Context, n *model.Notifica) (*Avviso, error) {
			return &Avviso{ID: n.ID, Email: "a@example.org", Oggetto: "o", Testo: "t"}, nil
		},
		Ogni: time.Second, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
}

func notifica(id string) model.Notifica {
	return model.Notifica{
		ID: id, IDRichiesta: "R1", Evento: 2, Canale: model.CanaleAvvisoEmail, CodiceSede: "4900",
		Stato: model.StatoNotificaDaInviare, ProssimoTentativo: archive.Instant(time.Now()), ModificataAl: archive.Instant(time.Now()),
	}
}

func accoda(t *testing.T, c *Coda, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := c.Accoda(t.Context(), notifica(id)); err != nil {
			t.Fatal(err)
		}
	}
}

// letta is a notice as it is stored.
func letta(t *testing.T, s store.Store, id string) model.Notifica {
	t.Helper()
	var n model.Notifica
	err := s.Read(context.Background(), notifiche, []string{"id"}, []string{id}, func(_ string, r store.Row) error { return r.Decode(&n) })
	if err != nil || n.ID != id {
		t.Fatalf("%s is not stored: %v", id, err)
	}
	return n
}

func codice(n model.Notifica) string {
	if n.UltimoErrore == nil {
		return ""
	}
	return *n.UltimoErrore
}

// aBolla runs f with a clock of its own, on a real store, with the queue that f starts.
func aBolla(t *testing.T, f func(t *testing.T, s store.Store, avvia func(c *Coda) (ferma func()))) {
	path := filepath.Join(t.TempDir(), "notifiche.db")
	synctest.Test(t, func(t *testing.T) {
		s := apriStore(t, path)
		defer s.Close()
		f(t, s, func(c *Coda) func() {
			ctx, cancel := context.WithCancel(context.Background())
			done := make(chan struct{})
			go func() { defer close(done); c.Run(ctx) }()
			return func() { cancel(); <-done }
		})
	})
}

// passa lets time go by.
func passa(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func TestInviaUnaVolta(t *testing.T) {
	aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
		var mu sync.Mutex
		inviate, cambi := map[string]int{}, 0
		invia := func(_ context.Context, a *Avviso) error {
			mu.Lock()
			defer mu.Unlock()
			inviate[a.ID]++
			return nil
		}
		var code []*Coda
		for range 2 {
			c := prova(s, invia)
			c.Cambiata = func(model.Notifica) { mu.Lock(); cambi++; mu.Unlock() }
			code = append(code, c)
		}
		var ids []string
		for i := range 30 {
			ids = append(ids, fmt.Sprintf("N-%02d", i))
		}
		accoda(t, code[0], ids...)
		accoda(t, code[1], ids...) // they are there already
		for _, c := range code {
			defer avvia(c)()
		}
		passa(time.Minute)
		mu.Lock()
		defer mu.Unlock()
		for _, id := range ids {
			n := letta(t, s, id)
			if inviate[id] != 1 || n.Stato != model.StatoNotificaInviata || n.Tentativi != 1 || n.DataInvio == nil || n.UltimoErrore != nil {
				t.Errorf("%s: sent %d times, stored %+v", id, inviate[id], n)
			}
		}
		if cambi != 3*len(ids) {
			t.Errorf("told of %d changes, want %d", cambi, 3*len(ids))
		}
	})
}

func TestAttesaEAbbandono(t *testing.T) {
	aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
		var tentativi []time.Time
		c := prova(s, func(context.Context, *Avviso) error {
			tentativi = append(tentativi, time.Now())
			return &Errore{Codice: "HTTP_500"}
		})
		c.Ogni = 5 * time.Second
		accoda(t, c, "N-1")
		ferma := avvia(c)
		passa(3 * time.Hour) // more than all the attempts take
		ferma()
		n := letta(t, s, "N-1")
		if len(tentativi) != 8 || n.Stato != model.StatoNotificaNonRecapitata || n.Tentativi != 8 || codice(n) != "HTTP_500" || n.DataInvio != nil {
			t.Fatalf("%d attempts, %+v", len(tentativi), n)
		}
		attesa := 30 * time.Second
		for i := 1; i < len(tentativi); i++ {
			got := tentativi[i].Sub(tentativi[i-1])
			if got < attesa*8/10 || got > attesa*12/10+c.Ogni {
				t.Errorf("%v before attempt %d, want about %v", got, i+1, attesa)
			}
			attesa = min(2*attesa, time.Hour)
		}
	})
}

func TestEsiti(t *testing.T) {
	cases := map[string]struct {
		invia     mittente
		componi   func(context.Context, *model.Notifica) (*Avviso, error)
		canale    model.CanaleAvviso
		codice    string
		tentativi int32
	}{
		"refused for good":    {invia: func(context.Context, *Avviso) error { return &Errore{"SMTP_550", true} }, codice: "SMTP_550", tentativi: 1},
		"any error":           {invia: func(context.Context, *Avviso) error { return errors.New("to a@example.org") }, codice: Interno, tentativi: 8},
		"panic":               {invia: func(context.Context, *Avviso) error { panic("a@example.org") }, codice: Interno, tentativi: 8},
		"hangs":               {invia: func(ctx context.Context, _ *Avviso) error { <-ctx.Done(); return ctx.Err() }, codice: TempoScaduto, tentativi: 8},
		"nobody to send to":   {componi: func(context.Context, *model.Notifica) (*Avviso, error) { return nil, nil }, codice: RecapitoAssente, tentativi: 1},
		"cannot be composed":  {componi: func(context.Context, *model.Notifica) (*Avviso, error) { return nil, io.EOF }, codice: Composizione, tentativi: 8},
		"composing panics":    {componi: func(context.Context, *model.Notifica) (*Avviso, error) { panic(1) }, codice: Interno, tentativi: 8},
		"nothing sends on it": {canale: model.CanaleAvvisoSms, codice: CanaleSconosciuto, tentativi: 1},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
				c := prova(s, test.invia)
				c.Ogni = time.Minute
				c.Cambiata = func(model.Notifica) { panic("told") }
				if test.componi != nil {
					c.Componi = test.componi
				}
				n := notifica("N-1")
				if test.canale != "" {
					n.Canale = test.canale
				}
				if err := c.Accoda(t.Context(), n); err != nil {
					t.Fatal(err)
				}
				ferma := avvia(c)
				passa(3 * time.Hour) // more than all the attempts take
				ferma()
				n = letta(t, s, "N-1")
				if n.Stato != model.StatoNotificaNonRecapitata || codice(n) != test.codice || n.Tentativi != test.tentativi {
					t.Errorf("%s after %d attempts, %s", codice(n), n.Tentativi, n.Stato)
				}
			})
		})
	}
}

// TestAvvelenata: documents that are no notices, more than a page of them, do not keep the others from being sent.
func TestAvvelenata(t *testing.T) {
	aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
		for i := range pagina + 10 {
			doc := fmt.Appendf(nil, `{"id":"X-%d","stato":"DA_INVIARE","prossimoTentativo":"1999","evento":"due"}`, i)
			if _, err := s.Put(t.Context(), notifiche, json.RawMessage(doc), 0); err != nil {
				t.Fatal(err)
			}
		}
		c := prova(s, func(context.Context, *Avviso) error { return nil })
		accoda(t, c, "N-1")
		defer avvia(c)()
		passa(10 * time.Second)
		if n := letta(t, s, "N-1"); n.Stato != model.StatoNotificaInviata {
			t.Errorf("%+v", n)
		}
	})
}

// TestContemporanei: as many at once as there are places, and a free place is taken at once.
func TestContemporanei(t *testing.T) {
	aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
		lascia, partite := make(chan struct{}), make(chan string, 10)
		c := prova(s, func(ctx context.Context, a *Avviso) error {
			partite <- a.ID
			<-lascia
			return nil
		})
		accoda(t, c, "N-1", "N-2", "N-3", "N-4", "N-5", "N-6")
		defer avvia(c)()
		passa(3 * time.Second)
		if len(partite) != 4 {
			t.Errorf("%d at once, want 4", len(partite))
		}
		lascia <- struct{}{}
		passa(3 * time.Second)
		if len(partite) != 5 {
			t.Errorf("%d after one ended, want 5", len(partite))
		}
		close(lascia)
		passa(time.Second)
	})
}

// TestCongedo: what the end cuts short is put back as it was, and sent by the next.
func TestCongedo(t *testing.T) {
	aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
		c := prova(s, func(ctx context.Context, _ *Avviso) error { <-ctx.Done(); return ctx.Err() })
		accoda(t, c, "N-1")
		ferma := avvia(c)
		passa(time.Second)
		if n := letta(t, s, "N-1"); codice(n) != Interrotto || n.Tentativi != 1 {
			t.Fatalf("not being sent: %+v", n)
		}
		start := time.Now()
		ferma()
		if d := time.Since(start); d > 5*time.Second {
			t.Errorf("took %v to end", d)
		}
		if n := letta(t, s, "N-1"); n.Stato != model.StatoNotificaDaInviare || n.Tentativi != 0 || n.UltimoErrore != nil {
			t.Errorf("not put back: %+v", n)
		}
		defer avvia(prova(s, func(context.Context, *Avviso) error { return nil }))()
		passa(2 * time.Second)
		if n := letta(t, s, "N-1"); n.Stato != model.StatoNotificaInviata {
			t.Errorf("not sent by the next: %+v", n)
		}
	})
}

// TestOrologi: a clock that is ahead does not take what another is sending, and one that is behind does not keep it from being
// sent.
func TestOrologi(t *testing.T) {
	aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
		inviate := make(chan string, 10)
		lento := prova(s, func(_ context.Context, a *Avviso) error {
			<-time.After(15 * time.Second)
			inviate <- a.ID
			return nil
		})
		avanti := prova(s, func(_ context.Context, a *Avviso) error { inviate <- a.ID; return nil })
		avanti.Now = func() time.Time { return time.Now().Add(10 * time.Minute) }
		accoda(t, lento, "N-1")
		defer avvia(lento)()
		passa(2 * time.Second)
		defer avvia(avanti)()
		passa(5 * time.Minute)
		if n := letta(t, s, "N-1"); len(inviate) != 1 || n.Stato != model.StatoNotificaInviata {
			t.Errorf("sent %d times: %+v", len(inviate), n)
		}
		n := notifica("N-2")
		n.ProssimoTentativo = archive.Instant(time.Now().Add(10 * time.Minute)) // stored by the one that is ahead
		if err := lento.Accoda(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		passa(5 * time.Second)
		if len(inviate) != 2 {
			t.Errorf("sent %d, want 2", len(inviate))
		}
	})
}

// TestMorto: whoever dies between sending and marking leaves a lease; another takes it over, but a notice whose every attempt
// ends so is given up.
func TestMorto(t *testing.T) {
	aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
		inviate := make(chan string, 10)
		c := prova(s, func(_ context.Context, a *Avviso) error { inviate <- a.ID; return nil })
		for id, tentativi := range map[string]int32{"N-1": 1, "N-8": 8} {
			morto, n := Interrotto, notifica(id)
			n.Tentativi, n.UltimoErrore = tentativi, &morto
			if err := c.Accoda(t.Context(), n); err != nil {
				t.Fatal(err)
			}
		}
		defer avvia(c)()
		passa(50 * time.Second)
		if len(inviate) != 0 {
			t.Fatal("taken over while it may be alive")
		}
		passa(20 * time.Second)
		n, m := letta(t, s, "N-1"), letta(t, s, "N-8")
		if len(inviate) != 1 || n.Stato != model.StatoNotificaInviata || n.Tentativi != 2 {
			t.Errorf("%d sent, %+v", len(inviate), n)
		}
		if m.Stato != model.StatoNotificaNonRecapitata || codice(m) != Interrotto {
			t.Errorf("%+v", m)
		}
	})
}
