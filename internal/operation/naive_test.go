package operation_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/internal/operation"
)

// naive computes a price as the specification tells it: every fragment expanded where it stands, every size multiplied on
// the way down, directives read where they are met, nothing remembered. It knows what the library schema uses.
type naive struct {
	schema *ast.Schema
	n      int // the variable $n
}

func (v naive) set(set ast.SelectionSet, on *ast.Definition, page *ast.Directive, size int) operation.Price {
	var most operation.Price
	for _, possible := range v.possible(on) {
		var p operation.Price
		for _, s := range set {
			var x operation.Price
			switch s := s.(type) {
			case *ast.Field:
				x = v.field(s, page, size)
			case *ast.InlineFragment:
				if v.is(possible, s.TypeCondition) {
					x = v.set(s.SelectionSet, possible, page, size)
				}
			case *ast.FragmentSpread:
				if v.is(possible, s.Definition.TypeCondition) {
					x = v.set(s.Definition.SelectionSet, possible, page, size)
				}
			}
			p.Cost, p.Bulk, p.Page = p.Cost+x.Cost, p.Bulk+x.Bulk, max(p.Page, x.Page)
		}
		most.Cost, most.Bulk, most.Page = max(most.Cost, p.Cost), max(most.Bulk, p.Bulk), max(most.Page, p.Page)
	}
	return most
}

func (v naive) possible(on *ast.Definition) []*ast.Definition {
	if on.IsAbstractType() {
		return v.schema.GetPossibleTypes(on)
	}
	return []*ast.Definition{on}
}

func (v naive) is(t *ast.Definition, condition string) bool {
	return condition == "" || slices.Contains(v.possible(v.schema.Types[condition]), t)
}

func (v naive) field(f *ast.Field, page *ast.Directive, size int) operation.Price {
	if f.Name == "__typename" {
		return operation.Price{}
	}
	own := 0
	for _, t := range v.possible(f.ObjectDefinition) {
		own = max(own, v.weight(t.Fields.ForName(f.Name).Directives, 0))
	}
	if f.ObjectDefinition == v.schema.Mutation {
		own = v.weight(f.Definition.Directives, 10)
	}
	returns := v.schema.Types[f.Definition.Type.Name()]
	element := 0
	if returns.IsCompositeType() {
		element = 1
		for _, t := range v.possible(returns) {
			element = max(element, v.weight(t.Directives, 1))
		}
	} else {
		element = v.weight(returns.Directives, 0)
	}
	list := f.Definition.Type.Elem != nil
	sizing := f.Definition.Directives.ForName("listSize")
	times, below := 1, 0
	var inner *ast.Directive
	switch {
	case sizing != nil && list:
		times = v.asked(f, sizing)
	case sizing != nil:
		inner, below = sizing, v.asked(f, sizing)
	case list && page != nil && strings.Contains(page.Arguments.ForName("sizedFields").Value.String(), strconv.Quote(f.Name)):
		times = size
	case list:
		times = operation.AssumedSize
	}
	sub := v.set(f.SelectionSet, returns, inner, below)
	bulk, rows := sub.Bulk, sub.Page
	if sizing != nil {
		rows = max(rows, v.asked(f, sizing))
	}
	for _, a := range f.Arguments {
		switch f.Definition.Arguments.ForName(a.Name).Type.Name() {
		case "Matricola", "ID", "_Any":
			bulk += max(1, len(a.Value.Children))
		}
	}
	return operation.Price{Cost: own + times*(element+sub.Cost), Bulk: bulk, Page: rows}
}

func (v naive) weight(directives ast.DirectiveList, otherwise int) int {
	if d := directives.ForName("cost"); d != nil {
		w, _ := strconv.Atoi(d.Arguments.ForName("weight").Value.Raw)
		return w
	}
	return otherwise
}

func (v naive) asked(f *ast.Field, sizing *ast.Directive) int {
	if a := sizing.Arguments.ForName("assumedSize"); a != nil {
		n, _ := strconv.Atoi(a.Value.Raw)
		return n
	}
	size := -1
	for _, c := range sizing.Arguments.ForName("slicingArguments").Value.Children {
		value := f.Definition.Arguments.ForName(c.Value.Raw).DefaultValue
		if a := f.Arguments.ForName(c.Value.Raw); a != nil {
			value = a.Value
		}
		switch {
		case value == nil:
		case value.Kind == ast.Variable:
			size = max(size, min(max(v.n, 0), 200))
		default:
			n, _ := strconv.Atoi(value.Raw)
			size = max(size, min(max(n, 0), 200))
		}
	}
	return size
}

// writer writes a document of the library schema from bytes; when they end it only writes leaves.
type writer struct {
	schema *ast.Schema
	bytes  []byte
	names  int
}

// conditions are the types that the fragments are on; a fragment spreads only later ones.
var conditions = []string{"Query", "Node", "Books", "Book", "Author", "Thing", "Edge", "Book", "Node"}

func (w *writer) next(n int) int {
	if len(w.bytes) == 0 {
		return 0
	}
	b := int(w.bytes[0])
	w.bytes = w.bytes[1:]
	return b % n
}

func (w *writer) document() string {
	v := naive{schema: w.schema}
	var b strings.Builder
	b.WriteString("query($n: Int) " + w.set(w.schema.Query, 0, 6, v))
	for i, condition := range conditions {
		fmt.Fprintf(&b, " fragment F%d on %s %s", i, condition, w.set(w.schema.Types[condition], i+1, 3, v))
	}
	return b.String()
}

// set writes a selection on a type with fragments from a number on.
func (w *writer) set(on *ast.Definition, from, depth int, v naive) string {
	text := "{ __typename"
	if depth == 0 || len(w.bytes) == 0 {
		return text + " }"
	}
	for range 1 + w.next(4) {
		switch w.next(4) {
		case 0:
			i := from + w.next(len(conditions))
			if i < len(conditions) && w.meets(on, conditions[i], v) {
				text += fmt.Sprintf(" ...F%d", i)
			}
		case 1:
			condition := conditions[w.next(len(conditions))]
			if w.meets(on, condition, v) {
				text += fmt.Sprintf(" ... on %s %s", condition, w.set(w.schema.Types[condition], from, depth-1, v))
			}
		default:
			text += w.field(on, from, depth, v)
		}
	}
	return text + " }"
}

func (w *writer) meets(on *ast.Definition, condition string, v naive) bool {
	return slices.ContainsFunc(v.possible(on), func(t *ast.Definition) bool { return v.is(t, condition) })
}

func (w *writer) field(on *ast.Definition, from, depth int, v naive) string {
	if len(on.Fields) == 0 {
		return ""
	}
	f := on.Fields[w.next(len(on.Fields))]
	if strings.HasPrefix(f.Name, "__") {
		return ""
	}
	w.names++
	text := fmt.Sprintf(" x%d: %s", w.names, f.Name)
	var args []string
	for _, a := range f.Arguments {
		switch {
		case a.Type.Name() == "Int" && (a.Type.NonNull || w.next(2) == 0):
			args = append(args, a.Name+": "+strconv.Itoa(w.next(256)-20))
		case a.Type.Name() == "Int" && w.next(2) == 0:
			args = append(args, a.Name+": $n")
		case a.Type.Elem != nil:
			args = append(args, a.Name+": ["+repeat(1+w.next(3), "#, ")+"]")
		case a.Type.NonNull:
			args = append(args, a.Name+": 1")
		}
	}
	if len(args) > 0 {
		text += "(" + strings.Join(args, ", ") + ")"
	}
	if returns := w.schema.Types[f.Type.Name()]; returns.IsCompositeType() {
		text += " " + w.set(returns, from, depth-1, v)
	}
	return text
}

// FuzzCost: the price computed with each fragment once is that of the naive expansion.
func FuzzCost(f *testing.F) {
	s := schemaOf(f, library)
	c := coster(f, s)
	lax := rules.NewDefaultRules()
	lax.RemoveRule("NoUnusedVariables")
	lax.RemoveRule("NoUnusedFragments")
	f.Add([]byte("\x03\x02\x02\x00\x05\x01\x03\x00\x00\x03\x02\x00\x01"), 7)
	for i := range 300 {
		b := make([]byte, 60+i)
		for j := range b {
			b[j] = byte((j*j*31 + i*j*17 + i*101 + j>>2) >> 1)
		}
		f.Add(b, i-20)
	}
	f.Fuzz(func(t *testing.T, data []byte, n int) {
		if len(data) > 600 {
			return
		}
		n = min(max(n, -1_000), 1_000)
		text := (&writer{schema: s, bytes: data}).document()
		doc := parse(t, text)
		if errs := validator.ValidateWithRules(s, doc, lax); len(errs) > 0 {
			t.Fatalf("%v in %s", errs, text)
		}
		op := doc.Operations[0]
		got := c.Price(op, map[string]any{"n": n})
		want := naive{s, n}.set(op.SelectionSet, s.Query, nil, 0)
		want.Cost, want.Bulk = min(want.Cost, huge), min(want.Bulk, huge)
		if got != want {
			t.Errorf("%+v, want %+v of %s", got, want, text)
		}
	})
}
