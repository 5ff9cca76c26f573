package agenda

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
)

// TestSeguito: notices are called for with what has happened, again when they could not be stored, and also for what happens
// meanwhile; only then is everybody told.
func TestSeguito(t *testing.T) {
	a := apri(t, nuovoFile(t))
	fasce := pubblicate(t, a, settimana(2), mattina)
	if no := prenotato(t, a, posto("A-1", fasce[0]), mattina); no != "" {
		t.Fatal(no)
	}
	var avvisati []string
	cambiati, guasto := 0, errors.New("outbox")
	s := NewSeguito(Opzioni{
		Archivio: a, Now: func() time.Time { return mattina }, Timeout: 10 * time.Second,
		Avvisa: func(_ context.Context, di *model.Appuntamento) error {
			avvisati = append(avvisati, fmt.Sprint(di.Stato, len(di.Storico)))
			if len(avvisati) == 2 {
				if no := comandato(t, a, "A-1", conferma(), mattina); no != "" {
					t.Error(no)
				}
			}
			return guasto
		},
		Cambiato: func(*model.Appuntamento) { cambiati++ },
	})
	s.Sweep(t.Context())
	if cambiati != 0 || fotografa(t, a.Store).appuntamenti["A-1"].DaRegistrare == "" {
		t.Error("forgotten")
	}
	guasto = nil
	s.Sweep(t.Context())
	s.Sweep(t.Context())
	if fmt.Sprint(avvisati) != "[PRENOTATO1 PRENOTATO1 CONFERMATO2]" || cambiati != 1 {
		t.Errorf("%v, told %d times", avvisati, cambiati)
	}
	fotografa(t, a.Store).quieta(t, a, mattina)
}

// TestSeguitoInsieme: several processes do what follows at once, while somebody cancels: each event once in the journal, in order.
func TestSeguitoInsieme(t *testing.T) {
	processi, fascia := gara(t, 20)
	for i := range 12 {
		if no := prenotato(t, processi[0], posto(fmt.Sprint("A-", i), fascia, fmt.Sprint("R-", i)), mattina); no != "" {
			t.Fatal(no)
		}
	}
	ora := mattina.Add(Tenuta)
	var tutti sync.WaitGroup
	for p, a := range processi {
		tutti.Go(func() {
			for range 2 {
				if err := seguitoDi(a, func() time.Time { return ora }).spazza(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
		tutti.Go(func() { comandato(t, a, fmt.Sprint("A-", 11-p), annulla(), mattina.Add(time.Minute)) })
	}
	tutti.Wait()
	if n := finita(t, processi[1], ora); n != 0 {
		t.Errorf("%d keep a place", n)
	}
	s := fotografa(t, processi[0].Store)
	if f := s.fasce[fascia]; len(f.Occupazioni) != 0 || len(s.impegni["R-3"]) != 0 {
		t.Errorf("%v", f.Occupazioni)
	}
}
