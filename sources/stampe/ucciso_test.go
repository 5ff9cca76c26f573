package stampe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// mortale is a store that ends for good: before a question, whichever it is, or once a document was written or removed, without
// saying so.
type mortale struct {
	store.Store
	mu      sync.Mutex
	restano int // questions, the one at which it ends included; with dopo, writes
	dopo    bool
}

var errUcciso = errors.New("killed")

// conta counts one, and says whether it has ended.
func (m *mortale) conta(uno bool) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if uno {
		m.restano--
	}
	return m.restano <= 0
}

func (m *mortale) chiedi(scrive bool, fa func() error) error {
	if m.conta(!m.dopo) {
		return errUcciso
	}
	err := fa()
	if m.dopo && scrive && err == nil && m.conta(true) {
		return errUcciso
	}
	return err
}

func (m *mortale) Read(ctx context.Context, k *store.Collection, by, keys []string, each func(string, store.Row) error) error {
	return m.chiedi(false, func() error { return m.Store.Read(ctx, k, by, keys, each) })
}

func (m *mortale) Search(ctx context.Context, k *store.Collection, q store.Query, each func(store.Row) error) error {
	return m.chiedi(false, func() error { return m.Store.Search(ctx, k, q, each) })
}

func (m *mortale) Delete(ctx context.Context, k *store.Collection, ids []string) error {
	return m.chiedi(true, func() error { return m.Store.Delete(ctx, k, ids) })
}

func (m *mortale) Put(ctx context.Context, k *store.Collection, doc json.RawMessage, expected int64) (version int64, err error) {
	err = m.chiedi(true, func() (err error) {
		version, err = m.Store.Put(ctx, k, doc, expected)
		return err
	})
	return version, err
}

// stati are what S-1, S-2 and S-3 come to in the world on which a workshop is killed: S-1 has expired, S-2 is to be made, S-3 was
// tried twice and fails.
var stati = map[string]model.StatoStampa{"S-1": model.StatoStampaPronta, "S-2": model.StatoStampaPronta, "S-3": model.StatoStampaErrore}

func diSempre() *penna {
	return &penna{fa: func(_ context.Context, s *model.Stampa, _ func(model.SezioneFascicolo, int)) (Fatta, error) {
		if s.ID == "S-3" {
			return Fatta{}, errors.New("no")
		}
		return Fatta{Pagine: 3}, nil
	}}
}

// TestUcciso kills a workshop at every question to the store, before it is carried out and after it has written. Another goes on
// when its time is over: every print ends, once, with a document that is whole; in the end nothing is left of any.
func TestUcciso(t *testing.T) {
	file, inizio := nuovoFile(t), &ora{t: mattina}
	a := apri(t, file)
	chiesta(t, a, "S-1", inizio)
	chiesta(t, a, "S-3", inizio)
	b := bottega(a, inizio, diSempre())
	for range 2 {
		if err := b.giro(t.Context()); err != nil {
			t.Fatal(err)
		}
		inizio.passa(2 * pausa)
	}
	inizio.passa(Durata)
	chiesta(t, a, "S-2", inizio)
	if err := a.Store.Close(); err != nil {
		t.Fatal(err)
	}
	intero, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	domande := 0
	for _, dopo := range []bool{false, true} {
		for k := 1; ; k++ {
			copia := nuovoFile(t)
			if err := os.WriteFile(copia, intero, 0o600); err != nil {
				t.Fatal(err)
			}
			m := &mortale{Store: apri(t, copia).Store, restano: k, dopo: dopo}
			o := &ora{t: inizio.now()}
			p := diSempre()
			err := bottega(su(m), o, p).giro(t.Context())
			if !m.conta(false) {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			domande++
			riprende(t, apri(t, copia), o, fmt.Sprintf("killed at %d, %t", k, dopo))
		}
	}
	if domande < 20 {
		t.Errorf("only %d questions", domande)
	}
}

// riprende is another process, which finds what the killed one has left.
func riprende(t *testing.T, a *Archivio, o *ora, quando string) {
	t.Helper()
	prima := map[string]*model.Stampa{}
	for id := range stati {
		prima[id] = letta(t, a, id)
		if s := prima[id]; Finita(s.Stato) && Documento(s, o.now()) != nil && documento(t, a, s, o) == "" {
			t.Errorf("%s: %s is ready without its document", quando, id)
		}
	}
	p := diSempre()
	b := bottega(a, o, p)
	for range 3 {
		o.passa(tenuta + time.Second)
		if err := b.giro(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for id, stato := range stati {
		s := letta(t, a, id)
		switch {
		case s.Stato != stato || s.Lavoro != nil:
			t.Errorf("%s: %s ends as %+v", quando, id, s)
		case Finita(prima[id].Stato) && (p.volte[id] > 0 || *s.DataFine != *prima[id].DataFine):
			t.Errorf("%s: %s was made again", quando, id)
		case p.volte[id] > 1:
			t.Errorf("%s: %s was made %d times", quando, id, p.volte[id])
		case id == "S-2" && documento(t, a, s, o)[:10] != "%PDF- S-2 ":
			t.Errorf("%s: another document", quando)
		}
	}
	o.passa(Durata + time.Hour)
	if err := b.giro(t.Context()); err != nil || pezzi(t, a) != 0 {
		t.Errorf("%s: %d pieces are left, %v", quando, pezzi(t, a), err)
	}
	for id := range stati {
		if s := letta(t, a, id); s.DaFare != "" {
			t.Errorf("%s: of %s there is still %s to do", quando, id, s.DaFare)
		}
	}
}
