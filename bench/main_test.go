package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestShortForm runs the whole measure on few companies: every question is answered without errors.
func TestShortForm(t *testing.T) {
	var out bytes.Buffer
	if err := run(t.Context(), measurement{companies: 100, warm: 1}, &out); err != nil {
		t.Fatal(err)
	}
	for _, q := range questions("") {
		if !strings.Contains(out.String(), "| "+q.name+" |") {
			t.Errorf("%s was not measured", q.name)
		}
	}
	t.Logf("%s", &out)
}
