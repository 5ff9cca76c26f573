package transport_test

import (
	"io"
	"net"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"cassetto/internal/transport"
)

// TestSocketDropped: 10,000 clients that vanish, wherever they are, leave no goroutine and no operation behind.
func TestSocketDropped(t *testing.T) {
	const clients, atOnce = 10_000, 50
	e := serve(t, transport.Options{StreamsOfUser: clients, Queue: 4})
	open := handshake(e, "Sec-WebSocket-Protocol: graphql-transport-ws")
	identified := open + masked(hello("anna"))
	stages := []struct {
		says  string
		hears int // bytes, before he vanishes
	}{
		{open[:len(open)/2], 0},
		{open, 0},
		{open, 50},
		{open + masked(hello("anna"))[:20], 50},
		{identified, 200},
		{identified + masked(subscribe("1", "subscription { tace }")), 200},
		{identified + masked(subscribe("1", "{ attende }")), 200},
		{identified + masked(subscribe("1", "subscription { inonda(byte: 20000) }")), 30_000},
		{identified + part(ws.OpText, "{"), 200},
		{open + last(ws.OpClose, ""), 100},
	}
	before := runtime.NumGoroutine()
	var next, streamed, failed atomic.Int64
	var all sync.WaitGroup
	for range atOnce {
		all.Go(func() {
			for n := next.Add(1); n <= clients; n = next.Add(1) {
				stage := stages[n%int64(len(stages))]
				if !vanish(e, stage.says, stage.hears) {
					failed.Add(1)
				}
				streamed.Store(max(streamed.Load(), e.graph.running.Load()))
			}
		})
	}
	all.Wait()
	if failed.Load() > 0 || streamed.Load() == 0 {
		t.Errorf("%d did not get as far as they should; at most %d operations ran", failed.Load(), streamed.Load())
	}
	eventually(t, "the operations have ended", func() bool { return e.graph.running.Load() == 0 })
	eventually(t, "the goroutines have ended", func() bool { return runtime.NumGoroutine() <= before })
}

// vanish connects, says something, hears so much of the answer, and resets the connection.
func vanish(e *edge, says string, hears int) bool {
	conn, err := narrowly(e)
	if err != nil {
		return false
	}
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.SetDeadline(time.Now().Add(patience))
	defer conn.Close()
	if _, err := io.WriteString(conn, says); err != nil {
		return false
	}
	_, err = io.ReadFull(conn, make([]byte, hears))
	return err == nil
}
