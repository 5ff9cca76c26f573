package operation_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/graph"
	"cassetto/internal/operation"
)

// theSchema is the one that the server serves.
func theSchema() *ast.Schema { return graph.NewExecutableSchema(graph.Config{}).Schema() }

func parse(t testing.TB, text string) *ast.QueryDocument {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatalf("%v in %.200s", err, text)
	}
	return doc
}

// parsed is nil when the text is no document.
func parsed(text string) *ast.QueryDocument {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, 4_000)
	if err != nil {
		return nil
	}
	return doc
}

// valid parses and validates.
func valid(t testing.TB, s *ast.Schema, text string) *ast.QueryDocument {
	t.Helper()
	doc := parse(t, text)
	if errs := validator.ValidateWithRules(s, doc, rules.NewDefaultRules()); len(errs) > 0 {
		t.Fatalf("%v in %.200s", errs[0], text)
	}
	return doc
}

func coster(t testing.TB, s *ast.Schema) *operation.Coster {
	t.Helper()
	c, err := operation.NewCoster(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// directives are those of the cost specification, for schemas of the tests.
const directives = `
	directive @cost(weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
	directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
`

func schemaOf(t testing.TB, text string) *ast.Schema {
	t.Helper()
	s, err := gqlparser.LoadSchema(&ast.Source{Input: directives + text})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func object(t testing.TB, text string) map[string]any {
	t.Helper()
	vars := map[string]any{}
	if text == "" {
		return vars
	}
	if err := json.Unmarshal([]byte(text), &vars); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return vars
}

// repeat writes a text n times; # in it is the number, ## the next one.
func repeat(n int, text string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(strings.ReplaceAll(text, "##", fmt.Sprint(i+1)), "#", fmt.Sprint(i)))
	}
	return b.String()
}
