package redis

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/sigillo"
)

const (
	name       = "cassetto:cache:complementari:emens:schema:tag"
	generation = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

func coderOf(t testing.TB, keys ...sigillo.Key) coder {
	t.Helper()
	c, err := newCoder(keys)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newKey(t testing.TB) sigillo.Key {
	t.Helper()
	var secret [32]byte
	_, _ = rand.Read(secret[:]) // never fails
	keys, err := sigillo.ParseKeys(base64.RawURLEncoding.EncodeToString(secret[:]))
	if err != nil {
		t.Fatal(err)
	}
	return keys[0]
}

// coders are one that checks and one that seals.
func coders(t testing.TB) map[string]coder {
	return map[string]coder{"checked": coderOf(t), "sealed": coderOf(t, newKey(t))}
}

func entries() map[string]cache.Entry[[]byte] {
	noise := make([]byte, 5000)
	_, _ = rand.Read(noise)
	now := time.UnixMilli(1_800_000_000_123).UTC()
	return map[string]cache.Entry[[]byte]{
		"nothing":      {Fresh: now, Until: now.Add(time.Hour)},
		"empty":        {Known: true, Value: []byte{}, Fresh: now, Until: now},
		"short":        {Known: true, Value: []byte("OFFICINE AURORA"), Until: now},
		"compressible": {Known: true, Value: bytes.Repeat([]byte("periodo saldo "), 1000), Fresh: now, Until: now},
		"noise":        {Known: true, Value: noise, Fresh: now, Until: now},
	}
}

func same(a, b cache.Entry[[]byte]) bool {
	return a.Known == b.Known && bytes.Equal(a.Value, b.Value) && a.Fresh.Equal(b.Fresh) && a.Until.Equal(b.Until) && a.Fresh.IsZero() == b.Fresh.IsZero()
}

func TestValue(t *testing.T) {
	for how, c := range coders(t) {
		for what, e := range entries() {
			value := c.encode(name, generation, e)
			if got, ok := c.decode(name, string(value), generation); !ok || !same(got, e) {
				t.Errorf("%s, %s: %v, %v", how, what, got, ok)
			}
			packed := value[1]&isPacked != 0
			if packed != (what == "compressible") || packed && len(value) > len(e.Value)/10 || len(value) > len(e.Value)+valueHead+28 {
				t.Errorf("%s, %s: %d bytes of %d, compressed: %v", how, what, len(value), len(e.Value), packed)
			}
			if how == "sealed" && len(e.Value) > 10 && bytes.Contains(value, e.Value[:10]) {
				t.Errorf("%s can be read", what)
			}
		}
	}
}

// TestValueDamaged: whatever is not exactly what was written under this key, in this generation, is not found.
func TestValueDamaged(t *testing.T) {
	for how, c := range coders(t) {
		for what, e := range entries() {
			value := c.encode(name, generation, e)
			refused := func(damage, name, value, generation string) {
				t.Helper()
				if got, ok := c.decode(name, value, generation); ok {
					t.Errorf("%s, %s, %s: found %v", how, what, damage, got)
				}
			}
			refused("moved", name+"x", string(value), generation)
			refused("moved", "", string(value), generation)
			refused("of another generation", name, string(value), strings.ToLower(generation))
			refused("longer", name, string(value)+"\x00", generation)
			for cut := 0; cut < len(value); cut += 1 + cut/50 {
				refused(fmt.Sprint("cut to ", cut), name, string(value[:cut]), generation)
			}
			for at := 0; at < len(value); at += 1 + at/50 {
				flipped := bytes.Clone(value)
				flipped[at] ^= 1 << (at % 8)
				refused(fmt.Sprint("byte ", at, " flipped"), name, string(flipped), generation)
			}
		}
	}
}

// TestValuePlanted: with keys nothing is found but what they have sealed, and without keys nothing that is sealed.
func TestValuePlanted(t *testing.T) {
	e := entries()["short"]
	old, young, strange := newKey(t), newKey(t), newKey(t)
	for _, c := range []struct {
		what            string
		written, reader coder
		found           bool
	}{
		{"in clear, read with a key", coderOf(t), coderOf(t, young), false},
		{"sealed, read without a key", coderOf(t, young), coderOf(t), false},
		{"sealed by somebody else", coderOf(t, strange), coderOf(t, young, old), false},
		{"sealed before the key was replaced", coderOf(t, old), coderOf(t, young, old), true},
		{"sealed by who has the new key already", coderOf(t, young, old), coderOf(t, old, young), true},
		{"sealed with a key that is gone", coderOf(t, old), coderOf(t, young), false},
	} {
		value := string(c.written.encode(name, generation, e))
		if got, ok := c.reader.decode(name, value, generation); ok != c.found {
			t.Errorf("%s: found is %v", c.what, ok)
		} else if ok && !same(got, e) {
			t.Errorf("%s: %v", c.what, got)
		}
	}
	relabelled := []byte(coderOf(t, strange).encode(name, generation, e))
	id := coderOf(t, young).sealer.ring.First()
	copy(relabelled[2:], id[:])
	if _, ok := coderOf(t, young).decode(name, string(relabelled), generation); ok {
		t.Error("the identifier of a key opens what another has sealed")
	}
}

// TestValueBomb: what would grow too large is not unpacked.
func TestValueBomb(t *testing.T) {
	c := coderOf(t)
	for size, want := range map[int]bool{largest: true, largest + 1: false} {
		value := c.encode(name, generation, cache.Entry[[]byte]{Known: true, Value: make([]byte, size)})
		if got, ok := c.decode(name, string(value), generation); ok != want || ok && len(got.Value) != size {
			t.Errorf("%d bytes: found is %v", size, ok)
		}
	}
}

func FuzzDecode(f *testing.F) {
	keys, _ := sigillo.ParseKeys(base64.StdEncoding.EncodeToString(make([]byte, 32))) // the same for all who work on it
	plain, sealed := coderOf(f), coderOf(f, keys...)
	for _, e := range entries() {
		f.Add(plain.encode(name, generation, e))
		f.Add(sealed.encode(name, generation, e))
	}
	l := link{instance: "altra"}
	f.Add(l.encode(plain.sealer, cache.Change{Archive: "agenda", Tags: cache.TagsOf("a", "b")}))
	own := plain.encode(name, generation, cache.Entry[[]byte]{})
	f.Fuzz(func(t *testing.T, value []byte) {
		(&link{}).decode(plain.sealer, string(value))
		(&link{}).decode(sealed.sealer, string(value))
		if len(value) >= headSize && value[1]&isSealed == 0 {
			if _, ok := sealed.decode(name, string(value), generation); ok {
				t.Error("what is not sealed is found")
			}
		}
		// Past the checksum, as who can write to a server without keys may do.
		if len(value) < valueHead {
			return
		}
		head := bytes.Clone(value[:valueHead])
		copy(head[generationAt:], own[generationAt:valueHead])
		forged := plain.sealer.wrap(name, head, value[valueHead:])
		if e, ok := plain.decode(name, string(forged), generation); ok && len(e.Value) > max(largest, len(value)) {
			t.Errorf("%d bytes are found", len(e.Value))
		}
	})
}
