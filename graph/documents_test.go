package graph_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
	"cassetto/internal/jsonscan"
)

// writer writes documents at random, in all the ways there are.
type writer struct {
	*rand.Rand
	schema *ast.Schema
	rare   bool // also what readers give up
}

var texts = []string{
	`""`, `"a"`, `"ROSSI & C. S.n.c."`, `"ROSSI \u0026 C."`, `"Perché no?"`, `"Perch\u00e9 \"no\"?\n\\\/"`, `"2026-11-28"`, `"` + strings.Repeat("lungo ", 500) + `"`,
}

var rareTexts = []string{`"\ud83d\ude00"`, "\"\xff\"", `1`, `{}`, `"`, "\"\n\"", `tru`}

func (w *writer) one(of []string) string { return of[w.IntN(len(of))] }

func (w *writer) space() string { return w.one([]string{"", "", "", " ", "\n\t", "\r "}) }

func (w *writer) value(t reflect.Type) string {
	if w.rare && w.IntN(60) == 0 {
		return w.one(rareTexts)
	}
	switch t.Kind() {
	case reflect.Pointer:
		if w.IntN(4) == 0 {
			return "null"
		}
		return w.value(t.Elem())
	case reflect.Slice:
		if w.IntN(6) == 0 {
			return "null"
		}
		var all []string
		for range w.IntN(4) {
			all = append(all, w.space()+w.value(t.Elem())+w.space())
		}
		return "[" + strings.Join(all, ",") + w.space() + "]"
	case reflect.Struct:
		return w.object(t)
	case reflect.String:
		return w.text(t)
	case reflect.Bool:
		return w.one([]string{"true", "false", "null"})
	case reflect.Float64:
		return w.one([]string{"0", "-1.5", "1e3", "12.25E-1", "null"})
	}
	numbers := []string{"0", "-0", "7", "-12345", "2147483647", "null"}
	if w.rare {
		numbers = append(numbers, "1.0", "1e3", "99999999999999999999", "01", "+1")
	}
	return w.one(numbers)
}

func (w *writer) text(t reflect.Type) string {
	if e := w.schema.Types[t.Name()]; e != nil && e.Kind == ast.Enum {
		return fmt.Sprintf("%q", e.EnumValues[w.IntN(len(e.EnumValues))].Name)
	}
	return w.one(append(texts, "null"))
}

func (w *writer) object(t reflect.Type) string {
	var all []string
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if key == "-" || w.IntN(8) == 0 {
			continue
		}
		member := func(key string) string {
			return w.space() + `"` + key + `"` + w.space() + ":" + w.space() + w.value(t.Field(i).Type) + w.space()
		}
		all = append(all, member(key))
		if w.rare && w.IntN(40) == 0 {
			all = append(all, member(w.one([]string{key, strings.ToUpper(key), "\\u0061", key + "\u212a"})))
		}
	}
	for range w.IntN(3) {
		all = append(all, w.one([]string{`"altro":{"a":[1,"x",{}],"b":null}`, `"Altra":"testo"`, `"":[]`, `"x":-1.5e3`}))
	}
	w.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return "{" + strings.Join(all, ",") + w.space() + "}"
}

// agrees reads a document in both ways, and says whether the fast one did.
func agrees(t *testing.T, r *jsonscan.Reader, of jsonscan.Value, doc []byte) bool {
	t.Helper()
	want := reflect.New(reflect.TypeOf(of).Elem()).Interface()
	got := reflect.New(reflect.TypeOf(of).Elem()).Interface().(jsonscan.Value)
	err := json.Unmarshal(doc, want)
	before := string(doc)
	if !r.Read(doc, got) {
		return false
	}
	clear(doc) // what was read keeps nothing of it
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%T of %s\nis read as\n%+v\nencoding/json says %v\n%+v", of, before, got, err, want)
	}
	return true
}

// TestDocuments: documents are read as encoding/json reads them, or given up; those that archives hold are not given up.
func TestDocuments(t *testing.T) {
	if len(readable()) < 50 {
		t.Errorf("only %d types", len(readable()))
	}
	w := writer{rand.New(rand.NewPCG(1, 2)), graph.NewExecutableSchema(graph.Config{}).Schema(), false}
	var r jsonscan.Reader
	for _, of := range readable() {
		rare, read := 0, 0
		for n := range 200 {
			w.rare = n >= 100
			doc := w.space() + w.object(reflect.TypeOf(of).Elem()) + w.space()
			fast := agrees(t, &r, of, []byte(doc))
			if !fast && !w.rare {
				t.Fatalf("%T: given up: %s", of, doc)
			}
			for range 3 {
				altered := []byte(doc)
				at := w.IntN(len(altered))
				switch w.IntN(3) {
				case 0:
					altered = altered[:at]
				case 1:
					altered = slices.Delete(altered, at, at+1)
				default:
					altered[at] = byte(w.IntN(256))
				}
				if rare++; agrees(t, &r, of, altered) {
					read++
				}
			}
		}
		if read == 0 || read == rare {
			t.Errorf("%T: of altered documents %d of %d were read", of, read, rare)
		}
	}
}

// FuzzDocuments: whatever bytes a document is made of.
func FuzzDocuments(f *testing.F) {
	f.Add(uint8(0), []byte(`{"matricola":"9900010011","altro":[1,{"a":null}]}`))
	f.Add(uint8(9), []byte(` {"dal":null, "al":"\u00e8","DAL":1} `))
	f.Fuzz(func(t *testing.T, which uint8, doc []byte) {
		of := readable()
		agrees(t, new(jsonscan.Reader), of[int(which)%len(of)], doc)
	})
}
