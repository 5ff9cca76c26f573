package importa

import (
	"bytes"
	"math/bits"
	"strings"
)

// object is the plan of an object type: what its documents may and must hold.
type object struct {
	fields    []field
	index     map[string]int // of fields, by name
	required  uint64         // bit i: fields[i] must be there
	intervals []interval
}

type field struct {
	name string
	slot
	bound bool // an interval looks at it
}

// interval says that the field to is not before the field from.
type interval struct {
	from, to int
	strict   bool // nor on the same day: to is excluded
}

func (o *object) check(w *walker) *Difetto {
	if w.json[w.at] != '{' {
		return difetto("serve un oggetto")
	}
	w.at++
	var seen uint64
	var bounds [maxFields][]byte
	for w.more('}') {
		name := w.name()
		i, known := o.index[string(name)]
		if !known {
			return unknown(name)
		}
		f := &o.fields[i]
		if seen&(1<<i) != 0 {
			return difetto("è ripetuto").under(f.name)
		}
		seen |= 1 << i
		start := w.at
		if d := f.read(w); d != nil {
			return d.under(f.name)
		}
		if f.bound {
			bounds[i] = w.json[start:w.at]
		}
	}
	if missing := o.required &^ seen; missing != 0 {
		return difetto("manca").under(o.fields[bits.TrailingZeros64(missing)].name)
	}
	for _, n := range o.intervals {
		if d := n.check(bounds[n.from], bounds[n.to]); d != nil {
			return d.under(o.fields[n.to].name)
		}
	}
	return nil
}

// check compares two canonical dates, each in its quotes, missing or null.
func (n interval) check(from, to []byte) *Difetto {
	if len(from) == 0 || len(to) == 0 || from[0] != '"' || to[0] != '"' {
		return nil
	}
	switch c := bytes.Compare(to, from); {
	case c < 0:
		return difetto("il periodo finisce prima di cominciare")
	case c == 0 && n.strict:
		return difetto("il periodo è vuoto: la fine è il primo giorno escluso")
	}
	return nil
}

// unknown refuses a field that the type has not. It repeats the name only when it looks like one of the schema's: a file
// with values in the place of names must not get them into a report.
func unknown(name []byte) *Difetto {
	if len(name) == 0 || len(name) > 40 || name[0] < 'a' || name[0] > 'z' {
		return difetto("contiene un campo sconosciuto")
	}
	digits := 0
	for _, c := range name {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
		default:
			return difetto("contiene un campo sconosciuto")
		}
	}
	if digits > 2 {
		return difetto("contiene un campo sconosciuto")
	}
	return difetto("è un campo sconosciuto").under(string(name))
}

// require makes a copy of the plan in which the field at a dotted path must be there; mark is applied to that field.
func (o *object) require(path string, mark func(*slot)) (*object, bool) {
	name, rest, deeper := strings.Cut(path, ".")
	i, ok := o.index[name]
	if !ok {
		return nil, false
	}
	c := *o
	c.fields = append([]field(nil), o.fields...)
	c.required |= 1 << i
	c.fields[i].required = true
	if !deeper {
		mark(&c.fields[i].slot)
		return &c, true
	}
	inner, ok := c.fields[i].checker.(*object)
	if !ok {
		return nil, false
	}
	c.fields[i].checker, ok = inner.require(rest, mark)
	return &c, ok
}
