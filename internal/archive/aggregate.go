package archive

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"cassetto/internal/store"
)

// Aggregate is a kind of document that commands write, each with all that belongs to it in one atomic write. It may be used
// concurrently, by several processes too.
type Aggregate[T any] struct {
	Store      store.Store
	Collection *store.Collection // its key is one field
	ID         func(*T) string
	Stamp      func(v *T, instant string) // writes when it was modified, as Instant says; may be nil
	Whole      func(*T)                   // completes what was read; may be nil
}

// Create stores a new document, or returns the one that is there already under its identifier: the command is being repeated.
func (a Aggregate[T]) Create(ctx context.Context, v *T) (*T, error) {
	err := a.put(ctx, v, 0)
	if errors.Is(err, store.ErrConflict) {
		v, _, err = a.Read(ctx, a.ID(v))
	}
	return v, err
}

// Change changes a document by a rule, which is called again with the newer state when somebody else changed it meanwhile, and
// says false when there is nothing to do. A document that does not exist is nil.
func (a Aggregate[T]) Change(ctx context.Context, id string, rule func(*T) bool) (*T, error) {
	for {
		v, version, err := a.Read(ctx, id)
		if v == nil || err != nil || !rule(v) {
			return v, err
		}
		if err = a.put(ctx, v, version); !errors.Is(err, store.ErrConflict) {
			return v, err
		}
	}
}

// Make is Change for a document that is made when it is not there yet.
func (a Aggregate[T]) Make(ctx context.Context, id string, empty func() *T, rule func(*T) bool) (*T, error) {
	for {
		v, version, err := a.Read(ctx, id)
		if err != nil {
			return nil, err
		}
		if v == nil {
			v = empty()
		}
		if !rule(v) {
			return v, nil
		}
		if err = a.put(ctx, v, version); !errors.Is(err, store.ErrConflict) {
			return v, err
		}
	}
}

// Read reads a document as it is now, with its version; nil and 0 when it does not exist.
func (a Aggregate[T]) Read(ctx context.Context, id string) (v *T, version int64, err error) {
	err = a.Store.Read(ctx, a.Collection, a.Collection.Key, []string{id}, func(_ string, row store.Row) error {
		v, version = new(T), row.Version()
		err := row.Decode(v)
		if a.Whole != nil {
			a.Whole(v)
		}
		return err
	})
	return v, version, err
}

// IDs are the identifiers of documents that a filter selects, at most so many, in the order of a field.
func (a Aggregate[T]) IDs(ctx context.Context, f store.Filter, order string, most int) (ids []string, err error) {
	q := store.Query{Filter: f, Order: []store.Order{{Field: order}}, Limit: most}
	err = a.Store.Search(ctx, a.Collection, q, func(row store.Row) error {
		ids = append(ids, row.ID())
		return nil
	})
	return ids, err
}

func (a Aggregate[T]) put(ctx context.Context, v *T, version int64) error {
	if a.Stamp != nil {
		a.Stamp(v, Instant(time.Now()))
	}
	doc, err := json.Marshal(v)
	if err == nil {
		_, err = a.Store.Put(ctx, a.Collection, doc, version)
	}
	return err
}
