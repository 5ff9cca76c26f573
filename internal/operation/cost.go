package operation

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// Coster computes what operations cost from the directives @cost and @listSize of a schema. It may be used by many at once.
type Coster struct {
	fields map[*ast.FieldDefinition]*fieldCost
	named  map[fieldName]*fieldCost
	schema *ast.Schema
	roots  map[ast.Operation]*ast.Definition
}

type fieldName struct{ parent, field string }

// Price is what an operation costs, and how many keys it names.
type Price struct {
	Cost int // weights of the fields and of all the objects that may come back
	Bulk int // values of type Matricola, CodiceFiscale, ID or _Any in arguments, fragments expanded
	Page int // rows of the greatest page that is asked for; what no page may have counts as the most that one may
}

// NewCoster reads the directives. It fails, naming the field, on one that cannot be used.
func NewCoster(schema *ast.Schema) (*Coster, error) {
	c := &Coster{
		fields: map[*ast.FieldDefinition]*fieldCost{}, named: map[fieldName]*fieldCost{}, schema: schema,
		roots: map[ast.Operation]*ast.Definition{ast.Query: schema.Query, ast.Mutation: schema.Mutation, ast.Subscription: schema.Subscription},
	}
	b := builder{schema: schema, inputs: map[string]*inputType{}}
	var errs []error
	for _, def := range schema.Types {
		if !def.IsCompositeType() {
			continue
		}
		for _, f := range def.Fields {
			cost, err := b.field(def, f)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s.%s: %w", def.Name, f.Name, err))
				continue
			}
			c.fields[f] = cost
			c.named[fieldName{def.Name, f.Name}] = cost
		}
	}
	if len(errs) > 0 {
		slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
		return nil, errors.Join(errs...)
	}
	c.raise()
	return c, nil
}

// raise gives the fields of an interface the greatest weights that they have in the types that implement it.
func (c *Coster) raise() {
	for _, def := range c.schema.Types {
		if def.Kind != ast.Interface {
			continue
		}
		for _, f := range def.Fields {
			cost := c.fields[f]
			for _, t := range c.schema.GetPossibleTypes(def) {
				if of := c.named[fieldName{t.Name, f.Name}]; of != nil {
					cost.weight, cost.element = max(cost.weight, of.weight), max(cost.element, of.element)
					cost.free = cost.free && of.free
				}
			}
		}
	}
}

// Price computes the greatest cost that a validated operation can have with these variables. Selections that @skip or
// @include leave out by a literal are not counted; each fragment is computed once for each type that it is spread on.
func (c *Coster) Price(op *ast.OperationDefinition, vars map[string]any) Price {
	root := c.roots[op.Operation]
	if root == nil {
		return Price{}
	}
	p := pricing{Coster: c, vars: bindings{vars, op.VariableDefinitions}}
	b := p.set(op.SelectionSet, root, nil)
	return Price{b.fixed, b.keys, b.page}
}

// bill is the cost of a selection, linear in the size that its page was asked for, the keys that it names, and its greatest page.
type bill struct{ fixed, each, keys, page int }

func (b *bill) add(x bill) {
	b.fixed, b.each, b.keys, b.page = plus(b.fixed, x.fixed), plus(b.each, x.each), plus(b.keys, x.keys), max(b.page, x.page)
}

func (b *bill) max(x bill) {
	b.fixed, b.each, b.keys, b.page = max(b.fixed, x.fixed), max(b.each, x.each), max(b.keys, x.keys), max(b.page, x.page)
}

// pricing is the computation for one operation.
type pricing struct {
	*Coster
	vars      bindings
	fragments map[fragmentOn]bill
	below     map[fieldIn]bill // fields below an abstract type, which are met once for each possible type
	abstract  int
}

type fragmentOn struct {
	fragment *ast.FragmentDefinition
	on       *ast.Definition
	page     *listSize
}

type fieldIn struct {
	field *ast.Field
	page  *listSize
}

// set is the bill of a selection on a type. page is the @listSize of the field that the selection belongs to, if it is a page.
func (p *pricing) set(set ast.SelectionSet, on *ast.Definition, page *listSize) bill {
	if !on.IsAbstractType() {
		return p.sum(set, on, page)
	}
	p.abstract++
	defer func() { p.abstract-- }()
	var most bill
	for _, possible := range p.schema.GetPossibleTypes(on) {
		most.max(p.sum(set, possible, page))
	}
	return most
}

// sum is the bill of a selection on an object of that very type.
func (p *pricing) sum(set ast.SelectionSet, on *ast.Definition, page *listSize) bill {
	var b bill
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if !out(s.Directives) {
				b.add(p.field(s, page))
			}
		case *ast.InlineFragment:
			if p.applies(s.TypeCondition, on) && !out(s.Directives) {
				b.add(p.sum(s.SelectionSet, on, page))
			}
		case *ast.FragmentSpread:
			if s.Definition != nil && p.applies(s.Definition.TypeCondition, on) && !out(s.Directives) {
				b.add(p.fragment(s.Definition, on, page))
			}
		}
	}
	return b
}

// applies tells whether a fragment with that condition speaks of objects of the type.
func (p *pricing) applies(condition string, on *ast.Definition) bool {
	if condition == "" || condition == on.Name {
		return true
	}
	def := p.schema.Types[condition]
	return def != nil && def.IsAbstractType() && slices.Contains(p.schema.GetPossibleTypes(def), on)
}

func (p *pricing) fragment(f *ast.FragmentDefinition, on *ast.Definition, page *listSize) bill {
	key := fragmentOn{f, on, page}
	b, known := p.fragments[key]
	if known {
		return b
	}
	if p.fragments == nil {
		p.fragments = map[fragmentOn]bill{}
	}
	p.fragments[key] = bill{} // what a cycle would find; validation has refused them
	b = p.sum(f.SelectionSet, on, page)
	p.fragments[key] = b
	return b
}

func (p *pricing) field(f *ast.Field, page *listSize) bill {
	cost := p.of(f)
	if cost == nil || cost.free {
		return bill{}
	}
	if p.abstract == 0 {
		return p.compute(f, cost, page)
	}
	key := fieldIn{f, page}
	b, known := p.below[key]
	if !known {
		b = p.compute(f, cost, page)
		if p.below == nil {
			p.below = map[fieldIn]bill{}
		}
		p.below[key] = b
	}
	return b
}

func (p *pricing) compute(f *ast.Field, cost *fieldCost, page *listSize) bill {
	b := bill{fixed: cost.weight}
	for i := range cost.args {
		if a := f.Arguments.ForName(cost.args[i].name); a != nil {
			b.add(cost.args[i].literal(a.Value, p.vars))
		}
	}
	var inner bill
	size := 1
	switch {
	case cost.size == nil:
		inner = p.set(f.SelectionSet, cost.returns, nil)
	case len(cost.size.sized) > 0:
		inner = p.set(f.SelectionSet, cost.returns, cost.size)
		b.page = cost.size.of(f.Arguments, p.vars)
		inner.fixed = plus(inner.fixed, times(b.page, inner.each))
	default:
		inner = p.set(f.SelectionSet, cost.returns, nil)
		size = cost.size.of(f.Arguments, p.vars)
		b.page = size
	}
	b.keys, b.page = plus(b.keys, inner.keys), max(b.page, inner.page)
	unit := plus(cost.element, inner.fixed)
	switch {
	case cost.list && cost.size == nil && page != nil && slices.Contains(page.sized, f.Name):
		b.each = unit
	case cost.list && cost.size == nil:
		b.fixed = plus(b.fixed, times(AssumedSize, unit))
	default:
		b.fixed = plus(b.fixed, times(size, unit))
	}
	return b
}

// of is what is known of a field; a schema that was read twice has other pointers and the same names.
func (c *Coster) of(f *ast.Field) *fieldCost {
	cost := c.fields[f.Definition]
	if cost == nil && f.Name != "__typename" && f.ObjectDefinition != nil {
		cost = c.named[fieldName{f.ObjectDefinition.Name, f.Name}]
	}
	return cost
}

// out tells whether @skip or @include leave a selection out whatever the variables are.
func out(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.Name != "skip" && d.Name != "include" {
			continue
		}
		a := d.Arguments.ForName("if")
		if a != nil && a.Value.Kind == ast.BooleanValue && (a.Value.Raw == "true") == (d.Name == "skip") {
			return true
		}
	}
	return false
}
