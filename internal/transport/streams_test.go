package transport

import (
	"context"
	"testing"
	"time"
)

// TestStreams: the bounds of all and of one person, and a drain that ends every stream and lets no other begin.
func TestStreams(t *testing.T) {
	s := newStreams(3, 2)
	ended := make(chan *stream, 10)
	open := func(user string) *stream {
		t.Helper()
		var one *stream
		one, err := s.add(func() { ended <- one })
		if err == nil {
			err = one.belongsTo(user)
		}
		if err != nil {
			t.Fatal(err)
		}
		return one
	}
	first := open("anna")
	open("anna")
	third, err := s.add(func() {})
	if err != nil {
		t.Fatal(err)
	}
	if err := third.belongsTo("anna"); err != errTooMany {
		t.Errorf("third of anna: %v", err)
	}
	if _, err := s.add(func() {}); err != errTooMany {
		t.Errorf("fourth of all: %v", err)
	}
	third.close()
	third.close()
	first.close()
	open("anna")

	left, cancel := context.WithCancel(t.Context())
	cancel()
	s.drain(left, 0)
	if _, err := s.add(func() {}); err != errDraining {
		t.Errorf("during a drain: %v", err)
	}
	drained := make(chan struct{})
	go func() {
		s.drain(t.Context(), time.Millisecond)
		close(drained)
	}()
	seen := map[*stream]bool{}
	for len(seen) < 2 {
		one := <-ended
		seen[one] = true
		one.close()
	}
	<-drained
	if len(s.open) > 0 || len(s.ofUser) > 0 {
		t.Errorf("left: %v %v", s.open, s.ofUser)
	}
}
