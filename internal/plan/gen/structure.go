package main

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"go/types"
	"reflect"
)

// structures are those that are written, each once.
type structures struct {
	All   []*structure
	known map[string]*structure // nil while it is being looked at
}

// structure is a Go type of several fields.
type structure struct {
	Name    string
	Members []*member
	Shaped  bool // it is the value of a section, or its row
	Single  bool // it is made by itself
	Listed  bool // there are lists of it
	Bits    int  // of the set that says which optional fields there are, and which booleans hold
	Least   int  // bytes that it takes
	layout  string
}

// of is the structure of a type.
func (s *structures) of(t *types.Named) (*structure, error) {
	name := t.Obj().Name()
	one, seen := s.known[name]
	switch {
	case seen && one == nil:
		return nil, errors.New("it is made of itself")
	case seen:
		return one, nil
	case t.Obj().Pkg() == nil || t.Obj().Pkg().Name() != "model" || t.TypeArgs().Len() > 0:
		return nil, fmt.Errorf("%s is not of the models", t)
	}
	s.known[name] = nil
	one = &structure{Name: name}
	fields := t.Underlying().(*types.Struct)
	for i := range fields.NumFields() {
		if reflect.StructTag(fields.Tag(i)).Get("wire") == "-" {
			continue
		}
		if err := s.add(one, fields.Field(i)); err != nil {
			return nil, fmt.Errorf("%s.%s: %w", name, fields.Field(i).Name(), err)
		}
	}
	if one.Bits > 0 {
		one.Least++
	}
	if one.Least == 0 || one.Bits > 64 {
		return nil, fmt.Errorf("%s has nothing to write, or too many optional fields", name)
	}
	s.known[name] = one
	s.All = append(s.All, one)
	return one, nil
}

func (s *structures) add(to *structure, f *types.Var) error {
	m := &member{Name: f.Name(), Type: types.Unalias(f.Type()), Bit: to.Bits}
	if !f.Exported() {
		return errors.New("not exported")
	}
	if p, ok := m.Type.(*types.Pointer); ok {
		m.Optional, m.Type = true, types.Unalias(p.Elem())
		to.Bits++
	} else if l, ok := m.Type.(*types.Slice); ok {
		m.List, m.Type = true, types.Unalias(l.Elem())
	}
	m.kind = kindOf(m.Type)
	switch {
	case m.kind == unwritable, m.kind == truth && m.List:
		return fmt.Errorf("%s cannot be written", f.Type())
	case m.kind == truth:
		to.Bits++
	case !m.Optional && (m.List || m.kind != composite):
		to.Least++
	}
	layout := m.Type.String()
	if m.kind == composite {
		inner, err := s.of(m.Type.(*types.Named))
		if err != nil {
			return err
		}
		m.inner, layout = inner, inner.layout
		inner.Listed = inner.Listed || m.List
		inner.Single = inner.Single || m.Optional
		if !m.Optional && !m.List {
			to.Least += inner.Least
		}
	}
	to.layout += fmt.Sprintf("%s optional=%t list=%t %s %s;", m.Name, m.Optional, m.List, m.kind, layout)
	to.Members = append(to.Members, m)
	return nil
}

// Shape is a fingerprint of how the structure is written.
func (s *structure) Shape() string {
	sum := sha256.Sum256([]byte(s.Name + "{" + s.layout + "}"))
	return fmt.Sprintf("%#016x", binary.BigEndian.Uint64(sum[:]))
}

// Spared are the optional fields whose values are together in one piece of memory.
func (s *structure) Spared() []*member {
	var all []*member
	for _, m := range s.Members {
		if m.Optional && m.kind != composite {
			all = append(all, m)
		}
	}
	return all
}

// Spares is the set of the bits of those.
func (s *structure) Spares() string {
	set := uint64(0)
	for _, m := range s.Spared() {
		set |= 1 << m.Bit
	}
	return fmt.Sprintf("%#x", set)
}

// goType is what the models call a type.
func goType(t types.Type) string {
	return types.TypeString(t, func(*types.Package) string { return "" })
}
