package main

import "testing"

// TestPercentFor: little in use lets the heap grow to the floor, at most to five times as much, from half of it on it doubles as usual.
func TestPercentFor(t *testing.T) {
	for _, test := range []struct {
		inUse uint64
		want  int
	}{
		{0, 400}, {1 << 20, 400}, {6 << 20, 400}, {8 << 20, 300}, {16 << 20, 100}, {32 << 20, 100}, {64 << 20, 100}, {300 << 20, 100},
	} {
		if got := percentFor(test.inUse); got != test.want {
			t.Errorf("%d MB in use: %d %%, want %d", test.inUse>>20, got, test.want)
		}
	}
}
