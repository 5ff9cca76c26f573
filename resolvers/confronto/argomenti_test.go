package confronto_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
)

// argomento writes the value of an argument, in place or as a variable; nothing when it is left out after all.
func (g *generatore) argomento(f *ast.FieldDefinition, a *ast.ArgumentDefinition) string {
	v := g.valoreDi(f, a)
	if v == nil && a.Type.NonNull {
		v = ""
	}
	if g.chance(50) {
		return g.letterale(a.Type, v)
	}
	name := fmt.Sprint("v", len(g.dichiarate))
	declared := "$" + name + ": " + a.Type.String()
	switch {
	case !a.Type.NonNull && g.chance(10): // not given: the field's default holds
	case a.Type.Elem == nil && g.schema.Types[a.Type.Name()].IsLeafType() && v != nil && g.chance(15): // its own does
		declared += " = " + g.letterale(a.Type, v)
	default:
		g.variabili[name] = v
	}
	g.dichiarate = append(g.dichiarate, declared)
	return "$" + name
}

// valoreDi is a value for an argument of a field, good or not.
func (g *generatore) valoreDi(f *ast.FieldDefinition, a *ast.ArgumentDefinition) any {
	switch {
	case a.Name == "first":
		if g.chance(3) {
			return one(g.Rand, []any{nil, -1, 201})
		}
		return one(g.Rand, []any{0, 1, 1, 2, 2, 2, 3, 3, 4, 5})
	case a.Name == "after":
		if known := g.cursori[f.Name]; len(known) > 0 && g.chance(70) {
			return one(g.Rand, known)
		}
		if g.chance(80) {
			return nil
		}
		return one(g.Rand, []any{"zz", "", "🙂"})
	case a.Type.NonNull && a.Name == "dal":
		return fmt.Sprintf("2026-11-%02d", 20+g.IntN(9))
	case a.Type.NonNull && a.Name == "al":
		return fmt.Sprintf("2026-%02d-%02d", 11+g.IntN(2), 19+g.IntN(9))
	case a.Type.Name() == "ID" && f.Name != "node" && g.chance(85):
		if known := g.pratiche[map[string]string{"richiesta": "richieste", "appuntamento": "appuntamenti", "stampa": "stampe"}[f.Name]]; len(known) > 0 {
			return one(g.Rand, known)
		}
	}
	return g.valore(a.Type)
}

// valore is a value of an input type; now and then one that is not good.
func (g *generatore) valore(typ *ast.Type) any {
	def, a := g.schema.Types[typ.Name()], g.azienda()
	switch {
	case !typ.NonNull && g.chance(8):
		return nil
	case def.Name == "_Any":
		return g.rappresentazioni()
	case typ.Elem != nil:
		list := []any{}
		for range g.IntN(3) {
			list = append(list, g.valore(typ.Elem))
		}
		return list
	case def.Kind == ast.Enum:
		return one(g.Rand, def.EnumValues).Name
	case def.Kind == ast.InputObject:
		fields := map[string]any{}
		for _, f := range def.Fields {
			if f.Type.NonNull && f.DefaultValue == nil || g.chance(20) {
				fields[f.Name] = g.valore(f.Type)
			}
		}
		return fields
	case g.chance(2):
		return one(g.Rand, []string{"", "x", "9999999990", "\"\\\u2028", "2026-02-30"})
	}
	switch def.Name {
	case "Matricola":
		return string(a.Matricola)
	case "CodiceFiscale":
		return string(a.CodiceFiscale)
	case "CodiceSede":
		return one(g.Rand, g.sedi)
	case "Data":
		return fmt.Sprintf("20%02d-%02d-11", 18+g.IntN(9), 1+g.IntN(12))
	case "ID":
		return one(g.Rand, append([]string{"AZ-9999999990", "AZ-x", "ZZ-1", "", "D-NONE", "R-NONE", "A-NONE", "S-NONE", "SD-0001"}, g.id...))
	}
	return strings.ToLower(string([]rune(a.Denominazione + "   ")[:3]))
}

// azienda is any, most often one of the first, which nearly everybody may see something of.
func (g *generatore) azienda() model.Azienda {
	if g.chance(50) {
		return one(g.Rand, g.aziende[:4])
	}
	return one(g.Rand, g.aziende)
}

// rappresentazioni are what another graph points at, some of it badly.
func (g *generatore) rappresentazioni() []any {
	list := []any{}
	for range g.IntN(5) {
		a := g.azienda()
		list = append(list, one(g.Rand, []any{
			map[string]any{"__typename": "Azienda", "matricola": string(a.Matricola)},
			map[string]any{"__typename": "Azienda", "matricola": string(a.Matricola)},
			map[string]any{"__typename": "Sede", "codice": string(a.CodiceSede)},
			map[string]any{"__typename": "Azienda", "matricola": "x"},
			map[string]any{"__typename": "Stampa", "id": "S-1"},
		}))
	}
	return list
}

func (g *generatore) letterale(typ *ast.Type, v any) string {
	switch v := v.(type) {
	case map[string]any:
		var fields []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			of := ast.NamedType("String", nil) // of a representation
			if f := g.schema.Types[typ.Name()].Fields.ForName(name); f != nil {
				of = f.Type
			}
			fields = append(fields, name+": "+g.letterale(of, v[name]))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, g.letterale(typ.Elem, item))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case string:
		if g.schema.Types[typ.Name()].Kind == ast.Enum {
			return v
		}
		b, _ := json.Marshal(v)
		return string(b)
	case int:
		return strconv.Itoa(v)
	case nil:
		return "null"
	}
	panic(fmt.Sprintf("no literal of %T", v))
}

// altre are other variables for the same operation.
func altre(v map[string]any) map[string]any {
	other := maps.Clone(v)
	for name, value := range v {
		switch value := value.(type) {
		case bool:
			other[name] = !value
		case int:
			other[name] = max(0, value+1) % 5
		}
	}
	return other
}

// osserva notes the cursors of an answer, by the field that they go on with.
func (g *generatore) osserva(value any, field string) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			name, _, _ := strings.Cut(key, "_")
			text, isText := inner.(string)
			switch {
			case isText && (name == "cursor" || name == "endCursor" || name == "startCursor"):
				g.cursori[field] = append(g.cursori[field], text)
			case name == "edges" || name == "pageInfo":
				g.osserva(inner, field)
			default:
				g.osserva(inner, name)
			}
		}
	case []any:
		for _, inner := range v {
			g.osserva(inner, field)
		}
	}
}
