package importa_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"cassetto/internal/archive"
	"cassetto/internal/importa"
	"cassetto/sources"
)

// TestEverySection takes documents with the compulsory fields alone and with every field through the checks and the store,
// then breaks them one field at a time.
func TestEverySection(t *testing.T) {
	s := schema()
	for _, name := range slices.Sorted(maps.Keys(sources.Sections())) {
		to := target(t, name)
		v, err := importa.NewValidator(s, to.Sections)
		if err != nil {
			t.Fatal(err)
		}
		for _, sec := range to.Sections {
			section := sec.Collection.Name
			t.Run(name+"/"+section, func(t *testing.T) {
				least := sampler{t, s, false}.document(sec)
				most := sampler{t, s, true}.document(sec)
				for _, doc := range []map[string]any{least, most} {
					accepted(t, v, to, sec, doc)
				}
				for field := range least {
					without := maps.Clone(least)
					delete(without, field)
					refused(t, v, section, without, field+": manca")
					without[field] = nil
					refused(t, v, section, without, field+": manca: non può essere null")
					without[field] = map[string]any{"nessuno": 1}
					refused(t, v, section, without, field)
				}
				for field := range most {
					wrong := maps.Clone(most)
					wrong[field] = json.RawMessage("[[[]]]")
					refused(t, v, section, wrong, field)
				}
				most["inventato"] = 1
				refused(t, v, section, most, "inventato: è un campo sconosciuto")
			})
		}
	}
}

// accepted passes the checks, and then the store must take it.
func accepted(t *testing.T, v *importa.Validator, to importa.Target, sec archive.Section, doc any) {
	t.Helper()
	raw := marshal(t, doc)
	if d := v.Check(sec.Collection.Name, raw); d != nil {
		t.Fatalf("%v\n%s", d, raw)
	}
	if _, err := to.Store.Import(t.Context(), sec.Collection, []json.RawMessage{raw}); err != nil {
		t.Errorf("the store refuses a good document: %v", err)
	}
}

func refused(t *testing.T, v *importa.Validator, section string, doc any, with string) {
	t.Helper()
	d := v.Check(section, marshal(t, doc))
	switch {
	case d == nil:
		t.Errorf("accepted, wanted %q: %s", with, marshal(t, doc))
	case !strings.HasPrefix(d.Error(), with):
		t.Errorf("refused with %q, wanted %q", d, with)
	}
}

func TestScalarsOfTheSchema(t *testing.T) {
	for name, def := range schema().Types {
		router := strings.HasPrefix(def.Position.Src.Name, "../federation/") // what only a router sends
		sent := name == "Upload"                                             // a file, which no document holds
		if _, ok := samples[name]; def.Kind == "SCALAR" && !router && !sent && !ok {
			t.Errorf("scalar %s has no sample, and so no test", name)
		}
	}
}
