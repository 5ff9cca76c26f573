package comunicazioni

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/live"
	"cassetto/internal/store"
)

// feed follows the archive.
func (a *Archivio) feed() *live.Feed[model.Richiesta] {
	return live.New(live.Options[model.Richiesta]{
		Journal: a.Giornale, Window: 16, Group: func(r *model.Richiesta) string { return string(r.Matricola) }, Load: a.Adesso,
	})
}

// aggiungi adds an event to a request and enters it, and what somebody else left behind, into the journal.
func (a *Archivio) aggiungi(ctx context.Context, id string) error {
	var r model.Richiesta
	var versione int64
	err := a.Store.Read(ctx, Richieste.Collection, []string{"id"}, []string{id}, func(_ string, row store.Row) error {
		versione = row.Version()
		return row.Decode(&r)
	})
	if err != nil {
		return err
	}
	if versione == 0 {
		r = model.Richiesta{ID: id, IDRadice: id, Tipo: model.TipoRichiestaGenerica, Stato: model.StatoRichiestaAperta, Matricola: model.Matricola("99000100" + id[1:]), DataApertura: "2026-11-23T10:00:00Z", DataUltimoAggiornamento: "2026-11-23T10:00:00Z"}
	}
	r.Eventi = append(r.Eventi, model.EventoRichiesta{Numero: int32(len(r.Eventi) + 1), Ts: "2026-11-23T10:00:00Z", Tipo: model.TipoEventoRichiestaCommento, AStato: model.StatoRichiestaAperta})
	doc, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if _, err := a.Store.Put(ctx, Richieste.Collection, doc, versione); err != nil {
		return err
	}
	return a.Registra(ctx, id, r.Registrati, int32(len(r.Eventi)))
}

// TestVivo: two instances write at once, on the same requests too, and whoever follows either of them has every event of every
// request once, in the order of its log, and both in the same order.
func TestVivo(t *testing.T) {
	const writers, events, requests = 4, 15, 3
	file := nuovoFile(t)
	instances := []*Archivio{apri(t, file), apri(t, file)}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var running, followers, all sync.WaitGroup
	orders := make([][]live.Entry, 4)
	for i, a := range instances {
		feed := a.feed()
		running.Go(func() { feed.Run(ctx, 5*time.Millisecond) })
		for n := range 2 {
			s, err := feed.Subscribe(t.Context(), live.Topic{}, 0)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			followers.Go(func() {
				for range writers * events {
					within, cancel := context.WithTimeout(t.Context(), time.Minute)
					e, err := s.Next(within)
					cancel()
					if err != nil || e.Value == nil || int(e.Event) > len(e.Value.Eventi) {
						t.Errorf("%+v, %v", e, err)
						return
					}
					orders[2*i+n] = append(orders[2*i+n], e.Entry)
				}
			})
		}
	}
	for w := range writers {
		a := instances[w%2]
		all.Go(func() {
			for n := range events {
				err := store.ErrConflict
				for errors.Is(err, store.ErrConflict) {
					err = a.aggiungi(t.Context(), fmt.Sprintf("R%02d", n%requests))
				}
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	followers.Wait()
	stop()
	running.Wait()
	of := map[string]int32{}
	for i, e := range orders[0] {
		of[e.Subject]++
		if e.Position != int64(i+1) || e.Event != of[e.Subject] {
			t.Errorf("%+v at %d, event %d", e, i+1, of[e.Subject])
		}
		for n := range orders {
			if i >= len(orders[n]) || orders[n][i] != e {
				t.Fatalf("follower %d has another order at %d", n, i+1)
			}
		}
	}
	if len(orders[0]) != writers*events {
		t.Errorf("%d events", len(orders[0]))
	}
}
