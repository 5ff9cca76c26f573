package mongodb

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"

	"cassetto/internal/store"
)

func testCollection() *collection {
	return &collection{Collection: &store.Collection{
		Name: "pratiche", Key: []string{"k"}, Text: []string{"nome"}, Index: [][]string{{"stato", "creata"}, {store.Text}},
	}}
}

func encoded(t *testing.T, c *collection, raw string, version int64) bson.Raw {
	t.Helper()
	doc, err := store.Parse(c.Collection, json.RawMessage(raw))
	if err != nil {
		t.Fatal(err)
	}
	b, err := c.encode(doc, version)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Validate(); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEncode(t *testing.T) {
	got := encoded(t, testCollection(), `{"k":"a","nome":"Nicolò","i":5,"l":2147483648,"m":-9223372036854775808,"f":1.0,"e":1e3,
		"s":"5","d":"2026-01-01T00:00:00Z","o":{"numberLong":"5","x":[null,true,[{}]]}}`, 7)
	want, err := bson.Marshal(bson.D{
		{Key: "_id", Value: "a"},
		{Key: "_v", Value: int64(7)},
		{Key: "_testo", Value: "nicolo"},
		{Key: "k", Value: "a"},
		{Key: "nome", Value: "Nicolò"},
		{Key: "i", Value: int32(5)},
		{Key: "l", Value: int64(math.MaxInt32 + 1)},
		{Key: "m", Value: int64(math.MinInt64)},
		{Key: "f", Value: 1.0},
		{Key: "e", Value: 1000.0},
		{Key: "s", Value: "5"},
		{Key: "d", Value: "2026-01-01T00:00:00Z"},
		{Key: "o", Value: bson.D{{Key: "numberLong", Value: "5"}, {Key: "x", Value: bson.A{nil, true, bson.A{bson.D{}}}}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, bson.Raw(want)) {
		t.Errorf("encoded %v\nwant    %v", got, bson.Raw(want))
	}
}

// TestDecodeBack takes documents through BSON and back.
func TestDecodeBack(t *testing.T) {
	for _, raw := range []string{
		`{"k":"a"}`,
		`{"k":"\"\\\u0000\u001f\u2028<&>🏭","à":{"x":1}}`,
		`{"k":"a","n":[0,-1,1.5,1e+300,9007199254740993,9223372036854775807],"b":[true,false,null],"l":[[],[[{}]],{"x":{}}]}`,
	} {
		text, err := appendBody(nil, encoded(t, testCollection(), raw, 1))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := parsed(t, text), parsed(t, []byte(raw)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s came back as %s", raw, text)
		}
	}
}

func parsed(t *testing.T, text []byte) (v any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

// TestDecodeForeign reads what other programs may have left in a collection.
func TestDecodeForeign(t *testing.T) {
	id := bson.ObjectID{0xab, 1}
	raw, err := bson.Marshal(bson.D{
		{Key: "_id", Value: "a"}, {Key: "_class", Value: "x"}, {Key: "quando", Value: bson.DateTime(1_767_225_600_123)}, {Key: "id", Value: id},
		{Key: "bytes", Value: []byte{1, 2}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"quando":"2026-01-01T00:00:00.123Z","id":"ab0100000000000000000000","bytes":"AQI="}`
	if text, err := appendBody(nil, raw); string(text) != want || err != nil {
		t.Errorf("%s, %v; want %s", text, err, want)
	}
	for name, value := range map[string]any{"NaN": math.NaN(), "regex": bson.Regex{Pattern: "a"}, "max": bson.MaxKey{}} {
		raw, err := bson.Marshal(bson.D{{Key: "x", Value: bson.A{value}}})
		if err != nil {
			t.Fatal(err)
		}
		if text, err := appendBody(nil, raw); err == nil {
			t.Errorf("%s is read as %s", name, text)
		}
	}
}

func FuzzDecode(f *testing.F) {
	good, err := bson.Marshal(bson.D{{Key: "x", Value: bson.A{1, "a", bson.D{{Key: "y", Value: 1.5}}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:9])
	f.Add([]byte("\x0d\x00\x00\x00\x020\x00\x00\x00\x00\x00\x00\x00")) // a string without its final zero
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, err := appendBody(nil, raw)
		if err == nil && !json.Valid(text) {
			t.Errorf("%x is read as %s", raw, text)
		}
	})
}
