package mongodb

import (
	"context"
	"maps"
	"slices"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"cassetto/internal/jsonscan"
	"cassetto/internal/store"
)

// Read is one find; the answer comes whole, up to the 16 MB a message may have.
func (s *Store) Read(ctx context.Context, declared *store.Collection, by, keys []string, each func(key string, r store.Row) error) error {
	c, err := s.collection(declared)
	if err != nil {
		return err
	}
	paths, sort, err := c.readPlan(by)
	if err != nil {
		return err
	}
	if len(paths) == 0 || len(keys) == 0 {
		return ctx.Err()
	}
	wanted := make(map[string]bool, len(keys))
	for _, key := range keys {
		wanted[key] = true
	}
	o := options.Find().SetSort(sort).SetBatchSize(wholeAnswer)
	var reader jsonscan.Reader
	return s.find(ctx, query{c.docs, whereAny(paths, slices.Collect(maps.Keys(wanted))), o}, func(raw bson.Raw) error {
		r, err := newRow(raw, nil, nil)
		if err != nil {
			return err
		}
		r.reader = &reader
		for _, path := range paths {
			if key, ok := textAt(raw, path); ok && wanted[key] {
				if err := each(key, r); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// wholeAnswer as a batch size spares the second round trip that the driver's own 101 documents would cost.
const wholeAnswer = 1 << 20

// readPlan sorts by key, order, id, as an index on (key, order) does. By several fields there is no one key to sort by.
func (c *collection) readPlan(by []string) (paths []string, sort bson.D, err error) {
	order, err := c.order(c.Order)
	if err != nil {
		return nil, nil, err
	}
	for _, field := range by {
		path, err := c.path(field)
		if err != nil {
			return nil, nil, err
		}
		paths = append(paths, path)
	}
	if len(paths) == 1 {
		order = append([]term{{paths[0], order[0].desc}}, order...)
	}
	return paths, sortBy(order), nil
}

func whereAny(paths, keys []string) bson.D {
	if len(paths) == 1 {
		return isIn(paths[0], keys)
	}
	either := make(bson.A, len(paths))
	for i, path := range paths {
		either[i] = isIn(path, keys)
	}
	return bson.D{{Key: "$or", Value: either}}
}
