package resolvers

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// strictVariables refuses variables of another type that the library would convert: a number for a String, a fraction for an
// ID, a text for an Int (GraphQL, input coercion).
type strictVariables struct{ schema *ast.Schema }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = strictVariables{}

// ExtensionName names the extension.
func (strictVariables) ExtensionName() string { return "StrictVariables" }

// Validate accepts every schema.
func (strictVariables) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext looks at the variables of the operation.
func (s strictVariables) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	for _, d := range op.Operation.VariableDefinitions {
		if !s.fits(d.Type, op.Variables[d.Variable]) {
			return gqlerror.ErrorPathf(ast.Path{ast.PathName("variable"), ast.PathName(d.Variable)}, "wrong type")
		}
	}
	return nil
}

func (s strictVariables) fits(t *ast.Type, v any) bool {
	number, isNumber := v.(json.Number)
	_, isText := v.(string)
	switch list, isList := v.([]any); {
	case v == nil:
		return true
	case t.Elem != nil && isList:
		for _, one := range list {
			if !s.fits(t.Elem, one) {
				return false
			}
		}
		return true
	case t.Elem != nil:
		return s.fits(t.Elem, v)
	}
	switch t.NamedType {
	case "String":
		return isText
	case "ID":
		return !isNumber || !strings.ContainsAny(string(number), ".eE")
	case "Int":
		return !isText
	}
	fields, _ := v.(map[string]any)
	for _, f := range s.schema.Types[t.NamedType].Fields {
		if !s.fits(f.Type, fields[f.Name]) {
			return false
		}
	}
	return true
}
