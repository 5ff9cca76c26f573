package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"go/types"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/99designs/gqlgen/codegen"
	"github.com/99designs/gqlgen/codegen/templates"
	"github.com/99designs/gqlgen/plugin"
)

//go:embed codec.gotpl
var codecTemplate string

// codecs is the plugin of gqlgen that generates how values are written for the cache that instances share: those of the fields
// that clients may keep for a while (@cacheControl), and what they are made of. All fields of their Go types are written, in
// their order, also those that the schema does not know; the tag wire:"-" leaves one out.
type codecs struct{}

var _ plugin.CodeGenerator = codecs{}

// Name is that of the plugin.
func (codecs) Name() string { return "cassetto/codec" }

// GenerateCode writes codec.generated.go beside the models. It fails, naming the field, on what cannot be written.
func (codecs) GenerateCode(data *codegen.Data) error {
	all := &structures{known: map[string]*structure{}}
	for _, o := range data.Objects {
		for _, f := range o.Fields {
			if !kept(f) {
				continue
			}
			if err := all.root(f.TypeReference.GO); err != nil {
				return fmt.Errorf("%s.%s: %w", o.Name, f.Name, err)
			}
		}
	}
	slices.SortFunc(all.All, func(a, b *structure) int { return cmp.Compare(a.Name, b.Name) })
	return templates.Render(templates.Options{
		PackageName: data.Config.Model.Package, Filename: filepath.Join(data.Config.Model.Dir(), "codec.generated.go"),
		Data: all, GeneratedHeader: true, Packages: data.Config.Packages, Template: codecTemplate,
	})
}

// kept says whether clients may keep what a field gives.
func kept(f *codegen.Field) bool {
	d := f.FieldDefinition.Directives.ForName("cacheControl")
	if d == nil || d.Arguments.ForName("maxAge") == nil {
		return false
	}
	seconds, err := strconv.Atoi(d.Arguments.ForName("maxAge").Value.Raw)
	return err == nil && seconds > 0
}

// root adds what a field gives: a structure, or the rows of a page. Scalars, and what a search finds, are no values of sections.
func (s *structures) root(t types.Type) error {
	named := structOf(t)
	if named == nil {
		return nil
	}
	if named.TypeArgs().Len() == 0 {
		one, err := s.of(named)
		if err == nil {
			one.Shaped, one.Single = true, true
		}
		return err
	}
	if named.Obj().Name() != "Connection" {
		return nil
	}
	row, ok := types.Unalias(named.TypeArgs().At(0)).(*types.Named)
	if !ok {
		return fmt.Errorf("rows of %s cannot be written", named.TypeArgs().At(0))
	}
	one, err := s.of(row)
	if err == nil {
		one.Shaped, one.Listed = true, true
	}
	return err
}

// structOf is the structure that a type is, points to or lists; nil if there is none.
func structOf(t types.Type) *types.Named {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return structOf(t.Elem())
	case *types.Slice:
		return structOf(t.Elem())
	case *types.Named:
		if _, ok := t.Underlying().(*types.Struct); ok {
			return t
		}
	}
	return nil
}
