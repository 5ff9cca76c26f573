package plan

import (
	"fmt"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Plan is a compiled operation.
type Plan struct {
	set   *Set
	slots int // arguments that use variables

	sets, fields int
}

// most is how many sets, and how many fields, a plan may have: what has more is left to the library.
const most = 20_000

// compiler makes the plan of one operation. Which fields are selected is the library's decision, variables of @skip and @include
// included.
type compiler struct {
	schema  *ast.Schema
	objects map[string]Object
	op      *graphql.OperationContext
	known   map[string]*Set // what was compiled before: a fragment may be spread in many places
	plan    Plan
}

// compile makes the plan of an operation for the values that its variables have in @skip and @include. It fails, with a reason
// that may be counted, when no plan can do what the operation asks.
func compile(schema *ast.Schema, objects map[string]Object, op *graphql.OperationContext) (*Plan, error) {
	c := compiler{
		schema: schema, objects: objects, known: map[string]*Set{},
		op: &graphql.OperationContext{Doc: op.Doc, Variables: op.Variables},
	}
	set, err := c.object(schema.Query, op.Operation.SelectionSet)
	if err != nil {
		return nil, err
	}
	c.plan.set = set
	return &c.plan, nil
}

// set is what is selected of a type that has fields.
func (c *compiler) set(of *ast.Definition, selected ast.SelectionSet) (*Set, error) {
	if !of.IsAbstractType() {
		return c.object(of, selected)
	}
	s := &Set{On: map[string]*Set{}}
	for _, possible := range c.schema.GetPossibleTypes(of) {
		one, err := c.object(possible, selected)
		if err != nil {
			return nil, err
		}
		s.On[possible.Name] = one
	}
	return s, nil
}

func (c *compiler) object(of *ast.Definition, selected ast.SelectionSet) (*Set, error) {
	key := identity(of.Name, selected)
	if s := c.known[key]; s != nil {
		return s, nil
	}
	object, planned := c.objects[of.Name]
	if c.plan.sets++; c.plan.sets > most {
		return nil, unplanned("size")
	}
	if !planned {
		return nil, unplanned(of.Name)
	}
	collected := graphql.CollectFields(c.op, selected, object.Satisfies)
	if c.plan.fields += len(collected); c.plan.fields > most {
		return nil, unplanned("size")
	}
	s := &Set{Fields: make([]Field, len(collected))}
	for i, chosen := range collected {
		if err := c.field(&s.Fields[i], of, chosen); err != nil {
			return nil, err
		}
	}
	c.known[key] = s
	return s, nil
}

func (c *compiler) field(f *Field, of *ast.Definition, chosen graphql.CollectedField) (err error) {
	if chosen.IsDeferred() {
		return unplanned("defer")
	}
	f.Key = append(String([]byte{','}, chosen.Alias), ':')
	f.chosen, f.object, f.Index = chosen, of.Name, Typename
	if chosen.Name == "__typename" {
		return nil
	}
	member, planned := c.objects[of.Name].Fields[chosen.Name]
	if !planned {
		return unplanned(of.Name + "." + chosen.Name)
	}
	f.Index, f.member = member.Index, member
	if f.fixed = !slices.ContainsFunc(chosen.Arguments, func(a *ast.Argument) bool { return variable(a.Value) }); !f.fixed {
		f.slot = c.plan.slots
		c.plan.slots++
	}
	if returns := c.schema.Types[chosen.Definition.Type.Name()]; returns.IsCompositeType() {
		f.Set, err = c.set(returns, chosen.Selections)
	}
	return err
}

// variable says whether a value is, or has in it, a variable.
func variable(v *ast.Value) bool {
	return v.Kind == ast.Variable || slices.ContainsFunc(v.Children, func(c *ast.ChildValue) bool { return variable(c.Value) })
}

// identity tells selections of a type from others: by where they stand in the document.
func identity(of string, selected ast.SelectionSet) string {
	b := append([]byte(of), 0)
	for _, s := range selected {
		b = fmt.Appendf(b, "%p ", s)
	}
	return string(b)
}

// unplanned is what no plan covers.
type unplanned string

func (u unplanned) Error() string { return "no plan of " + string(u) }
