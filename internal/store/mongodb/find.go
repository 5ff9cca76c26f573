package mongodb

import (
	"context"
	"math"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/xoptions"
)

// query is a find about to be sent.
type query struct {
	docs    *mongo.Collection
	filter  bson.D
	options *options.FindOptionsBuilder
}

// find calls each with every document, in order. An error of each comes back as it is.
func (s *Store) find(ctx context.Context, q query, each func(raw bson.Raw) error) error {
	doing := "find in " + q.docs.Name()
	if err := limitTime(ctx, q.options); err != nil {
		return s.fail(ctx, doing, err)
	}
	cursor, err := q.docs.Find(ctx, q.filter, q.options)
	if err != nil {
		return s.fail(ctx, doing, err)
	}
	defer closeCursor(ctx, cursor)
	for cursor.Next(ctx) {
		if err := each(cursor.Current); err != nil {
			return err
		}
	}
	if err := cursor.Err(); err != nil {
		return s.fail(ctx, doing, err)
	}
	return nil
}

// limitTime tells the server the caller's deadline. The driver does it for every command but this one, because a cursor
// may be meant to outlive its first answer; ours never does, and an abandoned scan would burden the server until its end.
func limitTime(ctx context.Context, o *options.FindOptionsBuilder) error {
	deadline, limited := ctx.Deadline()
	if !limited {
		return nil
	}
	left := time.Until(deadline).Milliseconds() + 1
	if left < 1 || left > math.MaxInt32 {
		return ctx.Err() // over already, or as good as never
	}
	return xoptions.SetInternalFindOptions(o, "addCommandFields", bson.D{{Key: "maxTimeMS", Value: left}})
}

// closeCursor frees what the server still holds, even for a caller who is out of time; it does not matter whether it can.
func closeCursor(ctx context.Context, cursor *mongo.Cursor) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = cursor.Close(ctx)
}
