package main

import (
	_ "embed"
	"errors"
	"fmt"
	"go/types"
	"path/filepath"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/config"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/99designs/gqlgen/plugin"
	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed encoders.gotpl
var encodersTemplate string

// encoders is the plugin of gqlgen that generates the encoder of every object and the table of their fields. An encoder says
// what gqlgen's own executor says, null for null: it follows codegen/type.gotpl and codegen/object.gotpl.
type encoders struct{}

var _ plugin.CodeGenerator = encoders{}

// Name is that of the plugin.
func (encoders) Name() string { return "cassetto/plan" }

// GenerateCode writes graph/plan.generated.go. It fails, naming the field, on what the encoders cannot do.
func (encoders) GenerateCode(data *codegen.Data) error {
	s := &schema{Data: data}
	for _, o := range data.Objects {
		if o.Root && o.Definition != data.Schema.Query || o.Name == "Entity" || strings.HasPrefix(o.Name, "__") || strings.HasPrefix(o.Name, "_") {
			continue
		}
		one := &object{Object: o}
		for _, f := range o.Fields {
			if strings.HasPrefix(f.Name, "_") {
				continue // federation and introspection: the library answers them
			}
			planned := &field{Field: f, of: s}
			if err := planned.check(); err != nil {
				return fmt.Errorf("%s.%s: %w", o.Name, f.Name, err)
			}
			one.Planned = append(one.Planned, planned)
			s.value(f.TypeReference)
		}
		s.Encoded = append(s.Encoded, one)
	}
	return templates.Render(templates.Options{
		PackageName: data.Config.Exec.Package, Filename: filepath.Join(data.Config.Exec.Dir(), "plan.generated.go"),
		Data: s, GeneratedHeader: true, Packages: data.Config.Packages, Template: encodersTemplate,
		Funcs: map[string]any{"writer": writer, "leaf": leaf, "inline": inline, "plain": plain},
	})
}

// schema is what the template writes.
type schema struct {
	*codegen.Data
	Encoded []*object
	Values  []*config.TypeReference // of the fields, each once
	seen    map[string]bool
}

// value adds a type of values, and those that it is made of.
func (s *schema) value(t *config.TypeReference) {
	if s.seen == nil {
		s.seen = map[string]bool{}
	}
	if name := writer(t); s.seen[name] || inline(t) {
		return
	} else {
		s.seen[name] = true
	}
	s.Values = append(s.Values, t)
	if t.IsSlice() || t.IsPtrToSlice() || t.IsPtrToIntf() {
		s.value(t.Elem())
	}
}

// Resolved are the objects that have a resolver.
func (s *schema) Resolved() []*object {
	var all []*object
	for _, o := range s.Encoded {
		if o.HasResolvers() {
			all = append(all, o)
		}
	}
	return all
}

type object struct {
	*codegen.Object
	Planned []*field
}

// field is one of an object. Its index among those of the object is what a plan calls it by.
type field struct {
	*codegen.Field
	of *schema
}

// check says why a field cannot be encoded; nil when it can.
func (f *field) check() error {
	switch {
	case f.IsBatch(), f.IsMap(), f.VOkFunc, f.HasHaser:
		return errors.New("bound in a way that no encoder knows")
	case len(f.ImplDirectives()) > 1:
		return errors.New("more than one directive that is executed")
	}
	for _, d := range f.ImplDirectives() {
		for _, a := range d.Args {
			if _, err := f.Expression(a); err != nil {
				return fmt.Errorf("@%s(%s): %w", d.Name, a.Name, err)
			}
		}
	}
	return nil
}

// Called says whether other code is executed for the field, which may fail.
func (f *field) Called() bool { return f.IsResolver || f.IsMethod() || f.HasDirectives() }

// Method is the name of what gives its value.
func (f *field) Method() string { return "value" + f.Object.Name + f.GoFieldName }

// Gate is its directive, nil if it has none.
func (f *field) Gate() *codegen.Directive {
	if all := f.ImplDirectives(); len(all) > 0 {
		return all[0]
	}
	return nil
}

// Constant is what holds an argument of its directive: nil, or a variable that is made once.
func (f *field) Constant(a *codegen.FieldArgument) string {
	if e, _ := f.Expression(a); e == "nil" {
		return e
	}
	return "gate" + f.Object.Name + f.GoFieldName + templates.ToGo(a.Name)
}

// Expression is an argument of its directive, in Go.
func (f *field) Expression(a *codegen.FieldArgument) (string, error) {
	given := f.FieldDefinition.Directives.ForName(f.Gate().Name).Arguments.ForName(a.Name)
	switch {
	case given == nil && a.Default == nil && a.TypeReference.IsPtr():
		return "nil", nil
	case given == nil:
		return "", errors.New("defaults are not supported")
	case given.Value.Kind == ast.BooleanValue && a.TypeReference.IsPtr():
		return "new(" + given.Value.Raw + ")", nil
	case given.Value.Kind == ast.EnumValue && a.TypeReference.IsPtr():
		return fmt.Sprintf("new(%s(%q))", name(a.TypeReference.Elem().GO), given.Value.Raw), nil
	}
	return "", errors.New("only optional booleans and enumerations are supported")
}

// name is what the generated code calls a type.
func name(t types.Type) string {
	if templates.CurrentImports == nil { // nothing is written yet
		return t.String()
	}
	return templates.CurrentImports.LookupType(t)
}

// CallArgs are the arguments of the resolver or method, given the arguments of the field.
func (f *field) CallArgs() string {
	var all []string
	if f.IsResolver || f.MethodHasContext {
		all = append(all, "x.Context")
	}
	if f.IsResolver && !f.Object.Root {
		all = append(all, "o")
	}
	for i := range f.Args {
		all = append(all, fmt.Sprintf("a.v%d", i))
	}
	return strings.Join(all, ", ")
}

// inline says whether values of a type are written where they stand: those that neither can be null nor fail.
func inline(t *config.TypeReference) bool { return !t.IsNilable() && t.Definition.IsLeafType() }

// plain says whether writing values of a type can fail nowhere: those that may be null, and lists that cannot have a null.
func plain(t *config.TypeReference) bool {
	switch {
	case !t.Definition.IsLeafType(), t.IsPtrToSlice(), t.IsPtrToIntf():
		return false
	case t.IsSlice():
		return inline(t.Elem())
	}
	return !t.GQL.NonNull
}

// writer is the name of the method that writes values of a type.
func writer(t *config.TypeReference) string {
	return "append" + strings.TrimPrefix(t.MarshalFunc(), "marshal")
}

// leaf is the expression that appends a scalar or an enumeration to b.
func leaf(t *config.TypeReference, v string) (string, error) {
	if t.IsPtr() {
		return leaf(t.Elem(), "*"+v)
	}
	if t.Definition.Kind == ast.Enum {
		return fmt.Sprintf("plan.Enum(b, string(%s))", v), nil
	}
	basic, ok := t.GO.Underlying().(*types.Basic)
	if !ok {
		return "", fmt.Errorf("no encoder of %s", t.GO)
	}
	_, named := types.Unalias(t.GO).(*types.Named)
	switch {
	case named && basic.Kind() != types.String: // it knows how
		return fmt.Sprintf("(%s).Append(b)", v), nil
	case named:
		return fmt.Sprintf("model.Quote(b, string(%s))", v), nil
	case basic.Kind() == types.String:
		return fmt.Sprintf("plan.String(b, %s)", v), nil
	case basic.Info()&types.IsBoolean != 0:
		return fmt.Sprintf("strconv.AppendBool(b, %s)", v), nil
	case basic.Info()&types.IsFloat != 0:
		return fmt.Sprintf("plan.Float(b, %s)", v), nil
	case basic.Info()&types.IsInteger != 0:
		return fmt.Sprintf("strconv.AppendInt(b, int64(%s), 10)", v), nil
	}
	return "", fmt.Errorf("no encoder of %s", t.GO)
}
