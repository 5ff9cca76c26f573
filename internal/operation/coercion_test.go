package operation

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator"
)

// TestPlainValues: a variable that is read without the library has the value that the library gives it, or is left to it.
func TestPlainValues(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `
		scalar Matricola enum Verso { SU GIU } input Filtro { testo: String }
		type Query { f(i: Int, s: String, d: ID, b: Boolean, r: Float, m: Matricola, v: Verso, o: Filtro, l: [Int]): Int }`})
	given := []any{
		nil, "", "a", "1", "SU", "true", true, false, json.Number("0"), json.Number("-7"), json.Number("1.0"), json.Number("1e2"),
		json.Number("2147483648"), json.Number("99999999999999999999"), []any{}, []any{json.Number("1")}, map[string]any{}, map[string]any{"testo": "x"},
	}
	plain := 0
	for _, of := range []string{"i Int", "s String", "d ID", "b Boolean", "r Float", "m Matricola", "v Verso", "o Filtro", "l [Int]"} {
		var name, kind string
		if _, err := fmt.Sscan(of, &name, &kind); err != nil {
			t.Fatal(err)
		}
		for _, end := range []string{"", "!", " = null", " = 3", ` = "x"`, " = true"} {
			doc, errs := gqlparser.LoadQueryWithRules(schema, fmt.Sprintf("query($x: %s%s) { f(%s: $x) }", kind, end, name), nil)
			if errs != nil {
				continue // a default of another type
			}
			op := doc.Operations[0]
			check := func(variables map[string]any) {
				got, ok := plainValues(op.VariableDefinitions, variables)
				if !ok {
					return
				}
				plain++
				want, err := validator.VariableValues(schema, op, variables)
				if err != nil || !reflect.DeepEqual(got, want) || !fits(schema, op.VariableDefinitions[0].Type, want["x"]) {
					t.Errorf("%s%s, %#v: %#v, want %#v %v", kind, end, variables, got, want, err)
				}
			}
			check(nil)
			for _, v := range given {
				check(map[string]any{"x": v, "other": 1})
			}
		}
	}
	if plain < 60 {
		t.Errorf("%d were read without the library", plain)
	}
}

// TestPrices: what is remembered is what would be computed, for any variables.
func TestPrices(t *testing.T) {
	e := newTestExecutor(t, `{}`)
	text := `query($n: Int = 3, $m: Int) { aziende(first: $n) { nodes { matricola complementari { emens(first: $m) { nodes { periodo } } } } } }`
	d, err := e.shelf.find(t.Context(), text, &caller{limits: e.Policy.For(nil)}, func(int) error { return nil })
	if err != nil || len(d.invalid) > 0 {
		t.Fatal(err, d.invalid)
	}
	op := d.parsed.Operations[0]
	prices := d.operations[op].prices
	for range 2 {
		for n := int64(-1); n < 60; n++ {
			for _, m := range []any{nil, int64(1), int64(59), int64(60), json.Number("5"), "x"} {
				variables := map[string]any{"n": n, "m": m}
				if got, want := prices.with(variables), e.coster.Price(op, variables); got != want {
					t.Fatalf("%v: %+v, want %+v", variables, got, want)
				}
			}
			absent := map[string]any{"n": n}
			if got, want := prices.with(absent), e.coster.Price(op, absent); got != want {
				t.Fatalf("%v: %+v, want %+v", absent, got, want)
			}
		}
	}
}
