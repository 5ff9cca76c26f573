package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// contato is a store that counts what the queue asks it for.
type contato struct {
	store.Store
	ricerche, righe, scritti atomic.Int64
	dopo                     func(ricerche int64) // may be nil
}

func (c *contato) Search(ctx context.Context, in *store.Collection, q store.Query, each func(store.Row) error) error {
	err := c.Store.Search(ctx, in, q, func(r store.Row) error {
		c.righe.Add(1)
		return each(r)
	})
	if n := c.ricerche.Add(1); c.dopo != nil {
		c.dopo(n)
	}
	return err
}

func (c *contato) Put(ctx context.Context, in *store.Collection, doc json.RawMessage, expected int64) (int64, error) {
	c.scritti.Add(1)
	return c.Store.Put(ctx, in, doc, expected)
}

// futuri stores so many reminders, each some minutes after the other, the first a day from now.
func futuri(t testing.TB, s store.Store, quanti int) {
	t.Helper()
	var docs []json.RawMessage
	domani := time.Now().AddDate(0, 0, 1)
	for i := range quanti {
		quando := domani.Add(time.Duration(i%10_000) * time.Minute)
		n := notifica(fmt.Sprintf("N-F%06d", i))
		n.IDRichiesta, n.IDAppuntamento, n.Canale = "", fmt.Sprintf("A-%d", i), model.AllCanaleAvviso[i%2]
		n.DataProgrammata, n.ProssimoTentativo = new(model.DataOraDi(quando)), archive.Instant(quando)
		doc, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, doc)
		if len(docs) == 5000 || i == quanti-1 {
			if _, err := s.Import(context.Background(), notifiche, docs); err != nil {
				t.Fatal(err)
			}
			docs = docs[:0]
		}
	}
}

// TestSoloDovute: a look reads what is due and nothing of what is not yet, however much that is.
func TestSoloDovute(t *testing.T) {
	aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
		futuri(t, s, 3*pagina)
		conta := &contato{Store: s}
		c := prova(conta, func(context.Context, *Avviso) error { return nil })
		defer avvia(c)()
		passa(10 * time.Minute)
		if conta.righe.Load() != 0 || conta.scritti.Load() != 0 || conta.ricerche.Load() < 600 {
			t.Errorf("nothing is due: %d rows in %d looks, %d writes", conta.righe.Load(), conta.ricerche.Load(), conta.scritti.Load())
		}
		prima := conta.ricerche.Load()
		accoda(t, c, "N-1", "N-2")
		passa(time.Minute)
		if n := conta.righe.Load(); n != 2 || letta(t, s, "N-2").Stato != model.StatoNotificaInviata {
			t.Errorf("two are due: %d rows in %d looks", n, conta.ricerche.Load()-prima)
		}
	})
}

// posto is where an appointment is while its notices wait.
type posto struct {
	mu sync.Mutex
	a  *model.Appuntamento
}

func (p *posto) metti(a *model.Appuntamento) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.a = a
}

// ogni is between two looks: hours go by in these tests.
const ogni = 30 * time.Second

// codaAppuntamenti is a queue whose notices are composed of an appointment as it is, and counted by who sends them.
func codaAppuntamenti(s store.Store, p *posto, inviati func(a *Avviso) error) *Coda {
	invia := mittente(func(_ context.Context, a *Avviso) error { return inviati(a) })
	return NuovaCoda(Opzioni{
		Store: s, Collezione: notifiche, Ogni: ogni, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Mittenti: map[model.CanaleAvviso]Mittente{model.CanaleAvvisoEmail: invia, model.CanaleAvvisoSms: invia},
		Componi: func(_ context.Context, n *model.Notifica) (*Avviso, error) {
			p.mu.Lock()
			defer p.mu.Unlock()
			return ComponiAppuntamento(p.a, vociAppuntamento, n, time.Now())
		},
	})
}

// traDueGiorni is an appointment confirmed now that begins in 58 hours: at 11 in Italy, as the clock of these tests begins at midnight
// UTC.
func traDueGiorni() *model.Appuntamento {
	a := appuntamento(confermato)
	inizio := time.Now().Add(58 * time.Hour) // 34 before it is remembered
	a.Fascia.Inizio, a.Fascia.Fine = model.DataOraDi(inizio), model.DataOraDi(inizio.Add(30*time.Minute))
	a.Storico[1].Ts = model.DataOraDi(time.Now())
	return a
}

// stati says how many notices of an appointment are in each state.
func stati(t *testing.T, s store.Store, a *model.Appuntamento) map[model.StatoNotifica]int {
	t.Helper()
	all := map[model.StatoNotifica]int{}
	for _, n := range DovuteAppuntamento(a, time.Now()) {
		all[letta(t, s, n.ID).Stato]++
	}
	return all
}

// TestPromemoria: a reminder leaves at its time, neither before nor twice, whoever works the queue then: workers come and go, and
// two of them are there when it is due.
func TestPromemoria(t *testing.T) {
	aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
		p := &posto{a: traDueGiorni()}
		var mu sync.Mutex
		inviati := map[string][]time.Time{}
		conta := func(a *Avviso) error {
			mu.Lock()
			defer mu.Unlock()
			inviati[a.ID] = append(inviati[a.ID], time.Now())
			return nil
		}
		start := time.Now()
		prima := codaAppuntamenti(s, p, conta)
		ferma := avvia(prima)
		dovute := DovuteAppuntamento(p.a, start)
		for range 3 {
			for _, n := range DovuteAppuntamento(p.a, time.Now()) { // derived again by whoever is not sure
				if err := prima.Accoda(t.Context(), n); err != nil {
					t.Fatal(err)
				}
			}
		}
		passa(time.Hour)
		ferma() // nobody works
		passa(23 * time.Hour)
		if got := stati(t, s, p.a); got[model.StatoNotificaInviata] != 2 || got[model.StatoNotificaDaInviare] != 2 {
			t.Fatalf("before the reminder: %v", got)
		}
		for range 2 {
			defer avvia(codaAppuntamenti(s, p, conta))()
		}
		passa(24 * time.Hour)
		mu.Lock()
		defer mu.Unlock()
		if len(dovute) != 4 || len(inviati) != 4 || stati(t, s, p.a)[model.StatoNotificaInviata] != 4 {
			t.Errorf("%d due, sent %v", len(dovute), inviati)
		}
		for _, n := range dovute {
			quando := start
			if n.DataProgrammata != nil {
				quando, _ = istante(*n.DataProgrammata)
			}
			if all := inviati[n.ID]; len(all) != 1 || all[0].Before(quando) || all[0].Sub(quando) > ogni+time.Second {
				t.Errorf("%s of %v, for %v: sent %v", n.Canale, n.DataProgrammata, quando, all)
			}
		}
	})
}

// TestAnnullata: what is overtaken is not sent, is not given up either, and is not looked at again.
func TestAnnullata(t *testing.T) {
	for name, test := range map[string]struct {
		poi     func(p *posto) // what happens before the reminder
		aspetta time.Duration  // with nobody at work
		want    map[model.StatoNotifica]int
		rifiuta bool // the first attempts of the confirmation
	}{
		"cancelled before the reminder": {
			poi:  func(p *posto) { p.metti(finito(p.a, cancellatoSuo)) },
			want: map[model.StatoNotifica]int{model.StatoNotificaInviata: 2, model.StatoNotificaAnnullata: 2},
		},
		"nobody at work until it has begun": {
			poi: func(*posto) {}, aspetta: 60 * time.Hour,
			want: map[model.StatoNotifica]int{model.StatoNotificaInviata: 2, model.StatoNotificaAnnullata: 2},
		},
		"cancelled while the confirmation is tried": {
			poi: func(p *posto) { p.metti(finito(p.a, cancellatoSede)) }, rifiuta: true,
			want: map[model.StatoNotifica]int{model.StatoNotificaAnnullata: 4},
		},
		"nobody to tell any more": {
			poi:  func(p *posto) { a := *p.a; a.Recapiti = nil; p.metti(&a) },
			want: map[model.StatoNotifica]int{model.StatoNotificaInviata: 2, model.StatoNotificaNonRecapitata: 2},
		},
	} {
		t.Run(name, func(t *testing.T) {
			aBolla(t, func(t *testing.T, s store.Store, avvia func(*Coda) func()) {
				p := &posto{a: traDueGiorni()}
				conta := &contato{Store: s}
				c := codaAppuntamenti(conta, p, func(*Avviso) error {
					if test.rifiuta {
						return &Errore{Codice: "SMTP_451"}
					}
					return nil
				})
				dovute := DovuteAppuntamento(p.a, time.Now())
				for _, n := range dovute {
					if err := c.Accoda(t.Context(), n); err != nil {
						t.Fatal(err)
					}
				}
				ferma := avvia(c)
				passa(10 * time.Second)
				ferma()
				prima := p.a
				test.poi(p)
				passa(test.aspetta)
				defer avvia(c)()
				passa(36 * time.Hour)
				if got := stati(t, s, prima); len(got) != len(test.want) || got[model.StatoNotificaAnnullata] != test.want[model.StatoNotificaAnnullata] || got[model.StatoNotificaInviata] != test.want[model.StatoNotificaInviata] {
					t.Errorf("%v, want %v", got, test.want)
				}
				for _, n := range dovute {
					n = letta(t, s, n.ID)
					ultimo := map[bool]string{true: "SMTP_451"}[test.rifiuta && n.DataProgrammata == nil]
					if n.Stato == model.StatoNotificaAnnullata && (codice(n) != ultimo || n.DataInvio != nil || n.Tentativi != int32(len(ultimo)/8)) {
						t.Errorf("%+v", n)
					}
					if n.Stato == model.StatoNotificaNonRecapitata && codice(n) != RecapitoAssente {
						t.Errorf("%+v", n)
					}
				}
				righe := conta.righe.Load()
				passa(time.Hour)
				if conta.righe.Load() != righe {
					t.Error("looked at again")
				}
			})
		})
	}
}

// finito is an appointment after one more event.
func finito(a *model.Appuntamento, s model.StatoAppuntamento) *model.Appuntamento {
	b := *a
	b.Storico = append(b.Storico[:len(b.Storico):len(b.Storico)], model.EventoAppuntamento{
		Numero: int32(len(a.Storico) + 1), Tipo: tipi[s], DaStato: new(a.Stato), AStato: s, Ts: model.DataOraDi(time.Now()),
	})
	b.Stato = s
	return &b
}
