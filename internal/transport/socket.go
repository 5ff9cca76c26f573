package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/gobwas/ws"

	"cassetto/internal/access"
)

// subprotocol is the only one that sockets speak: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md.
const subprotocol = "graphql-transport-ws"

// socket is a client of the WebSocket protocol. It costs one goroutine, which reads; one for each operation that does not give its
// answers by itself; and one that writes while the client is slow. Thousands of sockets wait most of the time, so whatever waits
// does so on a new goroutine: one that has worked keeps the stack that it needed for that. Nothing is kept of the opening request.
type socket struct {
	outlet
	stream *stream
	token  string   // of the opening request, until the client has said who he is
	early  []byte   // what has been read from the client and not been looked at
	first  [16]byte // where it stands: a whole pong, or the beginning of something longer
	quiet  atomic.Int32

	// Of the outlet's mutex.
	phase       phase
	who         access.Identita    // once it is acknowledged
	base        context.Context    // of his operations
	until       time.Time          // when it ends, unless something happens before
	beat        time.Time          // of the next ping
	alarm       alarm              // at the first of the two
	operations  []*operation       // that may still send something; few, so that they need no map
	identifying context.CancelFunc // ends the question who the client is; nil while it is not asked
	leaving     int                // operations that the client gave up and that have not ended yet
	stopping    bool               // whether the server stops
	room        chan struct{}      // closed when the queue has become shorter; nil when nobody waits
}

// phase is how far a socket has come.
type phase int

const (
	opened       phase = iota // connection_init is awaited
	initialised               // and has come
	acknowledged              // operations may come
	closing                   // nothing more is sent but what is queued
)

// serveSocket opens a socket and returns: a goroutine with a stack of its own, smaller than that of a request, serves it.
func (e *Edge) serveSocket(w http.ResponseWriter, r *http.Request) {
	if p := refuseSocket(r); p != nil {
		refuse(w, "application/json", p)
		return
	}
	s := &socket{token: r.Header.Get("Authorization")}
	s.edge, s.of, s.alarm.of = e, s, s
	one, err := e.streams.add(s.leave)
	if err != nil {
		refuse(w, "application/json", busy(err))
		return
	}
	s.stream = one
	upgrader := ws.HTTPUpgrader{Timeout: e.options.WriteTimeout, Protocol: func(p string) bool { return p == subprotocol }}
	conn, buffered, shake, err := upgrader.Upgrade(r, w)
	if err != nil {
		if conn != nil {
			conn.Close()
		}
		one.close()
		return
	}
	early, _ := buffered.Reader.Peek(buffered.Reader.Buffered())
	s.start(conn, bytes.Clone(early))
	if shake.Protocol != subprotocol {
		s.close(&farewell{codeSubprotocol, "Subprotocol not acceptable"})
	}
	if len(s.early) > 0 {
		go s.hear()
		return
	}
	go s.listen()
}

// start takes the connection over; the socket may have been closed before.
func (s *socket) start(conn net.Conn, early []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.early = early
	s.connect(conn)
	now := s.edge.now()
	s.until, s.beat = now.Add(s.edge.options.InitTimeout), now.Add(s.edge.options.Heartbeat)
	if s.phase == closing {
		s.end()
		return
	}
	s.edge.alarms.ringAt(&s.alarm, s.next())
}

// listen waits until the client says something. It does nothing else, so that the stack on which it waits stays the smallest.
func (s *socket) listen() {
	n, err := s.conn.Read(s.first[:])
	if n == 0 && err != nil {
		s.release()
		return
	}
	s.early = s.first[:n]
	s.quiet.Store(0)
	go s.hear()
}

// hear takes what the client has begun to say, and lets listen wait for more; when he goes or must go, it leaves nothing behind.
func (s *socket) hear() {
	over := true
	defer func() {
		if over {
			s.release()
		}
	}()
	defer func() {
		if p := recover(); p != nil { // here nobody else would
			slog.Error("socket panicked", "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
		}
	}()
	err := s.receive()
	if err == nil {
		over = false
		go s.listen()
		return
	}
	f, ok := errors.AsType[*farewell](err)
	if !ok {
		return
	}
	s.close(f)
	// Closing with bytes unread would make the kernel reset the connection, and the client might never see why.
	_, _ = io.Copy(io.Discard, s.conn)
	s.writers.Wait()
	_ = s.conn.Close()
}

func (s *socket) release() {
	s.lost()
	s.edge.alarms.stop(&s.alarm)
	s.stream.close()
}

// close ends the operations and tells the client why, behind what is queued.
func (s *socket) close(f *farewell) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase == closing {
		return
	}
	s.endAll()
	s.write(f.frame())
	if s.conn != nil {
		s.end()
	}
}

// endAll ends all that is under way; nothing begins any more.
func (s *socket) endAll() {
	s.phase = closing
	for _, o := range s.operations {
		o.stop()
	}
	s.operations = nil
	if s.identifying != nil {
		s.identifying()
	}
	s.roomy()
}

// lost ends the operations and the connection at once.
func (s *socket) lost() {
	s.mu.Lock()
	s.endAll()
	s.mu.Unlock()
	s.cut()
}
