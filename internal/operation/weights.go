package operation

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	// AssumedSize is how many elements a list has that no @listSize speaks of.
	AssumedSize = 10
	// CommandWeight is what a command weighs without @cost.
	CommandWeight = 10

	maxWeight = 1_000_000
)

// fieldCost is what the schema says of a field's cost.
type fieldCost struct {
	weight  int // once for each object that the field is asked of
	element int // for each object that it returns
	list    bool
	free    bool // a leaf that costs nothing whatever its arguments are
	size    *listSize
	args    []argCost // those that cost something or name something
	returns *ast.Definition
}

// argCost is what an argument, or a field of an input, costs: own is the weight of its @cost, if it has one, and counts once.
type argCost struct {
	name  string
	own   *int
	input *inputType
}

// inputType is a type of arguments; it is a key when its values name a company, a person or an object of the graph.
type inputType struct {
	weight int
	key    bool
	fields map[string]argCost
}

var keyTypes = []string{"Matricola", "CodiceFiscale", "ID", "_Any"}

// builder reads the schema's directives.
type builder struct {
	schema *ast.Schema
	inputs map[string]*inputType
}

func (b *builder) field(parent *ast.Definition, f *ast.FieldDefinition) (*fieldCost, error) {
	returns := b.schema.Types[f.Type.Name()]
	c := &fieldCost{list: f.Type.Elem != nil, returns: returns}
	own, err := weight(f.Directives)
	if err != nil {
		return nil, err
	}
	switch {
	case own != nil:
		c.weight = *own
	case parent == b.schema.Mutation:
		c.weight = CommandWeight
	}
	if c.element, err = b.element(returns); err != nil {
		return nil, err
	}
	if c.size, err = b.size(f, returns); err != nil {
		return nil, err
	}
	for _, a := range f.Arguments {
		cost, err := b.argument(a.Name, a.Type, a.Directives)
		if err != nil {
			return nil, err
		}
		if cost.own != nil || cost.input.weight > 0 || cost.input.key || cost.input.fields != nil {
			c.args = append(c.args, cost)
		}
	}
	c.free = c.weight == 0 && c.element == 0 && len(c.args) == 0 && returns.IsLeafType()
	return c, nil
}

// element is the weight of an object of a type; of an abstract type it is that of the heaviest.
func (b *builder) element(def *ast.Definition) (int, error) {
	if def.IsAbstractType() {
		heaviest := 1
		for _, possible := range b.schema.GetPossibleTypes(def) {
			w, err := b.element(possible)
			if err != nil {
				return 0, err
			}
			heaviest = max(heaviest, w)
		}
		return heaviest, nil
	}
	own, err := weight(def.Directives)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%s: %w", def.Name, err)
	case own != nil:
		return *own, nil
	case def.IsLeafType():
		return 0, nil
	}
	return 1, nil
}

func (b *builder) argument(name string, t *ast.Type, directives ast.DirectiveList) (argCost, error) {
	own, err := weight(directives)
	if err != nil {
		return argCost{}, fmt.Errorf("%s: %w", name, err)
	}
	input, err := b.input(b.schema.Types[t.Name()])
	return argCost{name, own, input}, err
}

func (b *builder) input(def *ast.Definition) (*inputType, error) {
	if known := b.inputs[def.Name]; known != nil {
		return known, nil
	}
	w, err := b.element(def)
	if err != nil {
		return nil, err
	}
	t := &inputType{weight: w, key: slices.Contains(keyTypes, def.Name)}
	b.inputs[def.Name] = t
	for _, f := range def.Fields {
		cost, err := b.argument(f.Name, f.Type, f.Directives)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", def.Name, err)
		}
		if t.fields == nil {
			t.fields = map[string]argCost{}
		}
		t.fields[f.Name] = cost
	}
	return t, nil
}

func weight(directives ast.DirectiveList) (*int, error) {
	d := directives.ForName("cost")
	if d == nil {
		return nil, nil
	}
	a := d.Arguments.ForName("weight")
	if a == nil || a.Value.Kind != ast.StringValue {
		return nil, fmt.Errorf("@cost without a weight")
	}
	w, err := strconv.Atoi(a.Value.Raw)
	if err != nil || w < 0 || w > maxWeight {
		return nil, fmt.Errorf("@cost(weight: %q): not a whole number from 0 to %d", a.Value.Raw, maxWeight)
	}
	return &w, nil
}
