package operation

import (
	"encoding/json"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator"
)

// variables are the values of an operation's variables, of the types that it declares. Unlike the library, no value is
// converted to another type: a number is no String, a fraction no ID, a text no Int (GraphQL, input coercion).
func (e *Executor) variables(op *ast.OperationDefinition, given map[string]any) (map[string]any, error) {
	if values, ok := plainValues(op.VariableDefinitions, given); ok {
		return values, nil
	}
	values, err := validator.VariableValues(e.schema, op, given)
	if err != nil {
		return nil, err
	}
	for _, d := range op.VariableDefinitions {
		if !fits(e.schema, d.Type, values[d.Variable]) {
			return nil, gqlerror.ErrorPathf(ast.Path{ast.PathName("variable"), ast.PathName(d.Variable)}, "wrong type")
		}
	}
	return values, nil
}

// plainValues are the values of variables that are all scalars and given as what they are, as most are; false for any others.
func plainValues(definitions ast.VariableDefinitionList, given map[string]any) (map[string]any, bool) {
	values := make(map[string]any, len(definitions))
	for _, d := range definitions {
		value, ok := given[d.Variable]
		if !ok && d.DefaultValue != nil && d.DefaultValue.Kind == ast.IntValue {
			value, ok = json.Number(d.DefaultValue.Raw), true
		}
		switch {
		case !ok && (d.DefaultValue != nil || d.Type.NonNull):
			return nil, false
		case !ok:
			continue
		}
		if value, ok = plainValue(d, value); !ok {
			return nil, false
		}
		values[d.Variable] = value
	}
	return values, true
}

// plainValue is a value of a scalar type in the form that the library gives it; false when that is for the library to say.
func plainValue(d *ast.VariableDefinition, value any) (any, bool) {
	if d.Type.Elem != nil || d.Definition.Kind != ast.Scalar {
		return nil, false
	}
	switch v := value.(type) {
	case nil:
		return nil, !d.Type.NonNull
	case json.Number:
		n, err := v.Int64()
		return n, d.Type.NamedType == "Int" && err == nil
	case string:
		return v, d.Type.NamedType != "Int" && d.Type.NamedType != "Float" && d.Type.NamedType != "Boolean"
	case bool:
		return v, d.Type.NamedType == "Boolean"
	}
	return nil, false
}

// fits says whether a variable's value is of its type, and not of one that the library would convert.
func fits(schema *ast.Schema, t *ast.Type, v any) bool {
	number, isNumber := v.(json.Number)
	_, isText := v.(string)
	switch list, isList := v.([]any); {
	case v == nil:
		return true
	case t.Elem != nil && isList:
		for _, one := range list {
			if !fits(schema, t.Elem, one) {
				return false
			}
		}
		return true
	case t.Elem != nil:
		return fits(schema, t.Elem, v)
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
	for _, f := range schema.Types[t.NamedType].Fields {
		if !fits(schema, f.Type, fields[f.Name]) {
			return false
		}
	}
	return true
}

// sizeOf is about how many bytes a decoded value takes as JSON; a file that came with the request takes none.
func sizeOf(v any) int {
	switch v := v.(type) {
	case string:
		return len(v) + 2
	case json.Number:
		return len(v)
	case bool, nil:
		return 4
	case []any:
		size := 2
		for _, one := range v {
			size += sizeOf(one) + 1
		}
		return size
	case map[string]any:
		size := 2
		for name, one := range v {
			size += len(name) + 4 + sizeOf(one)
		}
		return size
	}
	return 0
}
