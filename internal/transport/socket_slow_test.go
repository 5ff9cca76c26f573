package transport_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"
	"time"

	"cassetto/internal/transport"
)

// narrowly connects in such a way that the client's kernel takes few bytes ahead of him.
func narrowly(e *edge) (net.Conn, error) {
	d := net.Dialer{Control: func(_, _ string, c syscall.RawConn) error {
		var err error
		_ = c.Control(func(fd uintptr) { err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, 4096) })
		return err
	}}
	return d.Dial("tcp", e.Listener.Addr().String())
}

func narrow(t *testing.T, e *edge) *client {
	t.Helper()
	conn, err := narrowly(e)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, handshake(e, "Sec-WebSocket-Protocol: graphql-transport-ws")); err != nil {
		t.Fatal(err)
	}
	c, _ := answered(t, conn)
	c.say(hello("anna"))
	c.expect(ack)
	return c
}

// TestSocketSlow: a client that does not take what is written for him is cut off, and nobody else notices.
func TestSocketSlow(t *testing.T) {
	for _, c := range []struct {
		name string
		read func(context.Context, *client)
	}{
		{"reads nothing", func(context.Context, *client) {}},
		{"reads one byte a second", func(ctx context.Context, c *client) {
			tick := time.NewTicker(time.Second)
			defer tick.Stop()
			for {
				select {
				case <-tick.C:
					_, _ = c.conn.Read(make([]byte, 1))
				case <-ctx.Done():
					return
				}
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			e := serve(t, transport.Options{})
			slow, other := narrow(t, e), enter(t, e, "bruno")
			slow.say(subscribe("1", "subscription { inonda(byte: 100000) }"))
			eventually(t, "it streams", func() bool { return e.graph.running.Load() == 1 })
			reading, stop := context.WithCancel(t.Context())
			defer stop()
			go c.read(reading, slow)
			begin := time.Now()
			for e.graph.running.Load() == 1 {
				other.say(subscribe("1", "{ chi }"))
				other.expect(`{"id":"1","type":"next","payload":{"data":{"chi":"BRN"}}}`, `{"id":"1","type":"complete"}`)
				if time.Since(begin) > 10*time.Second {
					t.Fatal("the slow client is still there")
				}
			}
			t.Logf("cut off after %s", time.Since(begin).Round(100*time.Millisecond))
			stop()
			_ = slow.conn.SetReadDeadline(time.Now().Add(patience))
			if _, err := io.Copy(io.Discard, slow.conn); !errors.Is(err, syscall.ECONNRESET) {
				t.Errorf("the connection ended as if all had been said: %v", err)
			}
		})
	}
}

// TestSocketBackpressure: an operation waits for its client, so that he misses nothing and hears nothing twice.
func TestSocketBackpressure(t *testing.T) {
	e := serve(t, transport.Options{Queue: 1})
	c := narrow(t, e)
	const events = 3000
	c.say(subscribe("1", fmt.Sprintf("subscription { conta(fino: %d) }", events)))
	for i := range events {
		c.expect(fmt.Sprintf(`{"id":"1","type":"next","payload":{"data":{"conta":%d},"extensions":{"cursore":"%[1]d"}}}`, i+1))
	}
	c.expect(`{"id":"1","type":"complete"}`)
}

// TestSocketComplete: nothing comes after the server has seen that its client gave an operation up, however much was queued.
func TestSocketComplete(t *testing.T) {
	e := serve(t, transport.Options{})
	c := enter(t, e, "anna")
	for range 20 {
		c.say(subscribe("1", "subscription { inonda(byte: 20000) }"))
		c.next()
		c.say(`{"type":"complete","id":"1"}`)
		c.say(`{"type":"ping"}`)
		for c.next() != `{"type":"pong"}` {
		}
		c.say(`{"type":"ping"}`)
		c.expect(`{"type":"pong"}`)
	}
	eventually(t, "all have ended", func() bool { return e.graph.running.Load() == 0 })
}

// TestSocketGivenUp: what is still queued for an operation is dropped when its client gives it up.
func TestSocketGivenUp(t *testing.T) {
	const queue, margin = 60, 20 // 60 wait and some 40 are in the kernels' hands: far more would come if they were not dropped
	e := serve(t, transport.Options{Queue: queue})
	c := narrow(t, e)
	c.say(subscribe("1", "subscription { inonda(byte: 15000) }"))
	for range 20 {
		c.next()
	}
	c.say(`{"type":"complete","id":"1"}`)
	eventually(t, "it has ended", func() bool { return e.graph.running.Load() == 0 })
	c.say(`{"type":"ping"}`)
	heard := 0
	for c.next() != `{"type":"pong"}` {
		heard++
	}
	if heard >= queue+margin {
		t.Errorf("%d events came after it had ended", heard)
	}
}
