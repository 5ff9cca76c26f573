package mongodb

import (
	"context"
	"errors"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/x/bsonx/bsoncore"

	"cassetto/internal/store"
)

// migrate builds what the collection declares and the database lacks. Several instances may do it at once.
func (c *collection) migrate(ctx context.Context, db *mongo.Database) error {
	for _, fields := range c.Index { // one command each: FerretDB breaks on several that exist already
		if c.KeyedBy(fields[0]) {
			continue // the server's own index of ids serves it, and it takes no second one
		}
		index, err := c.index(fields)
		if err != nil {
			return err
		}
		if _, err := c.docs.Indexes().CreateOne(ctx, index); err != nil {
			return err
		}
	}
	return c.computeTexts(ctx, db.Collection("_testi"))
}

// index ends with the id: it breaks every tie, and a page is then read off the index in its order.
func (c *collection) index(fields []string) (mongo.IndexModel, error) {
	terms := make([]term, 0, len(fields)+1)
	for _, field := range fields {
		path, err := c.path(field)
		if err != nil {
			return mongo.IndexModel{}, err
		}
		terms = append(terms, term{path: path})
	}
	return mongo.IndexModel{Keys: sortBy(append(terms, term{path: idField}))}, nil
}

// computeTexts brings the texts of all documents up to date when the collection's Text fields changed; signatures keeps
// how they were computed last.
func (c *collection) computeTexts(ctx context.Context, signatures *mongo.Collection) error {
	if len(c.Text) == 0 {
		return nil
	}
	mine := bson.D{{Key: idField, Value: c.Name}}
	var before struct {
		Fields string `bson:"campi"`
	}
	err := signatures.FindOne(ctx, mine).Decode(&before)
	if err != nil && !errors.Is(err, mongo.ErrNoDocuments) {
		return err
	}
	if before.Fields == c.TextSignature() {
		return nil
	}
	if err := c.computeAll(ctx); err != nil {
		return err
	}
	set := bson.D{{Key: "$set", Value: bson.D{{Key: "campi", Value: c.TextSignature()}}}}
	_, err = signatures.UpdateOne(ctx, mine, set, options.UpdateOne().SetUpsert(true))
	return err
}

// computeAll changes a text only in the version it was computed from: whoever writes meanwhile computes his own.
func (c *collection) computeAll(ctx context.Context) error {
	cursor, err := c.primary.Find(ctx, bson.D{})
	if err != nil {
		return err
	}
	defer closeCursor(ctx, cursor)
	var models []mongo.WriteModel
	for cursor.Next(ctx) {
		model, err := c.rewrite(cursor.Current)
		if err != nil {
			return err
		}
		if models = append(models, model); len(models) < replaceChunk {
			continue
		}
		if _, err := c.docs.BulkWrite(ctx, models, options.BulkWrite().SetOrdered(false)); err != nil {
			return err
		}
		models = models[:0]
	}
	if err := cursor.Err(); err != nil || len(models) == 0 {
		return err
	}
	_, err = c.docs.BulkWrite(ctx, models, options.BulkWrite().SetOrdered(false))
	return err
}

func (c *collection) rewrite(stored bson.Raw) (mongo.WriteModel, error) {
	r, err := newRow(stored, nil, nil)
	if err != nil {
		return nil, err
	}
	body, err := appendBody(nil, stored)
	if err != nil {
		return nil, err
	}
	text, err := store.TextOf(c.Collection, body)
	if err != nil {
		return nil, err
	}
	replacement, err := withText(r, text)
	return mongo.NewReplaceOneModel().SetFilter(sameVersion(r.id, r.version)).SetReplacement(replacement), err
}

// withText puts the text where encode puts it, so that the document still compares equal when it is imported again.
func withText(r *row, text string) (bson.Raw, error) {
	start, b := bsoncore.AppendDocumentStart(nil)
	b = bsoncore.AppendStringElement(b, idField, r.id)
	b = bsoncore.AppendInt64Element(b, versionField, r.version)
	b = bsoncore.AppendStringElement(b, textField, text)
	err := elements(r.raw, func(name []byte, value bsoncore.Value) error {
		if name := string(name); name != idField && name != versionField && name != textField {
			b = bsoncore.AppendValueElement(b, name, value)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return bsoncore.AppendDocumentEnd(b, start)
}
