package mongodb

import (
	"context"
	"encoding/json"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"cassetto/internal/store"
)

// Put is one insert, or one replacement of the version the caller read. Of several at once one succeeds, because each is a single
// write to a single document, which the server carries out alone:
//
//   - an insert of an _id that exists fails, whoever else inserts it (the index on _id is unique and cannot be dropped);
//   - a replacement looks for the document by _id and version and writes it without letting go of it. When another write comes
//     first the server looks again, with the version that is there now, and matches nothing. No upsert: it would insert.
//
// Both are acknowledged by a majority, journaled, so that what was acknowledged outlives a new primary; and since a primary's
// writes are replicated in their order, whoever wrote after having read something has that acknowledged too. A primary that was
// deposed without knowing it may still be read from, but acknowledges nothing: what is decided on stale reads fails to be written
// as long as the write itself names what was read, a version, or the number after the last one.
func (s *Store) Put(ctx context.Context, declared *store.Collection, raw json.RawMessage, expected int64) (int64, error) {
	c, err := s.collection(declared)
	if err != nil {
		return 0, err
	}
	parsed, err := store.Parse(c.Collection, raw)
	if err != nil {
		return 0, err
	}
	doc, err := c.encode(parsed, expected+1)
	if err != nil {
		return 0, err
	}
	if expected == 0 {
		_, err = c.docs.InsertOne(ctx, doc)
		if mongo.IsDuplicateKeyError(err) {
			return 0, store.ErrConflict
		}
	} else {
		var result *mongo.UpdateResult
		result, err = c.docs.ReplaceOne(ctx, sameVersion(parsed.ID, expected), doc)
		if err == nil && result.MatchedCount == 0 {
			return 0, store.ErrConflict
		}
	}
	if err != nil {
		return 0, s.fail(ctx, "put "+c.Name, err)
	}
	return expected + 1, nil
}

// Delete is one command, which the server carries out document by document.
func (s *Store) Delete(ctx context.Context, declared *store.Collection, ids []string) error {
	c, err := s.collection(declared)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return ctx.Err()
	}
	if _, err := c.docs.DeleteMany(ctx, isIn(idField, ids)); err != nil {
		return s.fail(ctx, "delete "+c.Name, err)
	}
	return nil
}

func sameVersion(id string, version int64) bson.D {
	return bson.D{{Key: idField, Value: id}, {Key: versionField, Value: version}}
}
