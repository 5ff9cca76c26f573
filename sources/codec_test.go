package sources

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"cassetto/graph/model"
)

// TestCodecTells: what is missing, empty and zero come back as they were.
func TestCodecTells(t *testing.T) {
	zero, no, text := int32(0), false, ""
	type row struct {
		Number *int32
		Flag   *bool
		Text   *string
		List   []string
		Amount model.Importo
	}
	for name, want := range map[string]row{
		"missing": {},
		"zero":    {Number: &zero, Flag: &no, Text: &text, List: []string{}},
		"set":     {Amount: -123450, List: []string{"", "è"}},
	} {
		b, err := encode(want)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := decode[row](b); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// TestCodecFields: no field of a value that leaves the process is lost on the way, unless it belongs to one response.
func TestCodecFields(t *testing.T) {
	ofResponse := map[string]bool{"Azienda.Insieme": true, "DatiSintetici.Azienda": true, "Delega.Compagne": true, "Fascia.PostiLiberi": true}
	seen := map[reflect.Type]bool{}
	var check func(t reflect.Type) []string
	check = func(t reflect.Type) (lost []string) {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice:
			return check(t.Elem())
		case reflect.Struct:
			if seen[t] {
				return nil
			}
			seen[t] = true
			for f := range t.Fields() {
				name := t.Name() + "." + f.Name
				hidden := f.Tag.Get("cbor") == "" && f.Tag.Get("json") == "-"
				switch {
				case ofResponse[name], strings.HasSuffix(name, ".MatchedKey"):
				case hidden || !f.IsExported():
					lost = append(lost, name)
				default:
					lost = append(lost, check(f.Type)...)
				}
			}
		}
		return lost
	}
	s := reflect.TypeFor[Sources]()
	sections := 0
	for f := range s.Fields() {
		if !f.IsExported() {
			continue
		}
		load, ok := f.Type.MethodByName("Load")
		if !ok {
			t.Fatalf("%s is no section", f.Name)
		}
		sections++
		if f.Name == "Titoli" { // never leaves
			continue
		}
		if lost := check(load.Type.Out(0)); len(lost) > 0 {
			t.Errorf("%s loses %s", f.Name, strings.Join(lost, ", "))
		}
	}
	if sections < 20 {
		t.Errorf("%d sections", sections)
	}
}

// TestShape: another type, another name or another tag is another shape; the same type is always the same.
func TestShape(t *testing.T) {
	type (
		a struct{ N int }
		b struct{ N int32 }
		c struct {
			N int `cbor:"m"`
		}
		d struct{ M int }
	)
	shapes := []string{shapeOf[a](), shapeOf[b](), shapeOf[c](), shapeOf[d](), shapeOf[*a](), shapeOf[[]a](), shapeOf[*model.Righe[model.Emens]](), shapeOf[*model.Azienda]()}
	for i, s := range shapes {
		for _, other := range shapes[i+1:] {
			if s == other {
				t.Errorf("%d is like another", i)
			}
		}
	}
	if shapeOf[a]() != shapes[0] {
		t.Error("a shape changes")
	}
}

// TestCodecCut: no part of an encoded value is taken for a value.
func TestCodecCut(t *testing.T) {
	b, err := encode(&model.Righe[model.Emens]{Righe: make([]model.Emens, 2), Chiavi: []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	for n := range b {
		if v, err := decode[*model.Righe[model.Emens]](b[:n]); err == nil {
			t.Fatalf("%d of %d bytes are taken for %+v", n, len(b), v)
		}
	}
	if _, err := decode[*model.Righe[model.Emens]](append(bytes.Clone(b), 0)); err == nil {
		t.Error("what is after a value is not noticed")
	}
}
