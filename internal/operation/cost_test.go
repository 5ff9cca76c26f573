package operation_test

import (
	"slices"
	"strings"
	"testing"

	"cassetto/internal/operation"
)

// library is a schema small enough to compute by hand.
const library = `
	type Query {
		book(code: Matricola!): Book @cost(weight: "5")
		books(codes: [Matricola!]!): [Book]
		search(first: Int = 20, filter: Filter, last: Int): Books! @listSize(slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"]) @cost(weight: "7")
		half(first: Int = 2): Books @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])
		plain: Books
		ten: [Book!]! @listSize(assumedSize: 4)
		some(count: Int!): [Book!]! @listSize(slicingArguments: ["count"])
		node(id: ID!): Node
		thing: Thing
		entities(representations: [_Any!]!): [Thing]!
		title(size: Size @cost(weight: "3")): String @cost(weight: "2")
	}
	type Mutation { write(input: BookInput!): Book free: Int @cost(weight: "0") }
	type Subscription { written: Book }
	scalar Matricola
	scalar _Any
	scalar Blob @cost(weight: "9")
	enum Size { BIG SMALL }
	input Filter { text: String codes: [Matricola!] heavy: Int @cost(weight: "4") more: [Filter!] }
	input BookInput { code: Matricola! title: String }
	interface Node { id: ID! label: String }
	union Thing = Book | Author
	type Books { nodes: [Book!]! edges: [Edge!]! total: Int! other: [Book!]! }
	type Edge { cursor: String! node: Book! }
	type Book implements Node { id: ID! label: String title: String author: Author blob: Blob shelf: [Book!]! related(first: Int = 50): Books @listSize(slicingArguments: ["first"], sizedFields: ["nodes", "edges"]) @cost(weight: "5") }
	type Author implements Node @cost(weight: "3") { id: ID! label: String @cost(weight: "6") name: String books: [Book!]! }
`

func TestCost(t *testing.T) {
	s := schemaOf(t, library)
	c := coster(t, s)
	for _, test := range []struct {
		name, text, vars string
		want             int
	}{
		{"a scalar", "{ title }", "", 2},
		{"an object", "{ book(code: 1) { title } }", "", 5 + 1},
		{"an object within", "{ book(code: 1) { author { name } } }", "", 5 + 1 + 3},
		{"an object that weighs", "{ thing { ... on Author { name } } }", "", 3},
		{"a scalar that weighs", "{ book(code: 1) { blob } }", "", 5 + 1 + 9},
		{"an argument that weighs", "{ title(size: BIG) }", "", 2 + 3},
		{"an argument that is null", "{ title(size: null) }", "", 2},
		{"typename is free", "{ __typename }", "", 0},
		{"a list of unknown size", "{ books(codes: [1]) { title } }", "", operation.AssumedSize},
		{"a list of assumed size", "{ ten { title author { name } } }", "", 4 * (1 + 3)},
		{"a list that is sized itself", "{ some(count: 6) { title author { name } } }", "", 6 * (1 + 3)},
		{"first by default", "{ search { nodes { title } } }", "", 7 + 1 + 20},
		{"first by a literal", "{ search(first: 5) { nodes { title } } }", "", 7 + 1 + 5},
		{"first of zero", "{ search(first: 0) { nodes { title } } }", "", 7 + 1},
		{"first below zero", "{ search(first: -5) { nodes { title } } }", "", 7 + 1},
		{"first out of all reason", "{ search(first: 2147483647) { nodes { title } } }", "", 7 + 1 + 200},
		{"first of null", "{ search(first: null) { nodes { title } } }", "", 7 + 1 + 20},
		{"the greater of two sizes", "{ search(first: 5, last: 9) { nodes { title } } }", "", 7 + 1 + 9},
		{"first by a variable", "query($n: Int) { search(first: $n) { nodes { title } } }", `{"n": 6}`, 7 + 1 + 6},
		{"first by a variable's default", "query($n: Int = 3) { search(first: $n) { nodes { title } } }", "", 7 + 1 + 3},
		{"first by a variable that is not given", "query($n: Int) { search(first: $n) { nodes { title } } }", "", 7 + 1 + 20},
		{"first by a variable that is null", "query($n: Int = 3) { search(first: $n) { nodes { title } } }", `{"n": null}`, 7 + 1 + 20},
		{"first by a variable below zero", "query($n: Int) { search(first: $n) { nodes { title } } }", `{"n": -1}`, 7 + 1},
		{"first by a variable out of all reason", "query($n: Int) { search(first: $n) { nodes { title } } }", `{"n": 1e300}`, 7 + 1 + 200},
		{"nodes and edges", "{ search(first: 5) { nodes { title } edges { node { title } } } }", "", 7 + 1 + 5 + 5*(1+1)},
		{"a list of the page that is not sized", "{ search(first: 5) { other { title } total } }", "", 7 + 1 + operation.AssumedSize},
		{"nodes through a fragment", "{ search(first: 5) { ...P } } fragment P on Books { nodes { ...B } } fragment B on Book { author { name } }", "", 7 + 1 + 5*(1+3)},
		{"one fragment below two sizes", "{ a: search(first: 5) { ...P } b: search(first: 50) { ...P } } fragment P on Books { nodes { title } total }", "", 2*(7+1) + 5 + 50},
		{"one fragment on pages that size other fields", "{ a: search(first: 5) { ...P } b: half(first: 3) { ...P } c: plain { ...P } } fragment P on Books { nodes { title } edges { cursor } }", "", (7 + 1 + 5 + 5) + (1 + 3 + 10) + (1 + 10 + 10)},
		{"nodes through an inline fragment", "{ search(first: 5) { ... { ... on Books { nodes { title } } } } }", "", 7 + 1 + 5},
		{"pages within pages", "{ search(first: 10) { nodes { related(first: 20) { nodes { title } } } } }", "", 7 + 1 + 10*(1+5+1+20)},
		{"a list below a sized list has a size of its own", "{ search(first: 10) { nodes { shelf { title } } } }", "", 7 + 1 + 10*(1+operation.AssumedSize)},
		{"skipped by a literal", "{ title book(code: 1) @skip(if: true) { title } ... @include(if: false) { title } }", "", 2},
		{"not skipped by a literal", "{ title @skip(if: false) @include(if: true) }", "", 2},
		{"skipped by a variable, which may change", "query($no: Boolean!) { title @skip(if: $no) }", `{"no": true}`, 2},
		{"a command", "mutation { write(input: {code: 1}) { title } }", "", operation.CommandWeight + 1 + 1},
		{"a command that weighs nothing", "mutation { free }", "", 0},
		{"a command whose input is a variable", "mutation($i: BookInput!) { write(input: $i) { title } }", `{"i": {"code": "1"}}`, operation.CommandWeight + 1 + 1},
		{"a subscription", "subscription { written { title } }", "", 1},
		{"fields of an input", "{ search(first: 0, filter: {heavy: 1, more: [{heavy: 2}, {text: \"x\"}]}) { total } }", "", 7 + 1 + 1 + 4 + 1 + 4 + 1},
		{"fields of an input in variables", "query($f: Filter) { search(first: 0, filter: $f) { total } }", `{"f": {"heavy": 1, "more": [{"heavy": 2}, {"text": "x"}]}}`, 7 + 1 + 1 + 4 + 1 + 4 + 1},
		{"an input that is not given", "query($f: Filter) { search(first: 0, filter: $f) { total } }", "", 7 + 1},
		{"an interface is its heaviest type", "{ node(id: 1) { id ... on Book { author { name } } ... on Author { name } } }", "", 3 + 3},
		{"an interface whose types exclude each other", "{ node(id: 1) { ... on Book { author { name } author2: author { name } } ... on Author { books { title } } } }", "", 3 + 10},
		{"a field of an interface weighs what its heaviest type says", "{ node(id: 1) { label } }", "", 3 + 6},
		{"fragments on an interface", "{ node(id: 1) { ...N } } fragment N on Node { ...B label } fragment B on Book { author { name } }", "", 3 + 3 + 6},
		{"a union", "{ thing { ... on Node { id } ... on Book { author { name } } } }", "", 3 + 3},
		{"interfaces within lists", "{ entities(representations: [1, 2]) { ... on Book { related(first: 2) { nodes { title } } } } }", "", operation.AssumedSize * (3 + 5 + 1 + 2)},
		{"no more than a thousand million", "{ search(first: 200) { nodes " + strings.Repeat("{ related(first: 200) { nodes ", 9) + "{ title }" + strings.Repeat(" } }", 9) + " } }", "", huge},
	} {
		t.Run(test.name, func(t *testing.T) {
			op := valid(t, s, test.text).Operations[0]
			if got := c.Price(op, object(t, test.vars)).Cost; got != test.want {
				t.Errorf("%d, want %d", got, test.want)
			}
		})
	}
}

func TestBulk(t *testing.T) {
	s := schemaOf(t, library)
	c := coster(t, s)
	for _, test := range []struct {
		name, text, vars string
		want             int
	}{
		{"none", "{ search(filter: {text: \"1\"}) { total } }", "", 0},
		{"a literal", "{ book(code: 1) { title } }", "", 1},
		{"a variable", "query($c: Matricola!) { book(code: $c) { title } }", `{"c": "1"}`, 1},
		{"a list of literals", "{ books(codes: [1, 2, 3]) { title } }", "", 3},
		{"a list in a variable", "query($c: [Matricola!]!) { books(codes: $c) { title } }", `{"c": ["1", "2", "3", "4"]}`, 4},
		{"a list of variables", "query($a: Matricola!, $b: Matricola!) { books(codes: [$a, $b]) { title } }", `{"a": "1", "b": "2"}`, 2},
		{"one value for a list", "query($c: [Matricola!]!) { books(codes: $c) { title } }", `{"c": "1"}`, 1},
		{"aliases", "{ a: book(code: 1) { title } b: book(code: 2) { title } }", "", 2},
		{"a fragment spread twice", "{ ...F x: title ... { ...F } } fragment F on Query { books(codes: [1, 2]) { title } }", "", 4},
		{"an identifier", "{ node(id: 1) { id } }", "", 1},
		{"representations", "query($r: [_Any!]!) { entities(representations: $r) { __typename } }", `{"r": [{"a": 1}, {"a": 2}]}`, 2},
		{"within an input", "{ search(filter: {codes: [1, 2], more: [{codes: [3]}]}) { total } }", "", 3},
		{"within an input in a variable", "query($f: Filter) { search(filter: $f) { total } }", `{"f": {"codes": ["1", "2"], "more": [{"codes": ["3"]}]}}`, 3},
		{"not times the list that it stands in", "{ search(first: 50) { nodes { related { total } } } book(code: 1) { title } }", "", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			op := valid(t, s, test.text).Operations[0]
			if got := c.Price(op, object(t, test.vars)).Bulk; got != test.want {
				t.Errorf("%d, want %d", got, test.want)
			}
		})
	}
}

// TestVariables: the variables that can change the price, and no others.
func TestVariables(t *testing.T) {
	s := schemaOf(t, library)
	c := coster(t, s)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"none", "{ title }", nil},
		{"one matricola is one whatever it is", "query($c: Matricola!) { book(code: $c) { title } }", nil},
		{"a list may be long", "query($c: [Matricola!]!) { books(codes: $c) { title } }", []string{"c"}},
		{"a size", "query($n: Int, $m: Int) { search(last: $m, first: $n) { total } }", []string{"n", "m"}},
		{"a condition is taken as kept", "query($b: Boolean!) { title @skip(if: $b) }", nil},
		{"in a fragment", "query($n: Int) { ...F ...F } fragment F on Query { search(first: $n) { ... { total } } }", []string{"n"}},
		{"an argument that weighs unless it is null", "query($s: Size) { title(size: $s) }", []string{"s"}},
		{"an input", "query($f: Filter) { search(filter: $f) { total } }", []string{"f"}},
		{"within an input", "query($t: String, $c: Matricola!) { search(filter: {text: $t, codes: [$c]}) { total } }", []string{"t"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := c.Variables(valid(t, s, test.text).Operations[0]); !slices.Equal(got, test.want) {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}

// TestTwoOperations: the default of a variable is that of the operation that is priced, not of a namesake.
func TestTwoOperations(t *testing.T) {
	s := schemaOf(t, library)
	c := coster(t, s)
	doc := valid(t, s, "query A($n: Int = 100) { ...F } query B($n: Int = 1) { ...F } fragment F on Query { search(first: $n) { nodes { title } } }")
	for i, want := range []int{108, 9} {
		if got := c.Price(doc.Operations[i], nil).Cost; got != want {
			t.Errorf("operation %d: %d, want %d", i, got, want)
		}
	}
}

func TestDirectivesRefused(t *testing.T) {
	for _, test := range []struct{ name, field, want string }{
		{"a weight that is no number", `a: Int @cost(weight: "many")`, `Query.a: @cost(weight: "many")`},
		{"a weight below zero", `a: Int @cost(weight: "-1")`, "Query.a: @cost"},
		{"a weight that is not whole", `a: Int @cost(weight: "2.5")`, "Query.a: @cost"},
		{"a weight out of all reason", `a: Int @cost(weight: "1000001")`, "Query.a: @cost"},
		{"a weight of an argument", `a(b: Int @cost(weight: "x")): Int`, "Query.a: b: @cost"},
		{"a size that is no argument", `a: [Int] @listSize(slicingArguments: ["first"])`, "Query.a: @listSize: first"},
		{"a size that is no number", `a(first: String = "1"): [Int] @listSize(slicingArguments: ["first"])`, "Query.a: @listSize: first"},
		{"a size that may be unknown", `a(first: Int): [Int] @listSize(slicingArguments: ["first"])`, "Query.a: @listSize: the size"},
		{"no size", `a: [Int] @listSize`, "Query.a: @listSize: the size"},
		{"an assumed size below zero", `a: [Int] @listSize(assumedSize: -1)`, "Query.a: @listSize(assumedSize: -1)"},
		{"a page without its list", `a(first: Int = 1): Query @listSize(slicingArguments: ["first"], sizedFields: ["nodes"])`, "Query.a: @listSize: nodes"},
		{"a sized field that is no list", `b: Int a(first: Int = 1): Query @listSize(slicingArguments: ["first"], sizedFields: ["b"])`, "Query.a: @listSize: b"},
		{"a page of nothing", `a(first: Int = 1): Query @listSize(slicingArguments: ["first"])`, "Query.a: @listSize: sizedFields"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := operation.NewCoster(schemaOf(t, "type Query { "+test.field+" }"))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

func BenchmarkPrice(b *testing.B) {
	c := coster(b, theSchema())
	for _, q := range theShipped(b) {
		if q.name != "09-fascicolo-completo" && q.name != "GraphiQL" && q.name != "node.txtar" {
			continue
		}
		op, vars := valid(b, theSchema(), q.query).Operations[0], object(b, q.variables)
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Price(op, vars)
			}
		})
	}
}
