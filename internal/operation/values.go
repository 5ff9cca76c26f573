package operation

import (
	"encoding/json"
	"math"
	"reflect"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// bindings are the variables of one operation: what the caller gave and what the operation defines.
type bindings struct {
	values      map[string]any
	definitions ast.VariableDefinitionList
}

// unbound is for values that may hold no variables, as defaults.
var unbound bindings

// fallback is the default of a variable that was not given.
func (b bindings) fallback(name string) *ast.Value {
	if d := b.definitions.ForName(name); d != nil {
		return d.DefaultValue
	}
	return nil
}

// literal is the bill of an argument's value as the document writes it; a variable stands for its value, or its default.
func (a *argCost) literal(v *ast.Value, vars bindings) bill {
	if v == nil || v.Kind == ast.NullValue {
		return bill{}
	}
	if v.Kind == ast.Variable {
		if value, given := vars.values[v.Raw]; given {
			return a.given(value)
		}
		return a.literal(vars.fallback(v.Raw), unbound)
	}
	if v.Kind == ast.ListValue {
		b := a.once()
		for _, c := range v.Children {
			b.add(a.element().literal(c.Value, vars))
		}
		return b
	}
	b := a.one()
	for _, c := range v.Children {
		if f, known := a.input.fields[c.Name]; known && v.Kind == ast.ObjectValue {
			b.add(f.literal(c.Value, vars))
		}
	}
	return b
}

// given is the bill of a variable's value.
func (a *argCost) given(value any) bill {
	switch v := value.(type) {
	case nil:
		return bill{}
	case []any:
		b := a.once()
		for _, x := range v {
			b.add(a.element().given(x))
		}
		return b
	case map[string]any:
		b := a.one()
		for name, x := range v {
			if f, known := a.input.fields[name]; known {
				b.add(f.given(x))
			}
		}
		return b
	}
	if r := reflect.ValueOf(value); r.Kind() == reflect.Slice {
		b := a.once()
		for i := range r.Len() {
			b.add(a.element().given(r.Index(i).Interface()))
		}
		return b
	}
	return a.one()
}

// once is what the argument costs for being given, whatever it holds.
func (a *argCost) once() bill {
	if a.own == nil {
		return bill{}
	}
	return bill{fixed: *a.own}
}

// element is the argument without its own weight, which a list pays once.
func (a *argCost) element() *argCost {
	if a.own == nil {
		return a
	}
	none := 0
	return &argCost{a.name, &none, a.input}
}

// one is what a single value costs: the argument's own weight, or its type's.
func (a *argCost) one() bill {
	b := bill{fixed: a.input.weight}
	if a.own != nil {
		b.fixed = *a.own
	}
	if a.input.key {
		b.keys = 1
	}
	return b
}

// whole is the number that a value gives, held within an int; it is not given when it is absent, null or no number.
func whole(v *ast.Value, vars bindings) (int, bool) {
	switch {
	case v == nil:
		return 0, false
	case v.Kind == ast.IntValue:
		return parsed(v.Raw)
	case v.Kind != ast.Variable:
		return 0, false
	}
	value, given := vars.values[v.Raw]
	if !given {
		return whole(vars.fallback(v.Raw), unbound)
	}
	switch n := value.(type) {
	case nil:
		return 0, false
	case int:
		return n, true
	case int32:
		return int(n), true
	case int64:
		return int(n), true
	case float64:
		return int(min(max(n, -ceiling), ceiling)), !math.IsNaN(n)
	case json.Number:
		return parsed(n.String())
	}
	return 0, false
}

func parsed(s string) (int, bool) {
	n, err := strconv.ParseFloat(s, 64)
	if math.IsNaN(n) || err != nil && !math.IsInf(n, 0) {
		return 0, false
	}
	return int(min(max(n, -ceiling), ceiling)), true
}
