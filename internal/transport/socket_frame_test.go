package transport_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"cassetto/internal/transport"
)

func tcp(t testing.TB, e *edge) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", e.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// bytesOf are frames as they travel.
func bytesOf(frames ...ws.Frame) string {
	var b strings.Builder
	for _, f := range frames {
		_ = ws.WriteFrame(&b, f)
	}
	return b.String()
}

func masked(text string) string { return bytesOf(ws.MaskFrame(ws.NewTextFrame([]byte(text)))) }

func part(op ws.OpCode, text string) string {
	return bytesOf(ws.MaskFrame(ws.NewFrame(op, false, []byte(text))))
}

func last(op ws.OpCode, text string) string {
	return bytesOf(ws.MaskFrame(ws.NewFrame(op, true, []byte(text))))
}

// TestSocketFrames is RFC 6455 where clients go wrong, or nearly.
func TestSocketFrames(t *testing.T) {
	const body = 100_000
	e := serve(t, transport.Options{Body: body})
	long := `{"type":"ping","payload":{"a":"` + strings.Repeat("x", body-100) + `"}}`
	reserved := ws.MaskFrame(ws.NewTextFrame([]byte(`{"type":"ping"}`)))
	reserved.Header.Rsv = ws.Rsv(true, false, false)
	over := "\x81\xff" + string([]byte{0, 0, 0, 0, 0, 1, 0x86, 0xa1}) + "\x00\x00\x00\x00" // announces 100,001 bytes, sends none
	for _, c := range []struct {
		name, frames string
		answers      []string
	}{
		{"unmasked", bytesOf(ws.NewTextFrame([]byte(`{"type":"ping"}`))), []string{"close 1002 Protocol error"}},
		{"reserved bit", bytesOf(reserved), []string{"close 1002 Protocol error"}},
		{"reserved opcode 3", last(3, ""), []string{"close 1002 Protocol error"}},
		{"reserved control opcode 11", last(11, ""), []string{"close 1002 Protocol error"}},
		{"length with its first bit set", "\x81\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00\x00\x00", []string{"close 1002 Protocol error"}},
		{"control frame of 126 bytes", last(ws.OpPing, strings.Repeat("p", 126)), []string{"close 1002 Protocol error"}},
		{"control frame in parts", part(ws.OpPing, "p"), []string{"close 1002 Protocol error"}},
		{"continuation of nothing", last(ws.OpContinuation, "x"), []string{"close 1002 Protocol error"}},
		{"new message inside another", part(ws.OpText, "x") + last(ws.OpText, "y"), []string{"close 1002 Protocol error"}},
		{"binary", last(ws.OpBinary, `{"type":"ping"}`), []string{"close 4400 Invalid message received"}},
		{"invalid UTF-8", last(ws.OpText, "{\"type\":\"\xc3\x28\"}"), []string{"close 1007 Invalid UTF-8"}},
		{"character cut in two by the end", last(ws.OpText, "\xc3"), []string{"close 1007 Invalid UTF-8"}},
		{"character in two parts", part(ws.OpText, "{\"type\":\"ping\",\"payload\":{\"a\":\"\xc3") + last(ws.OpContinuation, "\xa8\"}}"),
			[]string{`{"type":"pong","payload":{"a":"è"}}`}},
		{"parts, with control frames between", part(ws.OpText, `{"ty`) + last(ws.OpPing, "qui") + part(ws.OpContinuation, `pe":`) + last(ws.OpPong, "") + part(ws.OpContinuation, "") + last(ws.OpContinuation, `"ping"}`),
			[]string{"pong qui", `{"type":"pong"}`}},
		{"ping of 125 bytes", last(ws.OpPing, strings.Repeat("p", 125)), []string{"pong " + strings.Repeat("p", 125)}},
		{"empty ping, stray pong", last(ws.OpPong, "x") + last(ws.OpPing, ""), []string{"pong"}},
		{"long message", last(ws.OpText, long), []string{strings.Replace(long, "ping", "pong", 1)}},
		{"too long", over, []string{"close 1009 Message too big"}},
		{"too long in parts", part(ws.OpText, strings.Repeat("x", body)) + last(ws.OpContinuation, "x"), []string{"close 1009 Message too big"}},
		{"close", last(ws.OpClose, "\x03\xe8ciao"), []string{"close 1000"}},
		{"close without code", last(ws.OpClose, ""), []string{"close 1000"}},
		{"close with a code of its own", last(ws.OpClose, "\x11\x93"), []string{"close 4499"}},
		{"close with half a code", last(ws.OpClose, "\x03"), []string{"close 1002 Protocol error"}},
		{"close with 1005", last(ws.OpClose, "\x03\xed"), []string{"close 1002 Protocol error"}},
		{"close with 999", last(ws.OpClose, "\x03\xe7"), []string{"close 1002 Protocol error"}},
		{"close with 5000", last(ws.OpClose, "\x13\x88"), []string{"close 1002 Protocol error"}},
		{"close with invalid UTF-8", last(ws.OpClose, "\x03\xe8\xff"), []string{"close 1007 Invalid UTF-8"}},
		{"close, then more", last(ws.OpClose, "\x03\xe8") + masked(`{"type":"ping"}`), []string{"close 1000"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := enter(t, e, "bruno")
			defer s.conn.Close()
			s.write(c.frames)
			s.expect(c.answers...)
		})
	}
}

// TestSocketStranger: who has not said who he is may not send long messages.
func TestSocketStranger(t *testing.T) {
	e := serve(t, transport.Options{})
	c := dial(t, e)
	c.write(last(ws.OpText, `{"type":"ping","payload":{"a":"`+strings.Repeat("x", 64<<10)+`"}}`))
	c.expect("close 1009 Message too big")
}

// TestSocketHeartbeat: a client that answers pings stays, one from whom nothing comes is cut off.
func TestSocketHeartbeat(t *testing.T) {
	e := serve(t, transport.Options{Heartbeat: 200 * time.Millisecond})
	dead, alive := enter(t, e, "anna"), enter(t, e, "anna")
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(io.Discard, dead.in) // the pings, and then the end
	}()
	for range 8 {
		alive.expect("ping")
		alive.write(last(ws.OpPong, ""))
	}
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatal("the dead client is still there")
	}
	alive.say(`{"type":"ping"}`)
	for alive.next() != `{"type":"pong"}` {
	}
}
