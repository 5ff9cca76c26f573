package main

import (
	"io"
	"testing"
	"time"
)

// TestOstile: every kind of hostile request is refused as it must be, and meanwhile every honest request is answered.
func TestOstile(t *testing.T) {
	p, err := build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer p.remove()
	if err := p.fill(t.Context(), io.Discard); err != nil {
		t.Fatal(err)
	}
	s := siege{honest: 20, hostile: 240}
	err = s.with(t.Context(), p, func(b *besieged) error {
		kinds := kinds(b.address, b.tokens)
		done := make(chan outcome, 1)
		go func() {
			done <- assault{b.address, b.tokens, s.hostile, 20 * len(kinds)}.run(t.Context(), kinds)
		}()
		_, err := b.load(t.Context(), s.honest, 2*time.Second)
		for _, k := range (<-done).Kinds {
			if k.Sent != 20 || k.Good != k.Sent {
				t.Errorf("%s: %d sent, %d refused as they must be; %s", k.Name, k.Sent, k.Good, k.Wrong)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
