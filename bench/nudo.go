package main

import (
	"context"
	"crypto/sha1" // what the handshake of WebSocket asks for
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"

	"cassetto/bench/palco"
	"cassetto/graph/model"
)

// bare is the least that a server of WebSocket can do in this language: one goroutine a socket, which reads; an event is made a
// frame once, and written to one socket after the other. Nobody is recognised, nothing is checked, and a client that reads
// nothing would stop them all.
type bare struct {
	mu    sync.Mutex
	conns map[net.Conn]struct{}
}

func serveBare(ctx context.Context, address, dati string) error {
	w, err := palco.Open(ctx, dati)
	if err != nil {
		return err
	}
	defer w.Close()
	b := &bare{conns: map[net.Conn]struct{}{}}
	if err := w.Events(ctx, b.publish); err != nil {
		return err
	}
	return palco.Serve(address, w, http.HandlerFunc(b.open))
}

func (b *bare) open(w http.ResponseWriter, r *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	sum := sha1.Sum([]byte(r.Header.Get("Sec-Websocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	fmt.Fprintf(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n",
		base64.StdEncoding.EncodeToString(sum[:]))
	go b.read(conn)
}

// read takes what one socket says. A client's frames are masked; ours with zeros.
func (b *bare) read(conn net.Conn) {
	defer conn.Close()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.conns, conn)
	}()
	var head [8]byte
	for {
		if _, err := io.ReadFull(conn, head[:2]); err != nil {
			return
		}
		size, mask := int(head[1]&127), head[:4]
		if size == 126 {
			mask = head[:6]
		}
		if _, err := io.ReadFull(conn, mask); err != nil {
			return
		}
		if size == 126 {
			size = int(binary.BigEndian.Uint16(head[:2]))
		}
		text := make([]byte, size)
		if _, err := io.ReadFull(conn, text); err != nil {
			return
		}
		b.handle(conn, text)
	}
}

func (b *bare) handle(conn net.Conn, text []byte) {
	var m struct{ Type string }
	_ = json.Unmarshal(text, &m) // a pong has none
	switch m.Type {
	case "connection_init":
		_, _ = conn.Write(frame([]byte(`{"type":"connection_ack"}`), 0))
	case "subscribe":
		b.mu.Lock()
		defer b.mu.Unlock()
		b.conns[conn] = struct{}{}
	case "ping":
		_, _ = conn.Write(frame([]byte(`{"type":"pong"}`), 0))
	}
}

func (b *bare) publish(e *model.AggiornamentoRichiesta) {
	f := frame(fmt.Appendf(nil, `{"id":"1","type":"next","payload":{"data":%s}}`, palco.Data(e)), 0)
	b.mu.Lock()
	defer b.mu.Unlock()
	for conn := range b.conns {
		_, _ = conn.Write(f) // whoever has gone is taken off by its reader
	}
}

// frame is a text of less than 64 KB as WebSocket sends it; a client's frames have the mask bit, and a mask of zeros.
func frame(text []byte, maskBit byte) []byte {
	b := []byte{0x81}
	if len(text) < 126 {
		b = append(b, maskBit|byte(len(text)))
	} else {
		b = binary.BigEndian.AppendUint16(append(b, maskBit|126), uint16(len(text)))
	}
	if maskBit != 0 {
		b = append(b, 0, 0, 0, 0)
	}
	return append(b, text...)
}
