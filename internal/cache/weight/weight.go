// Package weight measures how many bytes a decoded value takes in memory.
package weight

import (
	"reflect"
	"sync"
)

// For makes a function that measures values of a type, in bytes: their own size and that of all that they refer to through
// exported fields. What allocations are rounded up to is not counted, about a tenth for rows of short strings; what is referred to
// twice is counted twice; a value that refers to itself must not be measured. The function may be called concurrently.
func For[T any]() func(*T) int {
	t := reflect.TypeFor[T]()
	w := &weigher{compiled: map[reflect.Type]size{}}
	beyond := w.of(t)
	return func(v *T) int {
		total := int(t.Size())
		if beyond != nil {
			total += beyond(reflect.ValueOf(v).Elem())
		}
		return total
	}
}

// size is how many bytes a value refers to, beyond its own; nil for types that refer to nothing, which need no walk.
type size func(v reflect.Value) int

// weigher compiles types once each.
type weigher struct {
	known    sync.Map // of size by reflect.Type, for what is found in interfaces
	mu       sync.Mutex
	compiled map[reflect.Type]size
}

// of finds or compiles a type.
func (w *weigher) of(t reflect.Type) size {
	if known, ok := w.known.Load(t); ok {
		return known.(size)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.compile(t)
	w.known.Store(t, s)
	return s
}

// compile answers a type that contains itself with a size that is not there yet, but is before anything is measured.
func (w *weigher) compile(t reflect.Type) size {
	if s, ok := w.compiled[t]; ok {
		return s
	}
	var s size
	w.compiled[t] = func(v reflect.Value) int { return s(v) }
	s = w.build(t)
	w.compiled[t] = s
	return s
}

func (w *weigher) build(t reflect.Type) size {
	switch t.Kind() {
	case reflect.String:
		return reflect.Value.Len
	case reflect.Pointer:
		return ofPointer(t.Elem(), w.compile(t.Elem()))
	case reflect.Slice:
		return ofSlice(t.Elem(), w.compile(t.Elem()))
	case reflect.Array:
		return ofElements(w.compile(t.Elem()))
	case reflect.Struct:
		return w.ofStruct(t)
	case reflect.Map:
		return ofMap(t, w.compile(t.Key()), w.compile(t.Elem()))
	case reflect.Interface:
		return w.ofInterface
	default:
		return nil
	}
}
