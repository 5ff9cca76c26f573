package freshness_test

import (
	"bytes"
	"testing"

	"cassetto/internal/freshness"
)

// TestKept: an answer is kept as it is sent, and its compressed forms with it, each made once, if they are worth it.
func TestKept(t *testing.T) {
	data := bytes.Repeat([]byte(`"x",`), 1000)
	k := freshness.NewKept(data)
	if want := `{"data":` + string(data) + `}`; string(k.Body) != want || !bytes.Equal(k.Data(), data) {
		t.Fatalf("%s", k.Body)
	}
	data[0] = 'y'
	if k.Data()[0] == 'y' {
		t.Error("it is in the memory of who brought it")
	}
	times := 0
	packed := func(size int) func() []byte {
		return func() []byte { times++; return make([]byte, size) }
	}
	for _, test := range []struct {
		name   string
		kept   *freshness.Kept
		coding freshness.Coding
		size   int
		packed int // times of two
	}{
		{"gzip", k, freshness.Gzip, 100, 1},
		{"zstd", k, freshness.Zstd, 101, 1},
		{"hardly smaller", freshness.NewKept(data), freshness.Gzip, len(data) / 2, 2},
		{"not kept", nil, freshness.Gzip, 100, 2},
	} {
		times = 0
		for range 2 {
			if got := test.kept.In(test.coding, packed(test.size)); len(got) != test.size {
				t.Errorf("%s: %d bytes, want %d", test.name, len(got), test.size)
			}
		}
		if times != test.packed {
			t.Errorf("%s: packed %d times, want %d", test.name, times, test.packed)
		}
	}
}
