package transport_test

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// client speaks WebSocket frame by frame.
type client struct {
	testing.TB
	conn net.Conn
	in   *bufio.Reader
}

// dial opens a socket; more are header lines of the request.
func dial(t testing.TB, e *edge, more ...string) *client {
	t.Helper()
	c, status := shake(t, e, append([]string{"Sec-WebSocket-Protocol: graphql-transport-ws"}, more...)...)
	if status.StatusCode != http.StatusSwitchingProtocols {
		t.Fatal(status.Status)
	}
	return c
}

// enter opens a socket whose operations are those of a person.
func enter(t testing.TB, e *edge, token string) *client {
	t.Helper()
	c := dial(t, e)
	c.say(hello(token))
	c.expect(`{"type":"connection_ack","payload":{"scadenza":"…"}}`)
	return c
}

func hello(token string) string {
	return `{"type":"connection_init","payload":{"Authorization":"Bearer ` + token + `"}}`
}

func subscribe(id, query string) string {
	return fmt.Sprintf(`{"id":%q,"type":"subscribe","payload":{"query":%q}}`, id, query)
}

// shake sends a handshake with header lines of the test's own in place of those of the same name.
func shake(t testing.TB, e *edge, lines ...string) (*client, *http.Response) {
	t.Helper()
	conn, err := net.Dial("tcp", e.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, handshake(e, lines...)); err != nil {
		t.Fatal(err)
	}
	return answered(t, conn)
}

func handshake(e *edge, lines ...string) string {
	method := "GET"
	head := []string{"Host: " + e.Listener.Addr().String(), "Upgrade: websocket", "Connection: Upgrade",
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13"}
	for _, line := range lines {
		name, _, _ := strings.Cut(line, ":")
		if name == "method" {
			method = strings.TrimPrefix(line, "method:")
			continue
		}
		for i, h := range head {
			if strings.HasPrefix(h, name+":") {
				head[i] = ""
			}
		}
		head = append(head, line)
	}
	request := method + " /graphql HTTP/1.1\r\n"
	for _, h := range head {
		if h != "" {
			request += h + "\r\n"
		}
	}
	return request + "\r\n"
}

func answered(t testing.TB, conn net.Conn) (*client, *http.Response) {
	t.Helper()
	c := &client{t, conn, bufio.NewReader(conn)}
	_ = conn.SetReadDeadline(time.Now().Add(patience))
	answer, err := http.ReadResponse(c.in, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c, answer
}

func (c *client) say(text string) {
	c.Helper()
	c.send(ws.MaskFrame(ws.NewTextFrame([]byte(text))))
}

func (c *client) send(frames ...ws.Frame) {
	c.Helper()
	var b strings.Builder
	for _, f := range frames {
		if err := ws.WriteFrame(&b, f); err != nil {
			c.Fatal(err)
		}
	}
	c.write(b.String())
}

func (c *client) write(b string) {
	c.Helper()
	_ = c.conn.SetWriteDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(c.conn, b); err != nil {
		c.Fatal(err)
	}
}

// What a message holds that is not the same each time.
var (
	instant  = regexp.MustCompile(`"scadenza":"[^"]+"`)
	incident = regexp.MustCompile(`"id":"[A-Z2-7]{26}"`)
)

// next is what the server says: the text of a message, "ping", "pong …", "close <code> <reason>", or "gone".
func (c *client) next() string {
	c.Helper()
	_ = c.conn.SetReadDeadline(time.Now().Add(patience))
	h, err := ws.ReadHeader(c.in)
	if err != nil {
		return gone(c, err)
	}
	if err := ws.CheckHeader(h, ws.StateClientSide); err != nil {
		c.Fatal(err)
	}
	payload := make([]byte, h.Length)
	if _, err := io.ReadFull(c.in, payload); err != nil {
		return gone(c, err)
	}
	switch h.OpCode {
	case ws.OpText:
		return incident.ReplaceAllString(instant.ReplaceAllString(string(payload), `"scadenza":"…"`), `"id":"…"`)
	case ws.OpPing:
		return strings.TrimSpace("ping " + string(payload))
	case ws.OpPong:
		return strings.TrimSpace("pong " + string(payload))
	case ws.OpClose:
		if len(payload) < 2 {
			return "close"
		}
		return strings.TrimSpace(fmt.Sprintf("close %d %s", binary.BigEndian.Uint16(payload), payload[2:]))
	}
	return fmt.Sprintf("opcode %d", h.OpCode)
}

func gone(t testing.TB, err error) string {
	t.Helper()
	if late, ok := err.(net.Error); ok && late.Timeout() {
		t.Fatal("the server says nothing")
	}
	return "gone"
}

// expect reads what the server says, in this order and nothing between; after a close it ends the connection.
func (c *client) expect(all ...string) {
	c.Helper()
	for _, want := range all {
		if got := c.next(); got != want {
			c.Fatalf("got  %.300s\nwant %.300s", got, want)
		}
		if strings.HasPrefix(want, "close ") {
			c.send(ws.MaskFrame(ws.NewCloseFrame(nil)))
			c.expect("gone")
		}
	}
}

// eventually waits until something is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !so(); <-tick.C {
		if time.Now().After(end) {
			t.Fatal("not so: " + what)
		}
	}
}
