package main

import (
	"fmt"
	"go/types"
)

// kind is how a value is written.
type kind string

const (
	unwritable kind = ""
	composite  kind = "structure"
	text       kind = "text"
	integer    kind = "integer"
	decimal    kind = "decimal"
	truth      kind = "truth" // as a bit
)

func kindOf(t types.Type) kind {
	switch u := t.Underlying().(type) {
	case *types.Struct:
		if _, named := t.(*types.Named); named {
			return composite
		}
	case *types.Basic:
		switch {
		case u.Info()&types.IsString != 0:
			return text
		case u.Info()&types.IsBoolean != 0:
			return truth
		case u.Info()&types.IsFloat != 0:
			return decimal
		case u.Info()&types.IsInteger != 0 && u.Info()&types.IsUnsigned == 0:
			return integer
		}
	}
	return unwritable
}

// member is a field of a structure.
type member struct {
	Name     string
	Type     types.Type // that it is, points to or lists
	Optional bool
	List     bool
	Bit      int // its first, if it has any
	kind     kind
	inner    *structure
}

// GoType is what the models call its type.
func (m *member) GoType() string { return goType(m.Type) }

// Marks says when its bits are set: a condition for each.
func (m *member) Marks() []string {
	field := "v." + m.Name
	switch {
	case m.kind == truth && m.Optional:
		return []string{field + " != nil", field + " != nil && *" + field}
	case m.kind == truth:
		return []string{field}
	case m.Optional:
		return []string{field + " != nil"}
	}
	return nil
}

// Encode is the statement that writes it.
func (m *member) Encode() string {
	field := "v." + m.Name
	switch {
	case m.kind == truth:
		return ""
	case m.List && m.kind == composite:
		return fmt.Sprintf("b = (*%s)(nil).encodeAll(b, %s)", m.inner.Name, field)
	case m.List:
		return fmt.Sprintf("b = appendSize(b, sizeOf(%s))\nfor _, one := range %s {\n%s\n}", field, field, m.encode("one"))
	case m.Optional && m.kind == composite:
		return fmt.Sprintf("if %s != nil {\n%s\n}", field, m.encode(field))
	case m.Optional:
		return fmt.Sprintf("if %s != nil {\n%s\n}", field, m.encode("*"+field))
	}
	return m.encode(field)
}

func (m *member) encode(v string) string {
	switch m.kind {
	case composite:
		return fmt.Sprintf("b = %s.encode(b)", v)
	case text:
		return fmt.Sprintf("b = appendText(b, %s)", v)
	case integer:
		return fmt.Sprintf("b = binary.AppendVarint(b, int64(%s))", v)
	}
	return fmt.Sprintf("b = appendSize(b, bits.ReverseBytes64(math.Float64bits(float64(%s))))", v)
}

// Decode is the statement that reads it.
func (m *member) Decode() string {
	field, spare := "v."+m.Name, "o."+m.Name
	has := fmt.Sprintf("set&%#x != 0", uint64(1)<<m.Bit)
	switch {
	case m.kind == truth && m.Optional:
		return fmt.Sprintf("if %s {\n%s = set&%#x != 0\n%s = &%s\n}", has, spare, uint64(2)<<m.Bit, field, spare)
	case m.kind == truth:
		return fmt.Sprintf("%s = %s", field, has)
	case m.List && m.kind == composite:
		return fmt.Sprintf("%s, *r = (*%s)(nil).decodeAll(*r)", field, m.inner.Name)
	case m.List:
		return fmt.Sprintf("if n, some := r.count(1); some {\n%s = make([]%s, n)\nfor i := range %s {\n%s[i] = %s\n}\n}", field, goType(m.Type), field, field, m.decode())
	case m.Optional && m.kind == composite:
		return fmt.Sprintf("if %s {\n%s, *r = (*%s)(nil).decoded(*r)\n}", has, field, m.inner.Name)
	case m.Optional:
		return fmt.Sprintf("if %s {\n%s = %s\n%s = &%s\n}", has, spare, m.decode(), field, spare)
	case m.kind == composite && m.inner.Spared() != nil:
		return fmt.Sprintf("%s.decode(r, new([]spare%s), 1)", field, m.inner.Name)
	case m.kind == composite:
		return fmt.Sprintf("%s.decode(r)", field)
	}
	return field + " = " + m.decode()
}

func (m *member) decode() string {
	name := goType(m.Type)
	switch m.kind {
	case text:
		return convert(name, "string", "r.text()")
	case integer:
		return convert(name, "int64", fmt.Sprintf("r.integer(%d)", m.bits()))
	}
	return convert(name, "float64", "math.Float64frombits(bits.ReverseBytes64(r.size()))")
}

// bits is how long a whole number is.
func (m *member) bits() int {
	switch m.Type.Underlying().(*types.Basic).Kind() {
	case types.Int8:
		return 8
	case types.Int16:
		return 16
	case types.Int32:
		return 32
	}
	return 64
}

func convert(to, from, v string) string {
	if to == from {
		return v
	}
	return to + "(" + v + ")"
}
