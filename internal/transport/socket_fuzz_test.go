package transport_test

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"cassetto/internal/transport"
)

// FuzzSocket: whatever bytes a client sends behind its handshake, the socket ends when they do, and what it answered are whole
// frames of the protocol, with one close frame at most, as the last, with a code that may be sent.
func FuzzSocket(f *testing.F) {
	clear := func(op ws.OpCode, fin bool, text string) string { // a mask of zeros, so that the fuzzer sees what it changes
		return bytesOf(ws.MaskFrameWith(ws.NewFrame(op, fin, []byte(text)), [4]byte{}))
	}
	say := func(text string) string { return clear(ws.OpText, true, text) }
	in := say(hello("anna"))
	for _, seed := range []string{
		"", in, in + say(subscribe("1", "{ chi }")), in + say(subscribe("1", "subscription { conta(fino: 3) }")) + say(`{"id":"1","type":"complete"}`),
		in + say(renewal("anna")), in + in, say(`{"type":"ping","payload":{"a":1}}`), say(subscribe("1", "{ chi }")),
		in + say(subscribe("1", "subscription { tace }")) + say(subscribe("1", "subscription { nega }")), in + say(subscribe("1", "mutation { caricaMolti(file: 7) }")),
		clear(ws.OpText, false, `{"ty`) + clear(ws.OpPing, true, "p") + clear(ws.OpContinuation, true, `pe":"pong"}`),
		clear(ws.OpClose, true, "\x03\xe8ciao"), clear(ws.OpClose, true, "\x03"), clear(ws.OpBinary, true, "x"), masked("{}"),
		"\x81\xff\x00\x00\x00\x00\x00\x10\x00\x01\x00\x00\x00\x00", "\x81\xfe\xff\xff\x00\x00\x00\x00{",
	} {
		f.Add([]byte(seed))
	}
	goodbye := clear(ws.OpClose, true, "\x03\xe8") // lets out what is queued, unless it is taken for the rest of a frame
	g := newGraph()
	f.Fuzz(func(t *testing.T, said []byte) {
		e := transport.New(g.executor(), verify, transport.Options{Body: 1 << 16})
		peer := &wire{in: bytes.NewReader(append(said, goodbye...)), closed: make(chan struct{})}
		r := httptest.NewRequest(http.MethodGet, "/graphql", nil)
		for name, v := range map[string]string{"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
			"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "graphql-transport-ws"} {
			r.Header.Set(name, v)
		}
		e.ServeHTTP(&hijacked{ResponseWriter: httptest.NewRecorder(), wire: peer}, r)
		select {
		case <-peer.closed:
		case <-time.After(patience):
			t.Fatal("the socket does not end")
		}
		wellFormed(t, peer.said())
	})
}

// wellFormed reads what the server said.
func wellFormed(t *testing.T, answer string) {
	_, frames, ok := strings.Cut(answer, "\r\n\r\n")
	if !ok {
		t.Fatal("no handshake")
	}
	in, closed := strings.NewReader(frames), false
	for in.Len() > 0 {
		h, err := ws.ReadHeader(in)
		if err != nil || ws.CheckHeader(h, ws.StateClientSide) != nil || !h.Fin || closed {
			t.Fatalf("a wrong frame: %v %v", h, err)
		}
		payload := make([]byte, h.Length)
		if _, err := io.ReadFull(in, payload); err != nil {
			t.Fatal("half a frame")
		}
		switch h.OpCode {
		case ws.OpText:
			var m struct{ Type string }
			if json.Unmarshal(payload, &m) != nil || !slices.Contains([]string{"connection_ack", "pong", "next", "error", "complete"}, m.Type) {
				t.Fatalf("a wrong message: %.200s", payload)
			}
		case ws.OpClose:
			closed = true
			code := binary.BigEndian.Uint16(payload)
			if ws.CheckCloseFrameData(ws.StatusCode(code), string(payload[2:])) != nil && (code < 1012 || code > 1014) {
				t.Fatalf("a wrong close code: %d", code)
			}
		case ws.OpPong:
		default:
			t.Fatalf("opcode %d", h.OpCode)
		}
	}
}

// wire is a connection in memory: its client has said all that he will ever say, and hears everything.
type wire struct {
	net.Conn // nothing else is called
	in       *bytes.Reader
	mu       sync.Mutex
	out      strings.Builder
	once     sync.Once
	closed   chan struct{}
}

func (w *wire) Read(p []byte) (int, error) { return w.in.Read(p) }

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	select {
	case <-w.closed:
		return 0, net.ErrClosed
	default:
		return w.out.Write(p)
	}
}

func (w *wire) said() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.out.String()
}

func (w *wire) Close() error                     { w.once.Do(func() { close(w.closed) }); return nil }
func (w *wire) SetDeadline(time.Time) error      { return nil }
func (w *wire) SetReadDeadline(time.Time) error  { return nil }
func (w *wire) SetWriteDeadline(time.Time) error { return nil }

// hijacked gives a wire away.
type hijacked struct {
	http.ResponseWriter
	wire *wire
}

func (h *hijacked) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	return h.wire, bufio.NewReadWriter(bufio.NewReader(h.wire), bufio.NewWriter(h.wire)), nil
}
