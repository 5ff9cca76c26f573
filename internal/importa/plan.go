package importa

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"cassetto/internal/archive"
)

// maxFields is how many fields an object type may have.
const maxFields = 64

// compiler makes plans of the types of a schema.
type compiler struct {
	schema *ast.Schema
	done   map[string]*object // by type; filled before its fields, since types may be recursive
}

// section is the plan of a section's documents: the fields of its type and those that the section adds, its natural key
// and its ordered fields being compulsory.
func (c *compiler) section(s archive.Section) (*object, error) {
	def := c.schema.Types[s.Type]
	if def == nil || def.Kind != ast.Object {
		return nil, fmt.Errorf("%s is not an object type of the schema", s.Type)
	}
	o := &object{index: map[string]int{}}
	if err := c.fields(o, def); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(s.Extra)) {
		t, err := parseType(s.Extra[name])
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", name, err)
		}
		if o, err = c.extra(o, name, t); err != nil {
			return nil, err
		}
	}
	o.findIntervals()
	ok := true
	for _, k := range s.Collection.Key {
		only := len(s.Collection.Key) == 1
		if o, ok = o.require(k, func(s *slot) { s.key, s.only = true, only }); !ok {
			return nil, fmt.Errorf("key field %s is not in %s", k, s.Type)
		}
	}
	for _, by := range s.Collection.Order {
		if o, ok = o.require(by.Field, func(*slot) {}); !ok {
			return nil, fmt.Errorf("ordered field %s is not in %s", by.Field, s.Type)
		}
	}
	return o, nil
}

// extra is a copy of a plan with a field more, at a dotted path.
func (c *compiler) extra(o *object, path string, t *ast.Type) (*object, error) {
	more := *o
	more.fields, more.index = slices.Clone(o.fields), maps.Clone(o.index)
	name, rest, deeper := strings.Cut(path, ".")
	if !deeper {
		return &more, c.add(&more, name, t)
	}
	i, ok := o.index[name]
	if !ok {
		return nil, fmt.Errorf("field %s is of nothing", path)
	}
	inner, ok := more.fields[i].checker.(*object)
	if !ok {
		return nil, fmt.Errorf("field %s is of no object", path)
	}
	inner, err := c.extra(inner, rest, t)
	more.fields[i].checker = inner
	return &more, err
}

func (c *compiler) object(def *ast.Definition) (*object, error) {
	if o, ok := c.done[def.Name]; ok {
		return o, nil
	}
	o := &object{index: map[string]int{}}
	c.done[def.Name] = o
	if err := c.fields(o, def); err != nil {
		return nil, err
	}
	o.findIntervals()
	return o, nil
}

// fields adds the fields of a type that documents hold.
func (c *compiler) fields(o *object, def *ast.Definition) error {
	for _, f := range def.Fields {
		name, stored := storedName(f)
		if !stored {
			continue
		}
		if err := c.add(o, name, f.Type); err != nil {
			return fmt.Errorf("%s: %w", def.Name, err)
		}
	}
	return nil
}

// add puts a field into a plan, in the place of one with the same name.
func (c *compiler) add(o *object, name string, t *ast.Type) error {
	s, err := c.slot(t)
	if err != nil {
		return fmt.Errorf("field %s: %w", name, err)
	}
	i, again := o.index[name]
	if !again {
		if i = len(o.fields); i == maxFields {
			return fmt.Errorf("more than %d fields", maxFields)
		}
		o.index[name] = i
		o.fields = append(o.fields, field{})
	}
	o.fields[i] = field{name: name, slot: s}
	o.required &^= 1 << i
	if s.required {
		o.required |= 1 << i
	}
	return nil
}

func (c *compiler) slot(t *ast.Type) (slot, error) {
	if t.Elem != nil {
		of, err := c.slot(t.Elem)
		return slot{checker: &list{of}, required: t.NonNull}, err
	}
	check, err := c.named(t.NamedType)
	return slot{checker: check, required: t.NonNull}, err
}

func (c *compiler) named(name string) (checker, error) {
	def := c.schema.Types[name]
	switch {
	case def == nil:
		return nil, fmt.Errorf("%s is not in the schema", name)
	case def.Kind == ast.Object:
		return c.object(def)
	case def.Kind == ast.Enum:
		e := &enum{map[string]bool{}}
		for _, v := range def.EnumValues {
			e.values[v.Name] = true
		}
		return e, nil
	case def.Kind == ast.Scalar:
		if s := scalarOf(name); s != nil {
			return s, nil
		}
	}
	return nil, fmt.Errorf("documents cannot hold a %s", name)
}

// storedName is the name that a field has in documents, and whether they hold it at all: they do not hold what a resolver
// works out.
func storedName(f *ast.FieldDefinition) (string, bool) {
	if len(f.Arguments) > 0 || strings.HasPrefix(f.Name, "__") || argument(f, "goField", "forceResolver") == "true" {
		return "", false
	}
	if argument(f, "goTag", "key") != "json" {
		return f.Name, true
	}
	name, _, _ := strings.Cut(argument(f, "goTag", "value"), ",")
	if name == "" {
		name = f.Name
	}
	return name, name != "-"
}

// argument is the text of a directive's argument; empty when there is none.
func argument(f *ast.FieldDefinition, directive, name string) string {
	d := f.Directives.ForName(directive)
	if d == nil {
		return ""
	}
	a := d.Arguments.ForName(name)
	if a == nil || a.Value == nil {
		return ""
	}
	return a.Value.Raw
}

// parseType reads a type written in the schema's language, such as [AnnoMese!]!.
func parseType(s string) (*ast.Type, error) {
	doc, err := parser.ParseSchema(&ast.Source{Input: "type T { f: " + s + " }"})
	if err != nil {
		return nil, fmt.Errorf("%q is not a type", s)
	}
	return doc.Definitions[0].Fields[0].Type, nil
}
