package comunicazioni

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/live"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

// seguito is the archive as a feed follows it.
type seguito struct{ *Archivio }

func (s seguito) Last(ctx context.Context) (int64, error) { return s.Ultima(ctx) }

func (s seguito) After(ctx context.Context, posizione int64, most int) ([]live.Entry, error) {
	voci, err := s.Dopo(ctx, posizione, most)
	entries := make([]live.Entry, len(voci))
	for i, v := range voci {
		entries[i] = live.Entry{Position: v.Posizione, Request: v.Richiesta, Event: v.Evento}
	}
	return entries, err
}

func (s seguito) feed() *live.Feed[model.Richiesta] {
	return live.New(live.Options[model.Richiesta]{
		Journal: s, Window: 16, Group: func(r *model.Richiesta) string { return string(r.Matricola) },
		Load: func(ctx context.Context, ids []string) (map[string]*model.Richiesta, error) {
			return PerID(ctx, s.Archive, ids)
		},
	})
}

// istanza opens the archive of a folder once more, as another process would.
func istanza(t *testing.T, folder string) *Archivio {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(folder, Name+".db"), append(archive.Collections(Sections()), Collections()...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return Open(archive.New(Name, s))
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
	return a.registra(ctx, &r)
}

// TestVivo: two instances write at once, on the same requests too, and whoever follows either of them has every event of every
// request once, in the order of its log, and both in the same order.
func TestVivo(t *testing.T) {
	const writers, events, requests = 4, 15, 3
	folder := t.TempDir()
	instances := []*Archivio{istanza(t, folder), istanza(t, folder)}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var running, followers, all sync.WaitGroup
	orders := make([][]live.Entry, 4)
	for i, a := range instances {
		feed := seguito{a}.feed()
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
		of[e.Request]++
		if e.Position != int64(i+1) || e.Event != of[e.Request] {
			t.Errorf("%+v at %d, event %d", e, i+1, of[e.Request])
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
