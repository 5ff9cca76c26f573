package sigillo

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

func TestParseKeys(t *testing.T) {
	a, b := bytes.Repeat([]byte{0xfb}, 32), bytes.Repeat([]byte{0xff}, 32)
	std, url := base64.StdEncoding.EncodeToString, base64.RawURLEncoding.EncodeToString
	for text, want := range map[string]int{
		"": 0, " \n": 0, std(a): 1, url(a): 1, std(a) + "," + url(b): 2, " " + url(a) + " ,\n" + std(b) + "\n": 2,
	} {
		if keys, err := ParseKeys(text); err != nil || len(keys) != want {
			t.Errorf("%q: %d keys, %v", text, len(keys), err)
		}
	}
	for _, text := range []string{",", std(a) + ",", std(a) + ";" + std(b), std(a[:31]), std(append(a[:32:32], 1)), std(a) + "," + url(a), "segreta", std(a)[:43] + "!"} {
		if keys, err := ParseKeys(text); err == nil {
			t.Errorf("%q gives %d keys", text, len(keys))
		} else if strings.Contains(err.Error(), text) && text != "," {
			t.Errorf("%q is repeated: %v", text, err)
		}
	}
	one, _ := ParseKeys(std(a))
	other, _ := ParseKeys(url(a))
	second, _ := ParseKeys(std(b))
	if one[0] != other[0] || one[0].id == second[0].id {
		t.Error("the identifier is not of the key")
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s"} {
		if text := fmt.Sprintf(format, struct{ Keys []Key }{one}); strings.Contains(text, "251") || strings.Contains(strings.ToLower(text), "fbfb") {
			t.Errorf("%s prints the secret: %s", format, text)
		}
	}
}

// TestRing: what one key has sealed opens with it in any place of a ring, with what was covered, and not otherwise.
func TestRing(t *testing.T) {
	ring := func(first ...byte) Ring {
		var texts []string
		for _, b := range first {
			texts = append(texts, base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, 32)))
		}
		keys, err := ParseKeys(strings.Join(texts, ","))
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewRing(keys)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	old := ring(1)
	sealed := old.Seal(nil, []byte("testo"), []byte("intorno"))
	if len(sealed) != len("testo")+Overhead || bytes.Contains(sealed, []byte("testo")) {
		t.Errorf("sealed: %q", sealed)
	}
	changed := bytes.Clone(sealed)
	changed[len(changed)-1] ^= 1
	for _, c := range []struct {
		what    string
		ring    Ring
		sealed  []byte
		covered string
		want    bool
	}{
		{"the same", old, sealed, "intorno", true},
		{"a younger key first", ring(2, 1), sealed, "intorno", true},
		{"the key is gone", ring(2), sealed, "intorno", false},
		{"no keys", Ring{}, sealed, "intorno", false},
		{"changed", old, changed, "intorno", false},
		{"cut", old, sealed[:Overhead-1], "intorno", false},
		{"empty", old, nil, "intorno", false},
		{"covered was changed", old, sealed, "altro", false},
	} {
		text, ok := c.ring.Open(old.First(), bytes.Clone(c.sealed), []byte(c.covered))
		if ok != c.want || ok && string(text) != "testo" {
			t.Errorf("%s: %q, %v", c.what, text, ok)
		}
	}
	if !(Ring{}).Empty() || old.Empty() || ring(2, 1).First() != ring(2).First() {
		t.Error("the ring does not know its keys")
	}
}
