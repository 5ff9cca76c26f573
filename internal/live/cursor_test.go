package live_test

import (
	"math"
	"testing"

	"cassetto/internal/live"
)

// TestCursor: every position comes back, one text stands for it, and whatever was changed is refused.
func TestCursor(t *testing.T) {
	seen := map[string]int64{}
	for _, p := range []int64{0, 1, 9, 10, 12345, math.MaxInt64} {
		c := live.Cursor(p)
		if back, ok := live.Position(c); !ok || back != p || seen[c] != 0 {
			t.Errorf("%d: %q, %d, %v", p, c, back, ok)
		}
		seen[c] = p
		for i := range len(c) {
			for _, other := range []byte("AZaz09-_=") {
				if b := []byte(c); b[i] != other {
					b[i] = other
					if _, ok := live.Position(string(b)); ok {
						t.Errorf("%d: %s is taken for %s", p, b, c)
					}
				}
			}
		}
		for _, bad := range []string{c + "=", c + "A", c[1:], c[:len(c)-1], c + "\n", " " + c} {
			if _, ok := live.Position(bad); ok {
				t.Errorf("%q is taken for %q", bad, c)
			}
		}
	}
	for _, bad := range []string{"", "1", "1:5", "MTo1", live.Cursor(-1)} {
		if _, ok := live.Position(bad); ok {
			t.Errorf("%q is a cursor", bad)
		}
	}
}
