package operation_test

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"cassetto/internal/operation"
)

func TestScan(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       operation.Syntax
	}{
		{"nothing", "", operation.Syntax{}},
		{"blanks", " \t\r\n,,\uFEFF", operation.Syntax{}},
		{"a field", "{ a }", operation.Syntax{Tokens: 3, Braces: 1}},
		{"levels", "{ a { b { c } } d { e } }", operation.Syntax{Tokens: 13, Braces: 3}},
		{"arguments and lists", "{ a(b: [[1, 2]], c: {d: $e}) }", operation.Syntax{Tokens: 21, Braces: 2, Brackets: 3}},
		{"spreads and directives", "{ ...F ... on T @x { a @y(if: true) } }", operation.Syntax{Tokens: 19, Braces: 2, Brackets: 1, Directives: 2, Spreads: 2}},
		{"brackets in a string", `{ a(b: "{{{ [[[ @ ... #") }`, operation.Syntax{Tokens: 8, Braces: 1, Brackets: 1}},
		{"an escaped quote", `{ a(b: "\"{{{") }`, operation.Syntax{Tokens: 8, Braces: 1, Brackets: 1}},
		{"an escaped backslash", `{ a(b: "\\") { c } }`, operation.Syntax{Tokens: 11, Braces: 2, Brackets: 1}},
		{"an empty string", `{ a(b: "") { c } }`, operation.Syntax{Tokens: 11, Braces: 2, Brackets: 1}},
		{"brackets in a block string", "{ a(b: \"\"\"{{{ \" \\\"\"\" \n [[[ \"\"\") }", operation.Syntax{Tokens: 8, Braces: 1, Brackets: 1}},
		{"a block string that ends in quotes", `{ a(b: """x""""") }`, operation.Syntax{Tokens: 8, Braces: 1, Brackets: 1}},
		{"brackets in a comment", "{ a # {{{ [[[ @ \"\n }", operation.Syntax{Tokens: 4, Braces: 1}},
		{"numbers", "{ a(b: [-1, 2.5, 1e3, 1.5E-3, 0]) }", operation.Syntax{Tokens: 14, Braces: 1, Brackets: 2}},
		{"numbers without blanks", "{ a(b: [1-2]) }", operation.Syntax{Tokens: 11, Braces: 1, Brackets: 2}},
		{"more closed than opened", "}}}{", operation.Syntax{Tokens: 4, Braces: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := operation.Scan(test.text, operation.Syntax{}); got != test.want {
				t.Errorf("%+v, want %+v", got, test.want)
			}
		})
	}
}

// TestScanStops: a document exactly at a bound is read to its end, one that is past it only as far as needed.
func TestScanStops(t *testing.T) {
	const long = 1 << 20
	for _, test := range []struct {
		name, at, over string
		bounds         operation.Syntax
	}{
		{"tokens", "{ a b c }", "{ a b c d e ", operation.Syntax{Tokens: 5}},
		{"braces", "{ a { b { c } } }", "{ a { b { c { ", operation.Syntax{Braces: 3}},
		{"brackets", "{ a(b: [[1]]) }", "{ a(b: [[[", operation.Syntax{Brackets: 3}},
		{"directives", "{ a @b @c }", "{ a @b @c @", operation.Syntax{Directives: 2}},
		{"spreads", "{ ...A ...B }", "{ ...A ...B ...", operation.Syntax{Spreads: 2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, whole := operation.Scan(test.at, test.bounds), operation.Scan(test.at, operation.Syntax{}); got != whole {
				t.Errorf("at the bound: %+v, want %+v", got, whole)
			}
			got := operation.Scan(test.over+strings.Repeat("x ", long), test.bounds)
			if end := operation.Scan(test.over, operation.Syntax{}); got != end {
				t.Errorf("over the bound: %+v, want %+v", got, end)
			}
		})
	}
}

func TestScanAllocatesNothing(t *testing.T) {
	text := theShipped(t)[8].query
	if n := testing.AllocsPerRun(10, func() { operation.Scan(text, operation.Syntax{}) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// sameTokens compares with the parser: it accepts a document with a limit of exactly as many tokens and with none fewer.
func sameTokens(t *testing.T, text string) {
	t.Helper()
	source := &ast.Source{Input: text}
	if _, err := parser.ParseQuery(source); err != nil {
		return
	}
	n := operation.Scan(text, operation.Syntax{}).Tokens
	if n == 0 {
		return // a limit of zero is none
	}
	if _, err := parser.ParseQueryWithTokenLimit(source, n); err != nil {
		t.Errorf("%d tokens: %v in %q", n, err, text)
	}
	if _, err := parser.ParseQueryWithTokenLimit(source, n-1); n > 1 && err == nil {
		t.Errorf("%d tokens, but the parser counts fewer in %q", n, text)
	}
}

// neverFewer: the parser never passes the tokens of the scan, whatever the text.
func neverFewer(t *testing.T, text string) {
	t.Helper()
	n := operation.Scan(text, operation.Syntax{}).Tokens
	if n == 0 {
		return
	}
	if _, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, n); err != nil && strings.Contains(err.Error(), "token limit") {
		t.Errorf("%d tokens: %v in %q", n, err, text)
	}
}

func TestScanCountsAsTheParser(t *testing.T) {
	for _, q := range theShipped(t) {
		sameTokens(t, q.query)
	}
	for _, h := range hostile {
		sameTokens(t, h.write(3))
	}
}

func FuzzScan(f *testing.F) {
	for _, q := range theShipped(f) {
		f.Add(q.query)
	}
	for _, text := range []string{
		`{ a(b: "\u{1F600}\\\"") }`, "{ a(b: \"\"\"x\"\"\"\"\") }", "# only\n", "{a(b:1.5e3-2)}#", "\"\"\"d\"\"\" query A { a }", "{ a(b: \"x\n\") }",
		"query A($a: [Int!]! = [1] @x) @y { ... @z { a: b } ...F } fragment F on T { c }", "{a#\r}\r\n}", "{ a(b: 01) }", "\xEF\xBB\xBF{a}", "..", "{ é }",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		sameTokens(t, text)
		neverFewer(t, text)
	})
}

func BenchmarkScan(b *testing.B) {
	for _, text := range []struct{ name, query string }{
		{"complete dossier", theShipped(b)[8].query},
		{"a megabyte of braces", strings.Repeat("{a", 1<<19)},
		{"a megabyte of fields", strings.Repeat(" a", 1<<19)},
	} {
		bounds := operation.DefaultPolicy().For(nil).Syntax()
		b.Run(text.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				operation.Scan(text.query, bounds)
			}
		})
	}
}
