package importa_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"cassetto/internal/archive"
)

// samples are good values of the scalars.
var samples = map[string]any{
	"String": "testo", "ID": "abc", "Int": 3, "Float": 45.5, "Boolean": true, "Importo": 123456,
	"Matricola": "9900010011", "CodiceFiscale": "RSSMRA80A01A000C", "PartitaIva": "00000001016", "CodiceSede": "4900",
	"Csc": "10101", "CodiceAutorizzazione": "0J", "CodiceAteco": "56.10.11", "CodiceBelfiore": "A000",
	"NumeroRuolo": "12345678901234567", "Percentuale": "35.03", "Data": "2026-01-01", "DataOra": "2026-10-28T15:04:00Z",
	"AnnoMese": "2026-09",
}

// sampler makes good documents of the schema by its own reading of it.
type sampler struct {
	t      testing.TB
	schema *ast.Schema
	all    bool // optional fields too
}

func (s sampler) document(sec archive.Section) map[string]any {
	s.t.Helper()
	doc := s.object(s.schema.Types[sec.Type], slices.Concat(sec.Collection.Key, orderOf(sec)))
	for _, name := range slices.Sorted(maps.Keys(sec.Extra)) { // an object before what it holds
		typ := sec.Extra[name]
		parsed, err := parser.ParseSchema(&ast.Source{Input: "type T { f: " + typ + " }"})
		if err != nil {
			s.t.Fatal(err)
		}
		if t := parsed.Definitions[0].Fields[0].Type; t.NonNull || s.all {
			of, inside, nested := strings.Cut(name, ".")
			if nested {
				doc[of].(map[string]any)[inside] = s.value(inside, t)
			} else {
				doc[name] = s.value(name, t)
			}
		}
	}
	return doc
}

func orderOf(sec archive.Section) (fields []string) {
	for _, o := range sec.Collection.Order {
		fields = append(fields, o.Field)
	}
	return fields
}

func (s sampler) object(def *ast.Definition, also []string) map[string]any {
	doc := map[string]any{}
	for _, f := range def.Fields {
		name := f.Name
		if d := f.Directives.ForName("goField"); d != nil || len(f.Arguments) > 0 {
			continue
		}
		if d := f.Directives.ForName("goTag"); d != nil {
			name = d.Arguments.ForName("value").Value.Raw
		}
		if name != "-" && (f.Type.NonNull || s.all || slices.Contains(also, name)) {
			doc[name] = s.value(name, f.Type)
		}
	}
	return doc
}

func (s sampler) value(name string, t *ast.Type) any {
	if t.Elem != nil {
		return []any{s.value(name, t.Elem)}
	}
	def := s.schema.Types[t.NamedType]
	switch {
	case def.Kind == ast.Enum:
		return def.EnumValues[0].Name
	case def.Kind == ast.Object:
		return s.object(def, nil)
	case name == "al" && t.NamedType == "Data":
		return "2026-12-31"
	case strings.HasPrefix(name, "_"):
		s.t.Fatalf("field %s", name)
	}
	v, ok := samples[t.NamedType]
	if !ok {
		s.t.Fatalf("no sample of %s", t.NamedType)
	}
	return v
}

func marshal(t testing.TB, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
