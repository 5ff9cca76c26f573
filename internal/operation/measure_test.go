package operation_test

import (
	"testing"

	"cassetto/internal/operation"
)

const huge = 1_000_000_000

func TestMeasure(t *testing.T) {
	type shape = operation.Shape
	for _, test := range []struct {
		name, text string
		want       shape
	}{
		{"one field", "{ a }", shape{Operations: 1, Depth: 1, RootFields: 1, Fields: 1}},
		{"levels", "{ a { b { c } d } e }", shape{Operations: 1, Depth: 3, RootFields: 2, Fields: 5}},
		{"introspection counts", "{ __schema { types { name } } }", shape{Operations: 1, Depth: 3, RootFields: 1, Fields: 3}},
		{"aliases", "{ x: a a y: b { z: c } a: a }", shape{Operations: 1, Depth: 2, Aliases: 3, RootFields: 4, Fields: 5}},
		{"a fragment spread twice", "{ a { ...F } b { ...F } } fragment F on T { x: c d }",
			shape{Operations: 1, Fragments: 1, Depth: 2, Aliases: 2, RootFields: 2, Fields: 6}},
		{"fragments on the root", "{ ...F ... { b } } fragment F on Query { a { c } }",
			shape{Operations: 1, Fragments: 1, Depth: 2, RootFields: 2, Fields: 3}},
		{"an unknown fragment", "{ a ...Nobody }", shape{Operations: 1, Depth: 1, RootFields: 1, Fields: 1}},
		{"a fragment that spreads itself", "{ ...F } fragment F on T { a { ...F } }",
			shape{Operations: 1, Fragments: 1, Depth: 1, RootFields: 1, Fields: 1}},
		{"fragments in a circle", "{ ...F } fragment F on T { a ...G } fragment G on T { b { ...F } }",
			shape{Operations: 1, Fragments: 2, Depth: 1, RootFields: 2, Fields: 2}},
		{"a circle that is not used", "{ a } fragment F on T { ...G } fragment G on T { ...F }",
			shape{Operations: 1, Fragments: 2, Depth: 1, RootFields: 1, Fields: 1}},
		{"two fragments of one name", "{ ...F } fragment F on T { a } fragment F on T { a { b { c } } }",
			shape{Operations: 1, Fragments: 2, Depth: 1, RootFields: 1, Fields: 1}},
		{"inline fragments", "{ ... { ... { ... { a } } } }", shape{Operations: 1, Depth: 1, RootFields: 1, Fields: 1}},
		{"values", "query($a: [Int] = [1, 2] @x(b: 1)) @y(c: 2) { a(b: {c: [1, {d: 2}]}) @skip(if: true) ...F @z(e: 1) } fragment F on T @w(f: 1) { a(b: 1) }",
			shape{Operations: 1, Fragments: 1, Values: 3 + 1 + 1 + 5 + 1 + 1 + 1 + 1, Depth: 1, RootFields: 2, Fields: 2}},
		{"values of a fragment spread twice, and of one that is hidden", "{ ...F ...F } fragment F on T { a(b: 1) } fragment F on T { a(b: [1, 2]) }",
			shape{Operations: 1, Fragments: 2, Values: 1 + 3, Depth: 1, RootFields: 2, Fields: 2}},
		{"the other operations", "query A { a } query B { b { c } }", shape{Operations: 2, Depth: 1, RootFields: 1, Fields: 1}},
		{"a bomb", "{ ...F0 }" + repeat(40, " fragment F# on T { ...F## ...F## }") + "fragment F40 on T { x: a }",
			shape{Operations: 1, Fragments: 41, Depth: 1, Aliases: huge, RootFields: huge, Fields: huge, Work: huge}},
		{"one field 400 times", "{" + repeat(400, " a") + " }", shape{Operations: 1, Depth: 1, RootFields: 400, Fields: 400, Work: huge}},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := parse(t, test.text)
			got := operation.Measure(doc, doc.Operations[0])
			if test.want.Work == 0 {
				got.Work = 0
			}
			if got != test.want {
				t.Errorf("\n%+v, want\n%+v", got, test.want)
			}
		})
	}
}

// TestWork: no fewer steps than the pairs that the validator compares, and where nothing repeats about as many as selections.
func TestWork(t *testing.T) {
	for _, test := range []struct {
		name, text  string
		least, most int
	}{
		{"one field", "{ a }", 1, 5},
		{"100 fields", "{" + repeat(100, " a#") + " }", 100, 200},
		{"100 times one field", "{" + repeat(100, " a") + " }", 4_950, 5_200},
		{"10 × 10 fields below one name", "{" + repeat(10, " a {"+repeat(10, " b")+" }") + " }", 45 + 4_950, 7_000},
		{"100 times one field, by a fragment", "{" + repeat(100, " ...F") + " } fragment F on T { a }", 4_950, huge},
		{"100 times one field, below 9 inline fragments", "{" + repeat(9, " ... {") + repeat(100, " a") + repeat(9, " }") + " }", 49_500, huge},
		{"two long lists of arguments", "{ a(" + repeat(100, "x#: 1 ") + ") a(" + repeat(100, "x#: 1 ") + ") }", 10_000, 25_000},
		{"100 operations with 100 fields", repeat(100, "query Q# { ...F } ") + "fragment F on T {" + repeat(100, " a#") + " }", 10_000, 20_000},
		{"a chain of 100 fragments", "{ ...F0 }" + repeat(99, " fragment F# on T { a ...F## }") + " fragment F99 on T { a }", 5_000, huge},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := parse(t, test.text)
			if got := operation.Measure(doc, doc.Operations[0]).Work; got < test.least || got > test.most {
				t.Errorf("%d steps, want from %d to %d", got, test.least, test.most)
			}
		})
	}
}

// TestMeasureEveryNesting: deep documents are measured too, should somebody lift the limit of nesting.
func TestMeasureEveryNesting(t *testing.T) {
	doc := parse(t, "{ a "+repeat(450, "{ ... { a ")+repeat(450, "} }")+"}")
	if got := operation.Measure(doc, doc.Operations[0]); got.Depth != 451 || got.Fields != 451 {
		t.Errorf("%+v", got)
	}
}

// FuzzMeasure: no document makes it panic or run for ever, and the figures keep their bounds.
func FuzzMeasure(f *testing.F) {
	for _, q := range theShipped(f) {
		f.Add(q.query)
	}
	for _, h := range hostile {
		f.Add(h.write(3))
	}
	f.Add("{ ...F } fragment F on T { a { ...F ...G } } fragment G on T { ...F x: b }")
	f.Fuzz(func(t *testing.T, text string) {
		doc := parsed(text)
		if doc == nil || len(doc.Operations) == 0 {
			return
		}
		m := operation.Measure(doc, doc.Operations[0])
		if m.Depth > m.Fields || m.RootFields > m.Fields || m.Aliases > m.Fields || m.Fields > huge || m.Work < 1 {
			t.Errorf("%+v of %q", m, text)
		}
	})
}

func BenchmarkMeasure(b *testing.B) {
	for _, text := range []struct{ name, query string }{
		{"complete dossier", theShipped(b)[8].query},
		{"a bomb of 30 levels", "{ ...F0 }" + repeat(30, " fragment F# on T { ...F## ...F## }") + "fragment F30 on T { a }"},
	} {
		doc := parse(b, text.query)
		b.Run(text.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				operation.Measure(doc, doc.Operations[0])
			}
		})
	}
}
