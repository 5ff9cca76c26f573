package mongodb

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"cassetto/internal/store"
)

const (
	importChunk = 1000 // documents compared and inserted at a time
	// replaceChunk is small because FerretDB holds one of its hundred connections for each replacement of a command.
	replaceChunk = 50
	// importAttempts is how often a document that somebody else keeps changing is compared again.
	importAttempts = 20
)

// Import compares the batch with what is stored and writes the difference, a thousand documents at a time. Each document
// is replaced only in the version it was compared in, so that an import never undoes a Put it has not seen. An import
// that fails half-way has written some of the documents; repeating it writes the others.
func (s *Store) Import(ctx context.Context, declared *store.Collection, raws []json.RawMessage) (int, error) {
	c, err := s.collection(declared)
	if err != nil {
		return 0, err
	}
	docs, err := store.ParseAll(ctx, c.Collection, raws)
	if err != nil {
		return 0, err
	}
	if len(docs) == 0 {
		return 0, ctx.Err()
	}
	changed := 0
	for chunk := range slices.Chunk(docs, importChunk) {
		n, err := s.importSome(ctx, c, chunk)
		changed += n
		if err != nil {
			return changed, err
		}
	}
	return changed, nil
}

func (s *Store) importSome(ctx context.Context, c *collection, docs []store.Document) (changed int, err error) {
	for range importAttempts {
		d, err := s.compare(ctx, c, docs)
		if err != nil {
			return changed, err
		}
		n, err := s.writeDifference(ctx, c, &d)
		changed += n
		if err != nil {
			return changed, s.fail(ctx, "import "+c.Name, err)
		}
		if docs = d.lost; len(docs) == 0 {
			return changed, nil
		}
	}
	return changed, store.ErrConflict
}

// difference is what must be written, and afterwards what somebody else wrote first.
type difference struct {
	added    []store.Document
	replaced []replacement
	lost     []store.Document
}

type replacement struct {
	doc     store.Document
	version int64 // of the stored document it replaces
	raw     bson.Raw
}

func (s *Store) compare(ctx context.Context, c *collection, docs []store.Document) (difference, error) {
	position := make(map[string]int, len(docs))
	ids := make([]string, len(docs))
	for i, doc := range docs {
		position[doc.ID], ids[i] = i, doc.ID
	}
	var d difference
	known := make([]bool, len(docs))
	o := options.Find().SetBatchSize(wholeAnswer)
	err := s.find(ctx, query{c.primary, isIn(idField, ids), o}, func(stored bson.Raw) error {
		r, err := newRow(stored, nil, nil)
		if err != nil {
			return err
		}
		i := position[r.id]
		known[i] = true
		same, err := c.encode(docs[i], r.version)
		if err != nil || bytes.Equal(same, stored) {
			return err
		}
		next, err := c.encode(docs[i], r.version+1)
		d.replaced = append(d.replaced, replacement{docs[i], r.version, next})
		return err
	})
	for i, doc := range docs {
		if !known[i] {
			d.added = append(d.added, doc)
		}
	}
	return d, err
}

func (s *Store) writeDifference(ctx context.Context, c *collection, d *difference) (changed int, err error) {
	if changed, err = c.insert(ctx, d); err != nil {
		return changed, err
	}
	for chunk := range slices.Chunk(d.replaced, replaceChunk) {
		n, err := c.replace(ctx, chunk)
		changed += n
		if err != nil {
			return changed, err
		}
		if n == len(chunk) {
			continue
		}
		for _, r := range chunk { // which ones lost is not told; those that won will compare equal
			d.lost = append(d.lost, r.doc)
		}
	}
	return changed, nil
}

func (c *collection) insert(ctx context.Context, d *difference) (inserted int, err error) {
	if len(d.added) == 0 {
		return 0, nil
	}
	raws := make([]bson.Raw, len(d.added))
	for i, doc := range d.added {
		if raws[i], err = c.encode(doc, 1); err != nil {
			return 0, err
		}
	}
	_, err = c.docs.InsertMany(ctx, raws, options.InsertMany().SetOrdered(false))
	if err == nil {
		return len(raws), nil
	}
	var partly mongo.BulkWriteException
	if !errors.As(err, &partly) || partly.WriteConcernError != nil {
		return 0, err
	}
	for _, failed := range partly.WriteErrors {
		if !mongo.IsDuplicateKeyError(failed) {
			return 0, err
		}
		d.lost = append(d.lost, d.added[failed.Index])
	}
	return len(raws) - len(partly.WriteErrors), nil
}

func (c *collection) replace(ctx context.Context, replacements []replacement) (replaced int, err error) {
	models := make([]mongo.WriteModel, len(replacements))
	for i, r := range replacements {
		models[i] = mongo.NewReplaceOneModel().SetFilter(sameVersion(r.doc.ID, r.version)).SetReplacement(r.raw)
	}
	result, err := c.docs.BulkWrite(ctx, models, options.BulkWrite().SetOrdered(false))
	if err != nil {
		return 0, err
	}
	return int(result.MatchedCount), nil
}
