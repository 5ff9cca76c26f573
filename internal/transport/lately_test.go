package transport

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// TestLately: a document is remembered when it comes for the second time, by all of its bytes.
func TestLately(t *testing.T) {
	long := strings.Repeat(`{ saluto } # \\\"\n`, 40)
	l := newLately()
	read := func(literal string) (string, bool) {
		t.Helper()
		s := newScanner([]byte(`{"query":"` + literal + `","variables":{"a":"b"}}`))
		s.lately = l
		e, ok := s.request()
		var want struct{ Query string }
		valid := json.Unmarshal(s.All(), &want) == nil
		if ok && (!valid || e.Query != want.Query || e.Variables["a"] != "b") {
			t.Fatalf("%.80q: %.80q, want %v %.80q", literal, e.Query, valid, want.Query)
		}
		return e.Query, ok
	}
	held := func() (n int) {
		for i := range l.places {
			if p := l.places[i].Load(); p != nil && p.literal != "" {
				n++
			}
		}
		return n
	}
	for i, literal := range []string{long, long + "x", long + `\\`, long + "è", strings.Repeat("x", latelyLongest)} {
		first, ok := read(literal)
		if !ok || i == 0 && held() != 0 {
			t.Errorf("%.20q: read %v, %d remembered at once", literal, ok, held())
		}
		again, _ := read(literal)
		if third, _ := read(literal); first != again || again != third {
			t.Errorf("%.20q: another text", literal)
		}
		if i == 0 && held() != 1 {
			t.Error("not remembered")
		}
	}
	if n := held(); n > 4 {
		t.Errorf("%d remembered, the one that is too long too", n)
	}
	for _, bad := range []string{long + `\`, long + "\n", long + `\x`, long + "\xff", long + `"`} {
		for range 3 {
			if _, ok := read(bad); ok {
				t.Errorf("%q was read", bad[len(bad)-2:])
			}
		}
	}
}

// TestLatelyTellsApart: each document is read as itself, however many share a place.
func TestLatelyTellsApart(t *testing.T) {
	l := newLately()
	for i := range 1000 {
		for range 3 {
			s := newScanner(fmt.Appendf(nil, `{"query":"%s%d"}`, strings.Repeat("x", latelyShortest), i))
			s.lately = l
			if e, ok := s.request(); !ok || e.Query != fmt.Sprint(strings.Repeat("x", latelyShortest), i) {
				t.Fatal(ok, e.Query)
			}
		}
	}
}
