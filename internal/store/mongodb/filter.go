package mongodb

import (
	"fmt"
	"regexp"
	"unicode/utf8"

	"go.mongodb.org/mongo-driver/v2/bson"

	"cassetto/internal/store"
)

// filter translates; values are only ever strings, so that none of them can be taken for an operator.
func (c *collection) filter(f store.Filter) (bson.D, error) {
	switch f := f.(type) {
	case nil, store.All:
		return bson.D{}, nil
	case store.In:
		return c.in(f)
	case store.Contains:
		return c.contains(f)
	case store.Range:
		return c.between(f)
	case store.And:
		return c.join("$and", f, bson.D{})
	case store.Or:
		return c.join("$or", f, nothing())
	}
	return nil, fmt.Errorf("mongodb: unknown filter %T", f)
}

func (c *collection) in(f store.In) (bson.D, error) {
	path, err := c.path(f.Field)
	if err != nil {
		return nil, err
	}
	return isIn(path, f.Values), nil
}

// isIn leaves out what is not UTF-8: no document holds it.
func isIn(path string, values []string) bson.D {
	sent := make([]string, 0, len(values)) // an empty list, where nil would travel as null
	for _, v := range values {
		if utf8.ValidString(v) {
			sent = append(sent, v)
		}
	}
	return bson.D{{Key: path, Value: bson.D{{Key: "$in", Value: sent}}}}
}

func nothing() bson.D { return isIn(idField, nil) }

func (c *collection) contains(f store.Contains) (bson.D, error) {
	path, err := c.path(store.Text)
	if err != nil {
		return nil, err
	}
	text := regexp.QuoteMeta(store.Normalise(f.Value)) // letters, digits and spaces: nothing to quote, today
	return bson.D{{Key: path, Value: bson.D{{Key: "$regex", Value: text}}}}, nil
}

func (c *collection) between(f store.Range) (bson.D, error) {
	path, err := c.path(f.Field)
	if err != nil {
		return nil, err
	}
	bounds := bson.D{}
	if f.From != "" {
		bounds = append(bounds, bson.E{Key: "$gte", Value: f.From})
	}
	if f.To != "" {
		bounds = append(bounds, bson.E{Key: "$lt", Value: f.To})
	}
	if len(bounds) == 0 {
		return bson.D{}, nil
	}
	return bson.D{{Key: path, Value: bounds}}, nil
}

func (c *collection) join(operator string, filters []store.Filter, empty bson.D) (bson.D, error) {
	if len(filters) == 0 {
		return empty, nil
	}
	parts := make(bson.A, len(filters))
	for i, f := range filters {
		part, err := c.filter(f)
		if err != nil {
			return nil, err
		}
		parts[i] = part
	}
	return bson.D{{Key: operator, Value: parts}}, nil
}
