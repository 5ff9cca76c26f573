package importa

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// batch holds the documents that wait to be written, by collection.
type batch struct {
	*Validator
	limits
	archive string
	store   store.Store
	waiting []*queue
	byName  map[string]*queue
	bytes   int
	full    bool
}

type queue struct {
	collection *store.Collection
	docs       []json.RawMessage
}

func newBatch(t Target, lim limits) (*batch, error) {
	v, err := NewValidator(t.Schema, t.Sections)
	if err != nil {
		return nil, err
	}
	b := &batch{Validator: v, limits: lim, archive: t.Archive, store: t.Store, byName: map[string]*queue{}}
	for _, s := range t.Sections {
		q := &queue{collection: s.Collection}
		b.waiting = append(b.waiting, q)
		b.byName[s.Collection.Name] = q
	}
	return b, nil
}

// add takes a document that was checked; the caller must not touch it any more.
func (b *batch) add(section string, doc json.RawMessage) {
	q := b.byName[section]
	q.docs = append(q.docs, doc)
	b.bytes += len(doc)
	b.full = b.full || len(q.docs) >= b.limits.docs || b.bytes >= b.limits.bytes
}

// flush writes what waits. When it returns nil the documents are on disk.
func (b *batch) flush(ctx context.Context) (changed int64, err error) {
	for _, q := range b.waiting {
		if len(q.docs) == 0 {
			continue
		}
		n, err := b.store.Import(ctx, q.collection, q.docs)
		if err != nil {
			return changed, fmt.Errorf("%s: %w", q.collection.Name, err)
		}
		changed += int64(n)
		clear(q.docs)
		q.docs = q.docs[:0]
	}
	b.bytes, b.full = 0, false
	return changed, nil
}

// stamp records in the archive of when the sections are.
func (b *batch) stamp(ctx context.Context, sections map[string]int64, at time.Time) error {
	if at.IsZero() {
		at = time.Now()
	}
	for name := range sections {
		if err := archive.Stamp(ctx, b.store, b.archive, name, at); err != nil {
			return err
		}
	}
	return nil
}
