package ferretdb_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"cassetto/internal/archive"
	"cassetto/internal/store"
	"cassetto/internal/store/mongodb"
)

// TestWatch: a database made before its documents said when they were modified gets the index that is polled by; then changes
// are noticed, also those made past the store.
func TestWatch(t *testing.T) {
	s := startServer(t)
	database := s.database(t)
	before := pratiche()
	open := func(c *store.Collection) *mongodb.Store {
		opened, err := mongodb.Open(t.Context(), s.uri, database, archive.Loads, c)
		if err != nil {
			t.Fatal(err)
		}
		return opened
	}
	old := open(before)
	if _, err := old.Import(t.Context(), before, []json.RawMessage{pratica("A", 1), pratica("B", 2)}); err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	section := archive.Section{Archive: "prova", Collection: pratiche(), Modified: "modificataAl", Codes: []string{"codice", "matricola"}}
	section.Collection.Index = append(section.Collection.Index, []string{"modificataAl"})
	opened := open(section.Collection)
	defer opened.Close()
	client, err := mongo.Connect(options.Client().ApplyURI(s.uri))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Disconnect(t.Context())
	docs := client.Database(database).Collection("pratiche")
	if !indexed(t, docs, "modificataAl") {
		t.Error("the index is not there")
	}

	var told []string
	watch := archive.New("prova", opened).Watch([]archive.Section{section}, func(m archive.Mutation) error {
		told = append(told, fmt.Sprint(m.Section, " ", m.Codes))
		return nil
	})
	polled := func(want ...string) {
		t.Helper()
		told = nil
		if err := watch.Poll(t.Context()); err != nil || !slices.Equal(told, want) {
			t.Fatalf("told %q, %v; want %q", told, err, want)
		}
	}
	polled()
	at := archive.Instant(time.Now())
	doc := fmt.Appendf(nil, `{"codice":"A","matricola":"11","modificataAl":%q}`, at)
	if _, err := opened.Put(t.Context(), section.Collection, doc, 1); err != nil {
		t.Fatal(err)
	}
	polled("pratiche [11 A]")
	polled()
	hand := bson.D{{Key: "$set", Value: bson.D{{Key: "matricola", Value: "12"}, {Key: "modificataAl", Value: archive.Instant(time.Now())}}}}
	if _, err := docs.UpdateOne(t.Context(), bson.D{{Key: "_id", Value: "B"}}, hand); err != nil {
		t.Fatal(err)
	}
	polled("pratiche [12 B]")
	polled()
	if err := archive.Stamp(t.Context(), opened, "prova", "pratiche", time.Now()); err != nil {
		t.Fatal(err)
	}
	polled("pratiche []")
}

// indexed says whether a collection has an index that begins with a field.
func indexed(t *testing.T, c *mongo.Collection, field string) bool {
	t.Helper()
	all, err := c.Indexes().ListSpecifications(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(all, func(i mongo.IndexSpecification) bool {
		keys, err := i.KeysDocument.Elements()
		return err == nil && keys[0].Key() == field
	})
}
