package mongodb

import (
	"context"
	"encoding/json"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"

	"cassetto/internal/store"
)

// Put is one insert, or one replacement of the version the caller read.
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

func sameVersion(id string, version int64) bson.D {
	return bson.D{{Key: idField, Value: id}, {Key: versionField, Value: version}}
}
