package transport_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"cassetto/internal/transport"
)

// The server's own timeouts are for requests that end.
func TestEventsOutliveTheTimeoutsOfTheServer(t *testing.T) {
	for _, http2 := range []bool{false, true} {
		g := newGraph()
		e := &edge{Edge: transport.New(g.executor(), verify, transport.Options{Heartbeat: 20 * time.Millisecond}), graph: g}
		e.Server = httptest.NewUnstartedServer(e.Edge)
		e.Config.ReadTimeout, e.Config.WriteTimeout = 500*time.Millisecond, 500*time.Millisecond
		e.EnableHTTP2 = http2
		e.StartTLS()
		t.Cleanup(e.Server.Close)
		s := e.eventsOf(t, `subscription { tace }`)
		for range 100 { // 2 s at least
			if line, err := s.lines.ReadString('\n'); err != nil || line != ":\n" && line != "\n" {
				t.Fatalf("%s: %q %v", s.res.Proto, line, err)
			}
		}
		s.res.Body.Close()
		e.eventsIdle(t)
	}
}

// stuck is a connection that can stop reading, whatever its protocol would do.
type stuck struct {
	net.Conn
	halt, closed chan struct{}
	once         *sync.Once
}

func (s stuck) Read(b []byte) (int, error) {
	select {
	case <-s.halt:
		<-s.closed
		return 0, net.ErrClosed
	default:
		return s.Conn.Read(b)
	}
}

func (s stuck) Close() error {
	s.once.Do(func() { close(s.closed) })
	return s.Conn.Close()
}

// A connection of HTTP/2 on which nothing can be written blocks all its streams beneath their deadlines; the server must be
// told to give it up.
func TestEventsHTTP2ConnectionThatStalls(t *testing.T) {
	g := newGraph()
	e := &edge{Edge: transport.New(g.executor(), verify, transport.Options{WriteTimeout: 200 * time.Millisecond}), graph: g}
	e.Server = httptest.NewUnstartedServer(e.Edge)
	e.EnableHTTP2 = true
	e.Config.HTTP2 = &http.HTTP2Config{WriteByteTimeout: 500 * time.Millisecond}
	e.StartTLS()
	t.Cleanup(e.Server.Close)
	halt := make(chan struct{})
	dial := func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := (&net.Dialer{}).DialContext(ctx, network, address)
		return stuck{c, halt, make(chan struct{}), &sync.Once{}}, err
	}
	client := e.Client().Transport.(*http.Transport)
	client.DialContext = dial
	s := e.eventsOf(t, `subscription { tace }`)
	if s.res.ProtoMajor != 2 {
		t.Fatal(s.res.Proto)
	}
	for range 6 { // more than the windows of HTTP/2 and the buffers of the network hold
		e.eventsOf(t, `subscription { inonda(byte: 100000) }`)
	}
	close(halt)
	e.eventsIdle(t)
}
