package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestCache runs the measure of the cache on few companies: whatever is kept, and whatever becomes of Redis, every request is
// answered without errors.
func TestCache(t *testing.T) {
	var out bytes.Buffer
	k := keeping{companies: 60, rounds: 1, dossiers: 2, pages: 2, perSecond: 10, phase: 500 * time.Millisecond}
	if err := whatItGives(t.Context(), k, &out); err != nil {
		t.Fatal(err)
	}
	for _, v := range append(append(keepers(), losers(64)...), losers(0)...) {
		if !strings.Contains(out.String(), "| "+v.name+" |") {
			t.Errorf("%s was not measured", v.name)
		}
	}
	t.Logf("%s", &out)
}
