package transport

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"time"
)

// eventConn is the connection of an event stream that was taken over from the server: what that keeps for a request is gone, and
// one goroutine waits until the client leaves.
type eventConn struct {
	outlet
	whose eventOwner
	plain bool // whether the client does not know chunks

	// Of the outlet's mutex.
	until time.Time // when the bearer ends; zero when that ends nothing here
	beat  time.Time // of the next comment
	alarm alarm     // at the first of the two
	over  bool
}

// eventOwner is whose stream it is.
type eventOwner interface {
	client
	stop() // nothing more can be sent; mu is held
	gone() // the client has left; mu is not held
}

// hijackable says whether a connection can be taken over.
func hijackable(w http.ResponseWriter) bool {
	for {
		switch one := w.(type) {
		case http.Hijacker:
			return true
		case interface{ Unwrap() http.ResponseWriter }:
			w = one.Unwrap()
		default:
			return false
		}
	}
}

func (c *eventConn) init(e *Edge, whose eventOwner) {
	c.edge, c.of, c.whose, c.alarm.of = e, whose, whose, c
}

// take takes the connection over, and says something at first. When it says false the owner has been told that nobody is there.
func (c *eventConn) take(w http.ResponseWriter, r *http.Request, first []byte) bool {
	h := eventHeader(w)
	h.Set("Date", c.edge.now().UTC().Format(http.TimeFormat))
	h.Set("Connection", "close")
	if c.plain = !r.ProtoAtLeast(1, 1); !c.plain {
		h.Set("Transfer-Encoding", "chunked")
	}
	head := bytes.NewBufferString("HTTP/1.1 200 OK\r\n")
	_ = h.Write(head) // memory takes all
	head.WriteString("\r\n")
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		c.release()
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.connect(conn)
	c.write(append(head.Bytes(), c.chunk(first)...))
	c.beat = c.edge.now().Add(c.edge.options.Heartbeat)
	c.edge.alarms.ringAt(&c.alarm, c.next())
	go c.listen()
	return true
}

// eventsAhead is what a client may send that nobody reads, before it is cut off: requests that nobody will answer.
const eventsAhead = 64 << 10

// listen waits until the client leaves. It does nothing else, so that the stack on which it waits stays the smallest.
func (c *eventConn) listen() {
	for ahead := 0; ahead < eventsAhead; {
		var some [32]byte
		n, err := c.conn.Read(some[:])
		if err != nil {
			go c.left(err)
			return
		}
		ahead += n
	}
	go c.release()
}

// left ends the stream of a client who has left, or has heard all.
func (c *eventConn) left(err error) {
	c.mu.Lock()
	ending := c.ending
	c.mu.Unlock()
	if ending {
		c.writers.Wait()
	}
	if ending || err == io.EOF {
		_ = c.conn.Close()
	}
	c.release()
}

func (c *eventConn) release() {
	c.lost()
	c.edge.alarms.stop(&c.alarm)
	c.whose.gone()
}

// lost ends the connection at once.
func (c *eventConn) lost() {
	c.mu.Lock()
	c.over = true
	c.whose.stop()
	connected := c.conn != nil
	c.mu.Unlock()
	if connected {
		c.cut()
	}
}

// says sends bytes that may be modified afterwards. Mu is held.
func (c *eventConn) says(b []byte) {
	c.write(c.chunk(b))
	c.beat = c.edge.now().Add(c.edge.options.Heartbeat)
}

// finish ends the stream with something that is said at last.
func (c *eventConn) finish(last []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.finishes(last)
}

// finishes does so with mu held.
func (c *eventConn) finishes(last []byte) {
	if c.over || c.conn == nil {
		return
	}
	c.over = true
	c.whose.stop()
	if len(last) > 0 {
		last = c.chunk(last)
	}
	if !c.plain {
		last = append(last, "0\r\n\r\n"...)
	}
	c.write(last)
	c.end()
}

// next is when the stream has something to do by itself.
func (c *eventConn) next() time.Time {
	if !c.until.IsZero() && c.until.Before(c.beat) {
		return c.until
	}
	return c.beat
}

// ring comments on a quiet stream, and ends one whose bearer has ended.
func (c *eventConn) ring() {
	now := c.edge.now()
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.over:
		return
	case !c.until.IsZero() && !now.Before(c.until):
		c.finishes(expiredEvents())
		return
	case now.Before(c.beat): // something was said meanwhile
	case len(c.queue) > 0:
		c.beat = now.Add(c.edge.options.Heartbeat)
	default:
		c.says([]byte(eventComment))
	}
	c.edge.alarms.ringAt(&c.alarm, c.next())
}

// chunk is how bytes are sent.
func (c *eventConn) chunk(b []byte) []byte {
	if c.plain {
		return b
	}
	return chunked(b)
}

func chunked(b []byte) []byte {
	c := fmt.Appendf(make([]byte, 0, len(b)+16), "%x\r\n", len(b))
	return append(append(c, b...), "\r\n"...)
}

// unchunked is what was in a chunk.
func unchunked(b []byte) []byte {
	_, b, _ = bytes.Cut(b, []byte("\r\n"))
	return b[:len(b)-len("\r\n")]
}
