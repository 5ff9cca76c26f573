package main

import (
	"encoding/json"
	"reflect"
	"testing"
)

// TestStructured: what is marshalled from the structs is what they were made for.
func TestStructured(t *testing.T) {
	const text = `{"a": [{"b": null, "c": 1}, {"b": "x", "c": 2.5, "d": []}], "e": null, "f": {"g": true}, "h": [null, {"i": 1}]}`
	const made = `{"a": [{"b": null, "c": 1, "d": null}, {"b": "x", "c": 2.5, "d": []}], "e": null, "f": {"g": true}, "h": [null, {"i": 1}]}`
	v, err := structured([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var is, want any
	if err := json.Unmarshal(got, &is); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(made), &want); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(is, want) {
		t.Errorf("%s instead of %s", got, made)
	}
	if _, err := structured([]byte(`[1, "a"]`)); err == nil {
		t.Error("a list of numbers and texts has got a type")
	}
}
