package operation

import (
	"fmt"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
)

// listSize is a @listSize directive.
type listSize struct {
	slicing []*ast.ArgumentDefinition
	sized   []string
	assumed int
}

// size reads @listSize and refuses one that would leave the size unknown.
func (b *builder) size(f *ast.FieldDefinition, returns *ast.Definition) (*listSize, error) {
	d := f.Directives.ForName("listSize")
	if d == nil {
		return nil, nil
	}
	s := &listSize{sized: texts(d, "sizedFields"), assumed: -1}
	if a := d.Arguments.ForName("assumedSize"); a != nil && a.Value.Kind != ast.NullValue {
		n, err := strconv.Atoi(a.Value.Raw)
		if err != nil || n < 0 || n > maxWeight {
			return nil, fmt.Errorf("@listSize(assumedSize: %s): not a whole number from 0 to %d", a.Value.Raw, maxWeight)
		}
		s.assumed = n
	}
	known := s.assumed >= 0
	for _, name := range texts(d, "slicingArguments") {
		a := f.Arguments.ForName(name)
		if a == nil || a.Type.NamedType != "Int" {
			return nil, fmt.Errorf("@listSize: %s is not an argument of type Int", name)
		}
		known = known || a.DefaultValue != nil && a.DefaultValue.Kind == ast.IntValue || a.Type.NonNull
		s.slicing = append(s.slicing, a)
	}
	if !known {
		return nil, fmt.Errorf("@listSize: the size is unknown where no argument is given: a default or an assumedSize is needed")
	}
	for _, name := range s.sized {
		inner := returns.Fields.ForName(name)
		if inner == nil || inner.Type.Elem == nil {
			return nil, fmt.Errorf("@listSize: %s is not a list of %s", name, returns.Name)
		}
	}
	if list := f.Type.Elem != nil; list == (len(s.sized) > 0) {
		return nil, fmt.Errorf("@listSize: sizedFields are of a page that holds the list, and only of that")
	}
	return s, nil
}

func texts(d *ast.Directive, argument string) []string {
	var list []string
	if a := d.Arguments.ForName(argument); a != nil {
		if a.Value.Kind == ast.StringValue { // one value stands for a list of one
			return []string{a.Value.Raw}
		}
		for _, c := range a.Value.Children {
			list = append(list, c.Value.Raw)
		}
	}
	return list
}

// of is how many elements the arguments ask for, from 0 to the greatest page.
func (s *listSize) of(args ast.ArgumentList, vars bindings) int {
	size := -1
	for _, a := range s.slicing {
		n, given := -1, false
		if arg := args.ForName(a.Name); arg != nil {
			n, given = whole(arg.Value, vars)
		}
		if !given && a.DefaultValue != nil {
			n, given = whole(a.DefaultValue, unbound)
		}
		if given {
			size = max(size, min(max(n, 0), model.MaxPagina))
		}
	}
	switch {
	case size >= 0:
		return size
	case s.assumed >= 0:
		return s.assumed
	}
	return AssumedSize
}
