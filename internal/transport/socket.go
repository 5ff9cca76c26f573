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
	"sync"
	"sync/atomic"
	"time"

	"github.com/gobwas/ws"

	"cassetto/internal/access"
)

// subprotocol is the only one that sockets speak: https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md.
const subprotocol = "graphql-transport-ws"

// socket is a client of the WebSocket protocol. It costs one goroutine that reads, one for each operation, and one that
// writes while there is something to write that no operation writes itself. Thousands of sockets wait most of the time, so
// whatever waits does so on a new goroutine: one that has worked keeps the stack that it needed for that.
type socket struct {
	edge   *Edge
	stream *stream
	header http.Header     // of the request that opened it, as operations may want it
	values context.Context // of that request; it does not end
	conn   net.Conn
	early  []byte   // what has been read from the client and not been looked at
	first  [16]byte // where it stands: a whole pong, or the beginning of something longer
	quiet  atomic.Int32

	mu          sync.Mutex
	phase       phase
	who         access.Identita    // once it is acknowledged
	until       time.Time          // when it ends, unless something happens before
	beat        time.Time          // of the next ping
	timer       *time.Timer        // at the first of the two
	operations  []*operation       // that may still send something; few, so that they need no map
	identifying context.CancelFunc // ends the question who the client is; nil while it is not asked
	leaving     int                // operations that the client gave up and that have not ended yet
	stopping    bool               // whether the server stops
	queue       []message
	queued      int  // bytes of the queue and of what is being written
	writing     bool // whether a writer runs
	writers     sync.WaitGroup
	room        chan struct{} // closed when the queue has become shorter; nil when nobody waits
	closeBy     time.Time     // when a socket that is closing ends, whatever the client does
}

// linger is how long a client may take to close its side once all has been said.
const linger = time.Second

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
	s := &socket{edge: e, header: lastingHeader(r.Header)}
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
	s.start(context.WithoutCancel(r.Context()), conn, bytes.Clone(early))
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
func (s *socket) start(ctx context.Context, conn net.Conn, early []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values = ctx
	s.conn, s.early = conn, early
	now := s.edge.now()
	s.until, s.beat = now.Add(s.edge.options.InitTimeout), now.Add(s.edge.options.Heartbeat)
	s.timer = time.AfterFunc(s.wait(now), s.tick)
	if s.phase == closing {
		s.sayGoodbye()
	}
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
			slog.ErrorContext(s.values, "socket panicked", "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
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
	s.kill()
	s.timer.Stop()
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
	goodbye := message{frame: f.frame()}
	s.queue, s.queued = append(s.queue, goodbye), s.queued+len(goodbye.frame)
	if s.conn != nil {
		s.sayGoodbye()
	}
}

// endAll ends all that is under way; nothing begins any more.
func (s *socket) endAll() {
	s.phase = closing
	for _, o := range s.operations {
		o.cancel()
	}
	s.operations = nil
	if s.identifying != nil {
		s.identifying()
	}
	s.makeRoom()
}

// sayGoodbye lets out what is queued, and bounds how long that and the client's answer may take.
func (s *socket) sayGoodbye() {
	s.closeBy = s.edge.now().Add(s.edge.options.WriteTimeout)
	_ = s.conn.SetReadDeadline(s.closeBy)
	s.wake()
}

// kill ends the operations and the connection at once; what the kernel still holds for the client is dropped.
func (s *socket) kill() {
	s.mu.Lock()
	s.endAll()
	s.queue, s.queued = nil, 0
	s.mu.Unlock()
	conn := s.conn
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = secure.NetConn() // TLS would wait to say goodbye
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
