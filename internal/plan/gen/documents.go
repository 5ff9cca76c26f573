package main

import (
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"go/types"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/99designs/gqlgen/plugin"
)

//go:embed documents.gotpl
var documentsTemplate string

//go:embed documents_test.gotpl
var documentsTestTemplate string

// documents is the plugin of gqlgen that generates how the documents of archives are read: those of the fields that say how long
// they may be kept (@cacheControl), and what these are made of. Their members have the names that encoding/json gives them.
type documents struct{}

var _ plugin.CodeGenerator = documents{}

// Name is that of the plugin.
func (documents) Name() string { return "cassetto/documents" }

// GenerateCode writes documents.generated.go beside the models, and what its test goes through beside the schema. It fails, naming the field, on what
// cannot be read.
func (documents) GenerateCode(data *codegen.Data) error {
	all := &readable{known: map[string]*record{}}
	for _, o := range data.Objects {
		for _, f := range o.Fields {
			if f.FieldDefinition.Directives.ForName("cacheControl") == nil {
				continue
			}
			if err := all.root(f.TypeReference.GO); err != nil {
				return fmt.Errorf("%s.%s: %w", o.Name, f.Name, err)
			}
		}
	}
	slices.SortFunc(all.All, func(a, b *record) int { return cmp.Compare(a.Name, b.Name) })
	write := func(pkg, dir, file, template string) error {
		return templates.Render(templates.Options{
			PackageName: pkg, Filename: filepath.Join(dir, file),
			Data: all, GeneratedHeader: true, Packages: data.Config.Packages, Template: template,
		})
	}
	models, exec := data.Config.Model, data.Config.Exec
	return errors.Join(
		write(models.Package, models.Dir(), "documents.generated.go", documentsTemplate),
		write(exec.Package+"_test", exec.Dir(), "documents_generated_test.go", documentsTestTemplate),
	)
}

// readable are those that are read, each once.
type readable struct {
	All   []*record
	known map[string]*record // nil while it is being looked at
}

// record is a Go type that documents, or parts of them, are read into.
type record struct {
	Name    string
	Members []*entry
}

// Keys are the names of its members.
func (o *record) Keys() string {
	var keys []string
	for _, m := range o.Members {
		keys = append(keys, fmt.Sprintf("%q", m.Key))
	}
	return strings.Join(keys, ", ")
}

// entry is a member of a record in a document.
type entry struct {
	member
	Key string
}

// root adds what a field gives: a structure, or the rows of a page.
func (s *readable) root(t types.Type) error {
	named := structOf(t)
	for named != nil && named.TypeArgs().Len() > 0 {
		named = structOf(named.TypeArgs().At(0))
	}
	if named == nil {
		return nil
	}
	return s.of(named)
}

// of adds the record of a type.
func (s *readable) of(t *types.Named) error {
	name := t.Obj().Name()
	one, seen := s.known[name]
	switch {
	case seen && one == nil:
		return errors.New("it is made of itself")
	case seen:
		return nil
	case t.Obj().Pkg() == nil || t.Obj().Pkg().Name() != "model" || t.TypeArgs().Len() > 0:
		return fmt.Errorf("%s is not of the models", t)
	}
	s.known[name] = nil
	one = &record{Name: name}
	fields := t.Underlying().(*types.Struct)
	for i := range fields.NumFields() {
		if err := s.add(one, fields.Field(i), reflect.StructTag(fields.Tag(i)).Get("json")); err != nil {
			return fmt.Errorf("%s.%s: %w", name, fields.Field(i).Name(), err)
		}
	}
	if len(one.Members) > 64 {
		return fmt.Errorf("%s has too many members", name)
	}
	s.known[name] = one
	s.All = append(s.All, one)
	return nil
}

func (s *readable) add(to *record, f *types.Var, tag string) error {
	key, options, _ := strings.Cut(tag, ",")
	switch {
	case tag == "-":
		return nil
	case !f.Exported() || f.Embedded() || strings.Contains(options, "string"):
		return errors.New("it is read otherwise than others")
	case key == "":
		key = f.Name()
	}
	e := &entry{member{Name: f.Name(), Type: types.Unalias(f.Type())}, key}
	if p, ok := e.Type.(*types.Pointer); ok {
		e.Optional, e.Type = true, types.Unalias(p.Elem())
	} else if l, ok := e.Type.(*types.Slice); ok {
		e.List, e.Type = true, types.Unalias(l.Elem())
	}
	e.kind = kindOf(e.Type)
	if e.kind == text && hasMethod(e.Type, "IsValid") {
		e.kind = constant
	} else if hasMethod(e.Type, "UnmarshalJSON") || hasMethod(e.Type, "UnmarshalText") {
		return errors.New("it reads itself")
	}
	to.Members = append(to.Members, e)
	switch e.kind {
	case unwritable:
		return fmt.Errorf("%s cannot be read", f.Type())
	case composite:
		return s.of(e.Type.(*types.Named))
	}
	return nil
}

// constant is a text of which there are a few.
const constant kind = "constant"

func hasMethod(t types.Type, name string) bool {
	return types.NewMethodSet(types.NewPointer(t)).Lookup(nil, name) != nil
}

// Read is the statement that reads it.
func (e *entry) Read() string {
	field := "v." + e.Name
	switch {
	case e.List && e.kind == composite:
		return fmt.Sprintf("if r.List() {\n%s = []%s{}\nfor more := r.First(); more; more = r.Another() {\n%s = append(%s, %s{})\nif !r.Null() {\n%s[len(%s)-1].ReadJSON(r)\n}\n}\n}",
			field, e.GoType(), field, field, e.GoType(), field, field)
	case e.List:
		return fmt.Sprintf("if r.List() {\n%s = []%s{}\nfor more := r.First(); more; more = r.Another() {\n%s = append(%s, %s)\n}\n}", field, e.GoType(), field, field, e.value())
	case e.Optional && e.kind == composite:
		return fmt.Sprintf("if !r.Null() {\n%s = new(%s)\n%s.ReadJSON(r)\n}", field, e.GoType(), field)
	case e.kind == composite:
		return fmt.Sprintf("if !r.Null() {\n%s.ReadJSON(r)\n}", field)
	case e.Optional:
		return fmt.Sprintf("if !r.Null() {\n%s = new(%s)\n}", field, e.value())
	}
	return field + " = " + e.value()
}

func (e *entry) value() string {
	name := e.GoType()
	switch e.kind {
	case constant:
		return fmt.Sprintf("constant[%s](r)", name)
	case text:
		return convert(name, "string", "r.Text()")
	case integer:
		return convert(name, "int64", fmt.Sprintf("r.Integer(%d)", e.bits()))
	case truth:
		return convert(name, "bool", "r.Truth()")
	}
	return convert(name, "float64", "r.Decimal()")
}
