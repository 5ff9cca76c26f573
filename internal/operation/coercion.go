package operation

import (
	"encoding/json"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

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
