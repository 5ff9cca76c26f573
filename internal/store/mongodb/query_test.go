package mongodb

import (
	"reflect"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"cassetto/internal/store"
)

// TestFilter compares what is sent with its relaxed extended JSON.
func TestFilter(t *testing.T) {
	c := testCollection()
	for want, filter := range map[string]store.Filter{
		`{}`:                               nil,
		`{"_id":{"$in":[]}}`:               store.Or{},
		`{"$and":[{}]}`:                    store.And{store.All{}},
		`{"stato":{"$in":["A","$B"]}}`:     store.In{Field: "stato", Values: []string{"A", "$B"}},
		`{"stato":{"$in":[]}}`:             store.In{Field: "stato"},
		`{"_id":{"$gte":"a","$lt":"b"}}`:   store.Range{Field: "k", From: "a", To: "b"},
		`{"_testo":{"$regex":"d agosti"}}`: store.Contains{Value: "D'AGOSTI.*"},
		`{"$or":[{"a.b":{"$lt":"x"}},{"$and":[{},{"stato":{"$in":["A"]}}]}]}`: store.Or{
			store.Range{Field: "a.b", To: "x"}, store.And{store.Range{Field: "c"}, store.In{Field: "stato", Values: []string{"A"}}},
		},
	} {
		got, err := c.filter(filter)
		if err != nil {
			t.Errorf("%s: %v", want, err)
			continue
		}
		isJSON(t, got, want)
	}
}

func TestOrder(t *testing.T) {
	c := testCollection()
	terms, err := c.order([]store.Order{{Field: "stato"}, {Field: store.Text, Desc: true}})
	if err != nil {
		t.Fatal(err)
	}
	isJSON(t, sortBy(terms), `{"stato":1,"_testo":-1,"_id":-1}`)
	isJSON(t, after(terms, []any{"A", "rossi", "7"}), `{"stato":{"$gte":"A"},"$or":[{"stato":{"$gt":"A"}},
		{"stato":"A","_testo":{"$lt":"rossi"}},{"stato":"A","_testo":"rossi","_id":{"$lt":"7"}}]}`)
	terms, err = c.order([]store.Order{{Field: "k", Desc: true}})
	if err != nil {
		t.Fatal(err)
	}
	isJSON(t, sortBy(terms), `{"_id":-1}`)
	_, sort, err := c.readPlan([]string{"stato"})
	if err != nil {
		t.Fatal(err)
	}
	isJSON(t, sort, `{"stato":1,"_id":1}`)
}

func isJSON(t *testing.T, got bson.D, want string) {
	t.Helper()
	text, err := bson.MarshalExtJSON(got, false, false)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(parsed(t, text), parsed(t, []byte(want))) {
		t.Errorf("%s, want %s", text, want)
	}
}

func TestConnectRefuses(t *testing.T) {
	for _, uri := range []string{"", "http://localhost", "mongodb://utente:segreto@", "mongodb://u:segreto@h/?maxPoolSize=x"} {
		s, err := Open(t.Context(), uri, "prova")
		if err == nil {
			t.Errorf("%s is accepted", uri)
			_ = s.Close()
			continue
		}
		if got := err.Error(); got != "mongodb: the URI or an option of the connection is not valid" {
			t.Errorf("%s: %v", uri, err)
		}
	}
}
