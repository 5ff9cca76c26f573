package weight

import (
	"math/bits"
	"reflect"
)

func ofPointer(elem reflect.Type, beyond size) size {
	own := int(elem.Size())
	return func(v reflect.Value) int {
		switch {
		case v.IsNil():
			return 0
		case beyond == nil:
			return own
		default:
			return own + beyond(v.Elem())
		}
	}
}

func ofSlice(elem reflect.Type, beyond size) size {
	own, elements := int(elem.Size()), ofElements(beyond)
	return func(v reflect.Value) int {
		total := own * v.Cap()
		if elements != nil {
			total += elements(v)
		}
		return total
	}
}

func ofElements(beyond size) size {
	if beyond == nil {
		return nil
	}
	return func(v reflect.Value) int {
		total := 0
		for i := range v.Len() {
			total += beyond(v.Index(i))
		}
		return total
	}
}

func (w *weigher) ofStruct(t reflect.Type) size {
	type field struct {
		index  int
		beyond size
	}
	var fields []field
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() {
			if beyond := w.compile(f.Type); beyond != nil {
				fields = append(fields, field{i, beyond})
			}
		}
	}
	if fields == nil {
		return nil
	}
	return func(v reflect.Value) int {
		total := 0
		for _, f := range fields {
			total += f.beyond(v.Field(f.index))
		}
		return total
	}
}

// ofMap counts the tables of Go 1.24 and later: slots in groups of eight, each with a control byte, that are seven eighths full
// at most before their number doubles.
func ofMap(t reflect.Type, key, elem size) size {
	const header, group = 48, 8
	slot := int(t.Key().Size() + t.Elem().Size() + 1)
	return func(v reflect.Value) int {
		if v.IsNil() {
			return 0
		}
		slots := group
		if n := v.Len(); n > group {
			slots = 1 << bits.Len(uint((n*group+group-2)/(group-1)-1))
		}
		total := header + slots*slot
		if key == nil && elem == nil {
			return total
		}
		for entry := v.MapRange(); entry.Next(); {
			if key != nil {
				total += key(entry.Key())
			}
			if elem != nil {
				total += elem(entry.Value())
			}
		}
		return total
	}
}

// ofInterface counts what it holds: a pointer is in the interface itself, anything else beside it.
func (w *weigher) ofInterface(v reflect.Value) int {
	if v.IsNil() {
		return 0
	}
	held := v.Elem()
	total := 0
	if held.Kind() != reflect.Pointer {
		total = int(held.Type().Size())
	}
	if beyond := w.of(held.Type()); beyond != nil {
		total += beyond(held)
	}
	return total
}
