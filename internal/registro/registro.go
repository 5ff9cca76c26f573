// Package registro numbers things without gaps: the protocolli of a day, the events of an archive.
package registro

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"

	"cassetto/internal/store"
)

// Registro gives subjects consecutive numbers, from 1 in every series: each subject one, each number one subject, none left
// out, however many do so at once and wherever they are killed. An entry is one document whose key is its series and number, so
// that a number is taken once. A subject gets the number after the last that was seen before it was looked for: had somebody
// entered it since, or on a newer primary than the one that was asked, that number would be taken, and everything is read again.
type Registro struct {
	store      store.Store
	collection *store.Collection

	mu     sync.Mutex       // one at a time in this process: the others would only take each other's number
	ultimi map[string]int64 // last number seen, by series; never too high
}

// iscrizione is an entry of a register.
type iscrizione struct {
	Serie    string `json:"serie"`
	Numero   int64  `json:"numero"`
	Soggetto string `json:"soggetto"`
}

// New makes a register in a collection that the store was opened with.
func New(s store.Store, c *store.Collection) *Registro {
	return &Registro{store: s, collection: c, ultimi: map[string]int64{}}
}

// Collection declares a register.
func Collection(nome string) *store.Collection {
	return &store.Collection{
		Name: nome, Key: []string{"serie", "numero"}, Index: [][]string{{"serie", "numero"}, {"soggetto"}},
		Order: []store.Order{{Field: "numero"}}, Latest: true,
	}
}

// Iscrivi enters a subject into its series, unless it is entered already, and says its number. The series of a subject never
// changes.
func (r *Registro) Iscrivi(ctx context.Context, serie, soggetto string) (int64, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for {
		ultimo, err := r.ultimo(ctx, serie)
		if err != nil {
			return 0, err
		}
		if i, err := r.cerca(ctx, soggetto); i.Numero > 0 || err != nil {
			return i.Numero, err
		}
		doc, err := json.Marshal(iscrizione{serie, ultimo + 1, soggetto})
		if err != nil {
			return 0, err
		}
		_, err = r.store.Put(ctx, r.collection, doc, 0)
		if err == nil {
			r.ultimi[serie] = ultimo + 1
			return ultimo + 1, nil
		}
		delete(r.ultimi, serie)
		if !errors.Is(err, store.ErrConflict) {
			return 0, err
		}
	}
}

// cerca is the entry of a subject; the zero value when it has none.
func (r *Registro) cerca(ctx context.Context, soggetto string) (i iscrizione, err error) {
	err = r.store.Read(ctx, r.collection, []string{"soggetto"}, []string{soggetto}, func(_ string, row store.Row) error {
		return row.Decode(&i)
	})
	return i, err
}

// ultimo is the last number of a series, or one that was.
func (r *Registro) ultimo(ctx context.Context, serie string) (int64, error) {
	if n, visto := r.ultimi[serie]; visto {
		return n, nil
	}
	n, err := r.Numero(ctx, serie)
	if err == nil {
		r.ultimi[serie] = n
	}
	return n, err
}

// Numero is the last number of a series; 0 when it is empty.
func (r *Registro) Numero(ctx context.Context, serie string) (int64, error) {
	var i iscrizione
	q := store.Query{Filter: store.In{Field: "serie", Values: []string{serie}}, Order: []store.Order{{Field: "numero", Desc: true}}, Limit: 1}
	err := r.store.Search(ctx, r.collection, q, func(row store.Row) error { return row.Decode(&i) })
	return i.Numero, err
}

// dopo are the entries of a series after a number, in order, at most so many.
func (r *Registro) dopo(ctx context.Context, serie string, numero int64, most int) ([]iscrizione, error) {
	order := []store.Order{{Field: "numero"}}
	q := store.Query{Filter: store.In{Field: "serie", Values: []string{serie}}, Order: order, Limit: most}
	if numero > 0 {
		q.After = store.EncodeCursor(order, []any{numero}, serie+"|"+strconv.FormatInt(numero, 10))
	}
	var trovate []iscrizione
	err := r.store.Search(ctx, r.collection, q, func(row store.Row) error {
		var i iscrizione
		if err := row.Decode(&i); err != nil {
			return err
		}
		trovate = append(trovate, i)
		return nil
	})
	return trovate, err
}
