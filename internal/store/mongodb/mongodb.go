// Package mongodb keeps the documents of package store in a MongoDB database: the engine of production.
//
// It uses nothing that a server without transactions, change streams or collations lacks.
package mongodb

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"

	"cassetto/internal/store"
)

// Store is a connected database.
type Store struct {
	client      *mongo.Client
	collections map[string]*collection
	closed      atomic.Bool
}

var _ store.Store = (*Store)(nil)

// Open connects to the server at uri and builds what the collections declare and the database lacks: indexes and
// normalised texts. It never removes anything. Errors do not repeat the URI, which may hold a password.
func Open(ctx context.Context, uri, database string, collections ...*store.Collection) (*Store, error) {
	return Connect(ctx, options.Client().ApplyURI(uri), database, collections...)
}

// Connect is Open for a caller with options of his own, such as a command monitor. Writes are acknowledged once they are
// in the journal of a majority of the servers, whatever the options say.
func Connect(ctx context.Context, o *options.ClientOptions, database string, collections ...*store.Collection) (*Store, error) {
	if err := o.Validate(); err != nil {
		return nil, errors.New("mongodb: the URI or an option of the connection is not valid")
	}
	durable := writeconcern.Majority()
	durable.Journal = new(true)
	client, err := mongo.Connect(o, options.Client().SetWriteConcern(durable))
	if err != nil {
		return nil, errors.New("mongodb: the URI or an option of the connection is not valid")
	}
	s := &Store{client: client, collections: make(map[string]*collection, len(collections))}
	if err := s.prepare(ctx, client.Database(database), collections); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) prepare(ctx context.Context, db *mongo.Database, declared []*store.Collection) error {
	for _, d := range declared {
		if err := d.Check(); err != nil {
			return err
		}
		if s.collections[d.Name] != nil {
			return fmt.Errorf("mongodb: collection %q is declared twice", d.Name)
		}
		c := newCollection(d, db)
		s.collections[d.Name] = c
		if err := c.migrate(ctx, db); err != nil {
			return s.fail(ctx, "open "+c.Name, err)
		}
	}
	if err := s.client.Ping(ctx, nil); err != nil {
		return s.fail(ctx, "ping", err)
	}
	return nil
}

// Close waits a few seconds for the calls under way, then closes every connection.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return store.ErrClosed
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return s.client.Disconnect(ctx)
}

// collection finds the declaration a caller means; it is where every method notices that the store is closed.
func (s *Store) collection(c *store.Collection) (*collection, error) {
	if s.closed.Load() {
		return nil, store.ErrClosed
	}
	found := s.collections[c.Name]
	if found == nil {
		return nil, fmt.Errorf("mongodb: collection %q was not named to Open", c.Name)
	}
	return found, nil
}

// fail gives the error a caller can act on: the store is closed, his time is over, or something is wrong there. Of a
// server's error only the codes are told, for its text may repeat values of documents.
func (s *Store) fail(ctx context.Context, doing string, err error) error {
	if s.closed.Load() {
		return store.ErrClosed
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if _, limited := ctx.Deadline(); limited && mongo.IsTimeout(err) {
		return context.DeadlineExceeded // the server was a little faster than the caller's own clock
	}
	var refused mongo.ServerError
	if errors.As(err, &refused) {
		return fmt.Errorf("mongodb: %s: refused with codes %v", doing, refused.ErrorCodes())
	}
	return fmt.Errorf("mongodb: %s: %w", doing, err)
}
