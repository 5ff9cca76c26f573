package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// structured is a value of Go structs made for the JSON text: a field for each key, a pointer where null was seen, a slice for a
// list, whose elements have one type with all that any of them has.
func structured(text []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	var s shape
	if err := s.add(v); err != nil {
		return nil, err
	}
	to := reflect.New(s.goType())
	err := json.Unmarshal(text, to.Interface())
	return to.Interface(), err
}

// shape is what was seen of the values in one place.
type shape struct {
	kind    reflect.Kind // Invalid: nothing but null
	null    bool
	fields  map[string]*shape // of a struct
	element *shape            // of a slice
}

func (s *shape) add(v any) error {
	kind := reflect.Invalid
	switch v := v.(type) {
	case nil:
		s.null = true
		return nil
	case string:
		kind = reflect.String
	case bool:
		kind = reflect.Bool
	case json.Number:
		kind = reflect.Int64
		if s.kind == reflect.Float64 || strings.ContainsAny(v.String(), ".eE") {
			kind = reflect.Float64
		}
	case []any:
		kind = reflect.Slice
	case map[string]any:
		kind = reflect.Struct
	}
	if s.kind != reflect.Invalid && s.kind != kind && (s.kind != reflect.Int64 || kind != reflect.Float64) {
		return fmt.Errorf("both %s and %s in one place", s.kind, kind)
	}
	s.kind = kind
	return s.within(v)
}

// within adds what a list or an object holds.
func (s *shape) within(v any) error {
	switch v := v.(type) {
	case []any:
		if s.element == nil {
			s.element = &shape{}
		}
		for i, one := range v {
			if err := s.element.add(one); err != nil {
				return fmt.Errorf("%d: %w", i, err)
			}
		}
	case map[string]any:
		if s.fields == nil {
			s.fields = map[string]*shape{}
		}
		for name, one := range v {
			if s.fields[name] == nil {
				s.fields[name] = &shape{}
			}
			if err := s.fields[name].add(one); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	return nil
}

func (s *shape) goType() reflect.Type {
	var t reflect.Type
	switch s.kind {
	case reflect.String:
		t = reflect.TypeFor[string]()
	case reflect.Bool:
		t = reflect.TypeFor[bool]()
	case reflect.Int64:
		t = reflect.TypeFor[int64]()
	case reflect.Float64:
		t = reflect.TypeFor[float64]()
	case reflect.Slice:
		return reflect.SliceOf(s.element.goType())
	case reflect.Struct:
		var fields []reflect.StructField
		for i, name := range slices.Sorted(maps.Keys(s.fields)) {
			fields = append(fields, reflect.StructField{
				Name: "F" + strconv.Itoa(i), Type: s.fields[name].goType(), Tag: reflect.StructTag(fmt.Sprintf("json:%q", name)),
			})
		}
		t = reflect.StructOf(fields)
	default:
		return reflect.TypeFor[*struct{}]()
	}
	if s.null {
		t = reflect.PointerTo(t)
	}
	return t
}
