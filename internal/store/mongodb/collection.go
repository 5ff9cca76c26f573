package mongodb

import (
	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"

	"cassetto/internal/store"
)

// Names of what the engine adds to a document: its id, its version, its normalised text.
const (
	idField      = "_id"
	versionField = "_v"
	textField    = "_testo"
)

// collection is a declaration and where its documents are.
type collection struct {
	*store.Collection
	docs    *mongo.Collection
	primary *mongo.Collection // the same, read where it is written
}

func newCollection(c *store.Collection, db *mongo.Database) *collection {
	primary := db.Collection(c.Name, options.Collection().SetReadPreference(readpref.Primary()))
	if c.Latest {
		return &collection{c, primary, primary}
	}
	return &collection{c, db.Collection(c.Name), primary}
}

// path is where a field is stored.
func (c *collection) path(field string) (string, error) {
	if err := c.CheckField(field); err != nil {
		return "", err
	}
	switch {
	case field == store.Text:
		return textField, nil
	case c.KeyedBy(field):
		return idField, nil
	}
	return field, nil
}

// order is how a query sorts: by these paths, then by the id in the direction of the last of them.
func (c *collection) order(fields []store.Order) ([]term, error) {
	terms := make([]term, 0, len(fields)+1)
	for _, o := range fields {
		path, err := c.path(o.Field)
		if err != nil {
			return nil, err
		}
		terms = append(terms, term{path, o.Desc})
	}
	return append(terms, term{idField, len(fields) > 0 && fields[len(fields)-1].Desc}), nil
}

type term struct {
	path string
	desc bool
}

// sortBy names no path twice, which a server refuses; the first time decides.
func sortBy(terms []term) bson.D {
	sort := bson.D{}
	seen := map[string]bool{}
	for _, t := range terms {
		if seen[t.path] {
			continue
		}
		seen[t.path] = true
		direction := 1
		if t.desc {
			direction = -1
		}
		sort = append(sort, bson.E{Key: t.path, Value: direction})
	}
	return sort
}

// after selects the rows that follow the one with these values, term by term, behind a bound that an index can use.
func after(terms []term, values []any) bson.D {
	alternatives := make(bson.A, len(terms))
	for i, t := range terms {
		alternative := bson.D{}
		for j, equal := range terms[:i] {
			alternative = append(alternative, bson.E{Key: equal.path, Value: values[j]})
		}
		alternatives[i] = append(alternative, bson.E{Key: t.path, Value: bson.D{{Key: t.beyond(), Value: values[i]}}})
	}
	bound := bson.D{{Key: terms[0].beyond() + "e", Value: values[0]}}
	return bson.D{{Key: terms[0].path, Value: bound}, {Key: "$or", Value: alternatives}}
}

func (t term) beyond() string {
	if t.desc {
		return "$lt"
	}
	return "$gt"
}
