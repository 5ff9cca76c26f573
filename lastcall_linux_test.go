package main

import (
	"context"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"
)

// TestLastCall: those who stand at the door are let in, and hear and are heard after it has closed; nobody else gets that far.
func TestLastCall(t *testing.T) {
	l, err := listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	dial := func(wait time.Duration) (net.Conn, error) { return net.DialTimeout("tcp", l.Addr().String(), wait) }
	var outside []net.Conn
	for range 5 {
		c, err := dial(patience)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		outside = append(outside, c)
	}
	hurried, cancel := context.WithTimeout(t.Context(), 3*handshake)
	defer cancel()
	if lastCall(hurried, l); hurried.Err() == nil {
		t.Fatal("they stand there, and it returned")
	}
	if c, err := dial(2 * handshake); err == nil {
		c.Close()
		t.Error("another one was let in")
	}
	inside := make(chan net.Conn, len(outside))
	go func() {
		for c, err := l.Accept(); err == nil; c, err = l.Accept() {
			inside <- c
		}
		close(inside)
	}()
	lastCall(t.Context(), l)
	l.Close()
	if c, err := dial(patience); !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("after closing: %v %v", c, err)
	}
	if len(inside) != len(outside) {
		t.Fatalf("%d of %d were let in", len(inside), len(outside))
	}
	for c := range inside {
		t.Cleanup(func() { c.Close() })
		if _, err := c.Write([]byte("x")); err != nil {
			t.Error(err)
		}
	}
	for _, c := range outside {
		_ = c.SetDeadline(time.Now().Add(patience))
		if n, err := c.Read(make([]byte, 1)); n != 1 {
			t.Error(err)
		}
	}
}
