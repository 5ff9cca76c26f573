package importa_test

import (
	"testing"

	"cassetto/internal/importa"
	"cassetto/internal/store"
	"cassetto/sources"
)

// FuzzLine: whatever the line, the checks come to an end, and the store takes what they let through.
func FuzzLine(f *testing.F) {
	s := schema()
	sections := sources.Sections()["anagrafica"]
	v, err := importa.NewValidator(s, sections)
	if err != nil {
		f.Fatal(err)
	}
	collections := map[string]*store.Collection{}
	for _, sec := range sections {
		collections[sec.Collection.Name] = sec.Collection
		f.Add(marshal(f, map[string]any{sec.Collection.Name: sampler{f, s, true}.document(sec)}))
		f.Add(marshal(f, map[string]any{sec.Collection.Name: nil}))
	}
	f.Add([]byte(`{"\u0061":[{"a":1e5,"b":-0.1,"c":"\"\\"}, null ,true]}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		section, doc, d := v.Line(line)
		if d != nil {
			return
		}
		if _, err := store.Parse(collections[section], doc); err != nil {
			t.Errorf("%v: %s", err, doc)
		}
	})
}
