package plan

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

const small = `
	type Query { a(n: Int, i: In): A! node: Node left: A _service: String }
	input In { n: [Int] }
	interface Node { id: ID! }
	type A implements Node { id: ID! a: A b: B name: String }
	type B implements Node { id: ID! b: B a(n: Int): A }
	type C implements Node { id: ID! }
`

// desk is the small schema, and what of it can be planned: all but Query.left, Query._service and, if so wanted, C.
type desk struct {
	schema  *ast.Schema
	objects map[string]Object
}

func openDesk(t *testing.T, c bool) *desk {
	t.Helper()
	d := &desk{gqlparser.MustLoadSchema(&ast.Source{Input: small}), map[string]Object{
		"Query": {[]string{"Query"}, map[string]Member{"a": {Index: 0, Resolver: true}, "node": {Index: 1, Resolver: true}}},
		"A":     {[]string{"A", "Node"}, map[string]Member{"id": {}, "a": {Index: 1}, "b": {Index: 2}, "name": {Index: 3}}},
		"B":     {[]string{"B", "Node"}, map[string]Member{"id": {}, "b": {Index: 1}, "a": {Index: 2}}},
	}}
	if c {
		d.objects["C"] = Object{[]string{"C", "Node"}, map[string]Member{"id": {}}}
	}
	return d
}

func (d *desk) operation(t *testing.T, text string, vars map[string]any) *graphql.OperationContext {
	t.Helper()
	doc, errs := gqlparser.LoadQueryWithRules(d.schema, text, nil)
	if len(errs) > 0 {
		t.Fatal(text, errs)
	}
	return &graphql.OperationContext{Doc: doc, Operation: doc.Operations[0], Variables: vars}
}

// picture writes a set on one line: the names in the response, and what is selected of each.
func picture(s *Set) string {
	var parts []string
	for i := range s.Fields {
		f := &s.Fields[i]
		text := strings.Trim(string(f.Key), `,":`)
		if f.Set != nil {
			text += "{" + picture(f.Set) + "}"
		}
		parts = append(parts, text)
	}
	for _, name := range []string{"A", "B", "C"} {
		if on := s.On[name]; on != nil {
			parts = append(parts, name+":"+picture(on))
		}
	}
	return strings.Join(parts, " ")
}

func TestCompile(t *testing.T) {
	d := openDesk(t, true)
	for _, test := range []struct{ name, text, want string }{
		{"fields", `{ a { id name } }`, `a{id name}`},
		{"aliases", `{ x: a { y: id id } }`, `x{y id}`},
		{"typename", `{ t: __typename a { __typename } }`, `t a{__typename}`},
		{"merged", `{ a { id } a { name b { id } } a { b { b { id } } } }`, `a{id name b{id b{id}}}`},
		{"fragments", `{ a { ...F name } } fragment F on A { id b { ...G } } fragment G on B { id }`, `a{id b{id} name}`},
		{"spread twice", `{ a { ...F ...F a { ...F } } } fragment F on A { id }`, `a{id a{id}}`},
		{"an interface", `{ node { id ... on A { name } ... on B { b { id } } } }`, `node{A:id name B:id b{id} C:id}`},
		{"conditions that never hold", `{ a { ... on Node { id ... on B { b { id } } ... on Node { ... on A { name } } } } }`, `a{id name}`},
		{"nothing left", `{ node { ... on A { id } } a { id @skip(if: true) } }`, `node{A:id B: C:} a{}`},
		{"by a literal", `{ a { id @skip(if: true) name @include(if: true) b @include(if: false) { id } } }`, `a{name}`},
		{"by a variable", `query($yes: Boolean!, $no: Boolean!) { a { id @skip(if: $yes) ... @include(if: $yes) { name } ...F @include(if: $no) } } fragment F on A { b { id } }`, `a{name}`},
	} {
		p, err := compile(d.schema, d.objects, d.operation(t, test.text, map[string]any{"yes": true, "no": false}))
		if err != nil || picture(p.set) != test.want {
			t.Errorf("%s: %v %v", test.name, picture(p.set), err)
		}
	}
}

func TestUnplanned(t *testing.T) {
	var inner, wide strings.Builder
	for i := range 150 { // squared it is more than the most
		fmt.Fprintf(&inner, "a%d: a { id } ", i)
	}
	for i := range 150 {
		fmt.Fprintf(&wide, "a%d: a { %s } ", i, inner.String())
	}
	for _, test := range []struct{ name, text, want string }{
		{"a field", `{ left { id } a { id } }`, "Query.left"},
		{"in a fragment", `{ ... { ...F } } fragment F on Query { _service }`, "Query._service"},
		{"introspection", `{ a { id } __schema { types { name } } }`, "Query.__schema"},
		{"a type", `{ node { id } }`, "C"},
		{"the size", "{ " + wide.String() + "}", "size"},
	} {
		d := openDesk(t, false)
		p, err := compile(d.schema, d.objects, d.operation(t, test.text, nil))
		if why, left := errors.AsType[unplanned](err); p != nil || !left || string(why) != test.want {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	d := openDesk(t, false)
	if _, err := compile(d.schema, d.objects, d.operation(t, `{ left @skip(if: true) { id } a { id } }`, nil)); err != nil {
		t.Error("what is skipped counts:", err)
	}
}

// TestShared: a fragment is compiled once for each type, however often it is spread; what is below doubles with every level otherwise.
func TestShared(t *testing.T) {
	const levels = 30
	text := "{ a { ...F0 } }"
	for i := range levels {
		text += fmt.Sprintf(" fragment F%d on A { x: a { ...F%d } y: a { ...F%d } }", i, i+1, i+1)
	}
	text += fmt.Sprintf(" fragment F%d on A { id }", levels)
	d := openDesk(t, true)
	p, err := compile(d.schema, d.objects, d.operation(t, text, nil))
	if err != nil || p.sets > 4*levels {
		t.Errorf("%v", err)
	}
}

// TestSlots: arguments that use no variable are the same in all responses, the others have a place of their own in each.
func TestSlots(t *testing.T) {
	d := openDesk(t, true)
	p, err := compile(d.schema, d.objects, d.operation(t, `query($n: Int) { a { id } b: a(n: 1) { id } c: a(n: $n) { id } d: a(i: {n: [1, $n]}) { b { a(n: $n) { id } } } }`, nil))
	if err != nil {
		t.Fatal(err)
	}
	var fixed []bool
	for i := range p.set.Fields {
		fixed = append(fixed, p.set.Fields[i].fixed)
	}
	if !slices.Equal(fixed, []bool{true, true, false, false}) || p.slots != 3 {
		t.Errorf("%v, %d slots", fixed, p.slots)
	}
}

func TestVariants(t *testing.T) {
	d := openDesk(t, true)
	all := newPlans(d.schema, d.objects)
	find := func(op *graphql.OperationContext, vars map[string]any) *Plan {
		t.Helper()
		p, err := all.find(&graphql.OperationContext{Doc: op.Doc, Operation: op.Operation, Variables: vars})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	op := d.operation(t, `query($n: Int, $x: Boolean!, $y: Boolean! = true) { a(n: $n) { id @skip(if: $x) ...F } } fragment F on A { name @include(if: $y) b @include(if: $x) { id } }`, nil)
	seen := map[*Plan]bool{}
	for _, vars := range []map[string]any{{"x": true, "y": true}, {"x": true, "y": false}, {"x": false, "y": true}, {"x": false, "y": false}} {
		first := find(op, vars)
		vars["n"] = 7
		if second := find(op, vars); first != second {
			t.Error("another plan for the same conditions", vars)
		}
		seen[first] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d plans", len(seen))
	}
	other := d.operation(t, `{ a { id } }`, nil)
	if find(other, nil) == find(d.operation(t, `{ a { id } }`, nil), nil) {
		t.Error("operations of two documents share a plan")
	}
	left := d.operation(t, `query($x: Boolean!) { left @include(if: $x) { id } a { id } }`, nil)
	for range 2 {
		if _, err := all.find(&graphql.OperationContext{Doc: left.Doc, Operation: left.Operation, Variables: map[string]any{"x": true}}); err == nil {
			t.Error("what is not planned is")
		}
	}
	if got := picture(find(left, map[string]any{"x": false}).set); got != "a{id}" {
		t.Error(got)
	}
}

// TestManyConditions: an operation with more conditions than plans are kept for has the right one all the same.
func TestManyConditions(t *testing.T) {
	d := openDesk(t, true)
	all := newPlans(d.schema, d.objects)
	head, body := "query(", ""
	for i := range conditions + 1 {
		head += fmt.Sprintf("$b%d: Boolean! ", i)
		body += fmt.Sprintf("f%d: id @include(if: $b%d) ", i, i)
	}
	op := d.operation(t, head+") { a { "+body+"} }", nil)
	for n := range 1 << (conditions + 1) {
		vars, want := map[string]any{}, []string{}
		for i := range conditions + 1 {
			vars[fmt.Sprint("b", i)] = n>>i&1 == 1
			if n>>i&1 == 1 {
				want = append(want, fmt.Sprint("f", i))
			}
		}
		p, err := all.find(&graphql.OperationContext{Doc: op.Doc, Operation: op.Operation, Variables: vars})
		if err != nil || picture(p.set) != "a{"+strings.Join(want, " ")+"}" {
			t.Fatalf("%v: %v %v", want, picture(p.set), err)
		}
	}
}

// TestBounded: plans of operations that never come back do not gather, however great they are.
func TestBounded(t *testing.T) {
	d := openDesk(t, true)
	all := newPlans(d.schema, d.objects)
	text := "query ($x: Boolean!) { a { id @skip(if: $x) "
	for i := range 100 {
		text += fmt.Sprintf("b%d: b { id } ", i)
	}
	text += "} }"
	const operations = 3_000
	base := d.operation(t, text, nil)
	for range operations {
		op := *base.Operation // another one of the same document
		for _, x := range []bool{false, true} {
			if _, err := all.find(&graphql.OperationContext{Doc: base.Doc, Operation: &op, Variables: map[string]any{"x": x}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	all.kept.CleanUp()
	n, bytes := all.kept.EstimatedSize(), all.kept.WeightedSize()
	if bytes > heaviest || n == 0 || n == operations {
		t.Errorf("%d operations are kept, of %d bytes", n, bytes)
	}
	if each := bytes / uint64(n); each < 2*200*weightField {
		t.Errorf("an operation weighs %d", each)
	}
}
