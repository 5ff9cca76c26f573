// Package ferretdb_test runs the suite of package store over the real driver: on an embedded FerretDB, or on the server
// that TEST_MONGODB_URI names. It is a module of its own, so that the gateway does not depend on a database server.
package ferretdb_test

import (
	"context"
	"crypto/rand"
	"log/slog"
	"os"
	"testing"

	"github.com/FerretDB/FerretDB/ferretdb"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"cassetto/internal/store"
	"cassetto/internal/store/mongodb"
	"cassetto/internal/store/storetest"
)

// server is where a test finds MongoDB, and what may be asked of it.
type server struct {
	uri    string
	limits []storetest.Option
}

func startServer(t *testing.T) server {
	t.Helper()
	if uri := os.Getenv("TEST_MONGODB_URI"); uri != "" {
		return server{uri: uri}
	}
	f, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Logger:    slog.New(slog.DiscardHandler),
		Handler:   "sqlite",
		SQLiteURL: "file:" + t.TempDir() + "/",
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- f.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	})
	// FerretDB compares and writes in two steps; over one connection nobody comes between them.
	return server{f.MongoDBURI() + "?maxPoolSize=1", []storetest.Option{storetest.OneWriter()}}
}

// database gives a test a database of its own and drops it afterwards.
func (s server) database(t *testing.T) string {
	t.Helper()
	name := "prova" + rand.Text()
	t.Cleanup(func() {
		ctx := context.Background()
		client, err := mongo.Connect(options.Client().ApplyURI(s.uri))
		if err != nil {
			t.Error(err)
			return
		}
		if err := client.Database(name).Drop(ctx); err != nil {
			t.Error(err)
		}
		if err := client.Disconnect(ctx); err != nil {
			t.Error(err)
		}
	})
	return name
}

func TestSuite(t *testing.T) {
	s := startServer(t)
	storetest.Run(t, func(t *testing.T, c ...*store.Collection) store.Store {
		opened, err := mongodb.Open(t.Context(), s.uri, s.database(t), c...)
		if err != nil {
			t.Fatal(err)
		}
		return opened
	}, s.limits...)
}
