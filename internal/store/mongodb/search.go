package mongodb

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"cassetto/internal/jsonscan"
	"cassetto/internal/store"
)

// Search is one find for one page.
func (s *Store) Search(ctx context.Context, declared *store.Collection, q store.Query, each func(r store.Row) error) error {
	c, err := s.collection(declared)
	if err != nil {
		return err
	}
	if q.Limit <= 0 {
		return fmt.Errorf("mongodb: search %s: limit %d", c.Name, q.Limit)
	}
	order, err := c.order(q.Order)
	if err != nil {
		return err
	}
	filter, err := c.page(q, order)
	if err != nil {
		return err
	}
	o := options.Find().SetSort(sortBy(order)).SetLimit(int64(q.Limit)).SetBatchSize(wholeAnswer)
	var reader jsonscan.Reader
	return s.find(ctx, query{c.docs, filter, o}, func(raw bson.Raw) error {
		r, err := newRow(raw, q.Order, order)
		if err != nil {
			return err
		}
		r.reader = &reader
		return each(r)
	})
}

// page is the filter of a query and its cursor.
func (c *collection) page(q store.Query, order []term) (bson.D, error) {
	filter, err := c.filter(q.Filter)
	if err != nil || q.After == "" {
		return filter, err
	}
	values, id, err := store.DecodeCursor(q.Order, q.After)
	if err != nil {
		return nil, err
	}
	return bson.D{{Key: "$and", Value: bson.A{filter, after(order, append(values, id))}}}, nil
}

// Count scans what no index answers.
func (s *Store) Count(ctx context.Context, declared *store.Collection, f store.Filter) (int, error) {
	c, err := s.collection(declared)
	if err != nil {
		return 0, err
	}
	filter, err := c.filter(f)
	if err != nil {
		return 0, err
	}
	n, err := c.docs.CountDocuments(ctx, filter)
	if err != nil {
		return 0, s.fail(ctx, "count "+c.Name, err)
	}
	return int(n), nil
}
