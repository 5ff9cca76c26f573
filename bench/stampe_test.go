package main

import (
	"bytes"
	"strings"
	"testing"
)

// TestStampe runs the measure of printing with few questions and two prints.
func TestStampe(t *testing.T) {
	var out bytes.Buffer
	if err := whatPrintsCost(t.Context(), printing{rounds: 1, asked: 20, prints: 2}, &out); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n| question, "); n != 2 || !strings.Contains(out.String(), "2 at once") {
		t.Error(out.String())
	}
}
