package operation

import "github.com/vektah/gqlparser/v2/ast"

// Variables are the variables that an operation's price depends on, each once, in the order of their definitions. An
// operation that has none costs the same for everybody.
func (c *Coster) Variables(op *ast.OperationDefinition) []string {
	u := users{c, op.VariableDefinitions, map[string]bool{}, map[*ast.FragmentDefinition]bool{}}
	u.set(op.SelectionSet)
	var list []string
	for _, v := range op.VariableDefinitions {
		if u.used[v.Variable] {
			list = append(list, v.Variable)
		}
	}
	return list
}

// users finds the variables in arguments that size a page, weigh or name keys.
type users struct {
	*Coster
	definitions ast.VariableDefinitionList
	used        map[string]bool
	read        map[*ast.FragmentDefinition]bool
}

func (u *users) set(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			u.field(s)
		case *ast.InlineFragment:
			u.set(s.SelectionSet)
		case *ast.FragmentSpread:
			if s.Definition != nil && !u.read[s.Definition] {
				u.read[s.Definition] = true
				u.set(s.Definition.SelectionSet)
			}
		}
	}
}

func (u *users) field(f *ast.Field) {
	if cost := u.of(f); cost != nil {
		for _, a := range cost.args {
			if arg := f.Arguments.ForName(a.name); arg != nil {
				u.value(arg.Value)
			}
		}
		if cost.size != nil {
			for _, a := range cost.size.slicing {
				if arg := f.Arguments.ForName(a.Name); arg != nil && arg.Value.Kind == ast.Variable {
					u.used[arg.Value.Raw] = true
				}
			}
		}
	}
	u.set(f.SelectionSet)
}

// value marks the variables of a value, but not one that is always a single scalar: it counts the same whatever it is.
func (u *users) value(v *ast.Value) {
	if v.Kind == ast.Variable {
		d := u.definitions.ForName(v.Raw)
		scalar := d != nil && d.Definition != nil && d.Definition.IsLeafType()
		if !scalar || !d.Type.NonNull || d.Type.Elem != nil {
			u.used[v.Raw] = true
		}
	}
	for _, c := range v.Children {
		u.value(c.Value)
	}
}
