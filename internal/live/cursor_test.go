package live_test

import (
	"math"
	"testing"

	"cassetto/internal/live"
)

// TestCursor: every position comes back, one text stands for it, and whatever was changed, or is of another form, is refused.
func TestCursor(t *testing.T) {
	const form, other = live.Form("1:"), live.Form("A1:")
	seen := map[string]int64{}
	for _, p := range []int64{0, 1, 9, 10, 12345, math.MaxInt64} {
		c := form.Cursor(p)
		if back, ok := form.Position(c); !ok || back != p || seen[c] != 0 {
			t.Errorf("%d: %q, %d, %v", p, c, back, ok)
		}
		seen[c] = p
		if _, ok := other.Position(c); ok {
			t.Errorf("%q is of another form", c)
		}
		if _, ok := form.Position(other.Cursor(p)); ok {
			t.Errorf("%d of another form is a cursor", p)
		}
		for i := range len(c) {
			for _, other := range []byte("AZaz09-_=") {
				if b := []byte(c); b[i] != other {
					b[i] = other
					if _, ok := form.Position(string(b)); ok {
						t.Errorf("%d: %s is taken for %s", p, b, c)
					}
				}
			}
		}
		for _, bad := range []string{c + "=", c + "A", c[1:], c[:len(c)-1], c + "\n", " " + c} {
			if _, ok := form.Position(bad); ok {
				t.Errorf("%q is taken for %q", bad, c)
			}
		}
	}
	for _, bad := range []string{"", "1", "1:5", "MTo1", form.Cursor(-1)} {
		if _, ok := form.Position(bad); ok {
			t.Errorf("%q is a cursor", bad)
		}
	}
}

// TestCursorForm: the text of a cursor is what it has always been, for those who have kept one.
func TestCursorForm(t *testing.T) {
	for position, text := range map[int64]string{0: "MTow2Zi4YA", 12345: "MToxMjM0NTtOmFI"} {
		if c := live.Form("1:").Cursor(position); c != text {
			t.Errorf("%d is %s, and was %s", position, c, text)
		}
	}
}
