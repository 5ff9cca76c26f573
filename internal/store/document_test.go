package store_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"cassetto/internal/store"
)

func TestParse(t *testing.T) {
	c := &store.Collection{Name: "aziende", Key: []string{"cf", "sede.codice"}, Text: []string{"nome", "sede.vie"}}
	raw := json.RawMessage(` {"nome":"Officine \u00c8ra", "cf":"0\"1", "sede":{"codice":7,"vie":["Roma",{"x":1},"D'Este"]}, "n":[1.5,-0,true,null] }`)
	doc, err := store.Parse(c, raw)
	if err != nil {
		t.Fatal(err)
	}
	if doc.ID != `0"1|7` || doc.Text != "officine era roma d este" {
		t.Errorf("id %q, text %q", doc.ID, doc.Text)
	}
	body, err := doc.Body()
	want := []store.Member{
		{Name: "nome", Value: "Officine Èra"},
		{Name: "cf", Value: `0"1`},
		{Name: "sede", Value: []store.Member{{Name: "codice", Value: int64(7)}, {Name: "vie", Value: []any{
			"Roma", []store.Member{{Name: "x", Value: int64(1)}}, "D'Este"}}}},
		{Name: "n", Value: []any{1.5, int64(0), true, nil}},
	}
	if err != nil || !reflect.DeepEqual(body, want) {
		t.Errorf("body %#v, %v", body, err)
	}
}

// FuzzParse gives Parse anything: it never panics, and what it takes it takes again, unchanged.
func FuzzParse(f *testing.F) {
	c := &store.Collection{Name: "a", Key: []string{"k"}, Index: [][]string{{"i"}}, Text: []string{"t.t"}}
	f.Add([]byte(`{"k":"1","i":"x","t":[{"t":"a"},{"t":["b"]}],"n":[1e5,-1,true,null,{}]}`))
	f.Add([]byte(`{"k":"\ud83c\udfed","a":{"b":[[],[{}]]}}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc, err := store.Parse(c, raw)
		if err != nil {
			return
		}
		again, err := store.Parse(c, doc.JSON)
		if err != nil || !reflect.DeepEqual(doc, again) {
			t.Errorf("%q: %+v, then %+v, %v", raw, doc, again, err)
		}
	})
}
