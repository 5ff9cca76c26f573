package stampe

import (
	"context"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// sgombera removes the documents that have expired, and what is left of prints that have none. Killed at any point it is done again.
func (b *Bottega) sgombera(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 10*b.Timeout) // it may be many writes
	defer cancel()
	var scadute []string
	scaduti := store.And{
		store.In{Field: "daFare", Values: []string{daTogliere}},
		store.Range{Field: "scadenza", To: string(model.DataOraDi(b.Now().Add(time.Second)))},
	}
	q := store.Query{Filter: store.Or{scaduti, store.In{Field: "daFare", Values: []string{resti}}}, Limit: aVolta}
	err := b.Archivio.stampe.Store.Search(ctx, Stampe.Collection, q, func(row store.Row) error {
		scadute = append(scadute, row.ID())
		return nil
	})
	for _, id := range scadute {
		if err == nil {
			err = b.toglie(ctx, id)
		}
	}
	return err
}

func (b *Bottega) toglie(ctx context.Context, id string) error {
	if err := b.Archivio.Documenti.Togli(ctx, id, ""); err != nil {
		return err
	}
	s, err := b.Archivio.stampe.Change(ctx, id, func(s *model.Stampa) bool {
		if s.DaFare != daTogliere && s.DaFare != resti || Documento(s, b.Now()) != nil {
			return false
		}
		s.DaFare = ""
		return true
	})
	if err == nil && s != nil {
		b.Cambiata(s)
	}
	return err
}
