package transport

import (
	"errors"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	queueBytes = 1 << 20  // that wait for one slow client, and one message more
	batchBytes = 64 << 10 // that are written at once
	writeBytes = 16 << 10 // that a client takes at least within the time that one write may take
)

// outlet writes to one client. What the kernel takes at once is written by whoever sends it, and waits for nobody; the rest is
// queued for a goroutine that lives as long as something is. A client who does not read costs nobody else any time.
type outlet struct {
	edge *Edge
	of   client
	conn net.Conn
	raw  syscall.RawConn // nil where nothing can be written without waiting

	mu      sync.Mutex
	queue   []message
	queued  int  // bytes of the queue and of what is being written
	writing bool // whether a writer runs
	ending  bool // whether the connection is to end with what is queued
	writers sync.WaitGroup
	endBy   time.Time // when it ends, whatever the client does
}

// client is who has an outlet.
type client interface {
	roomy() // the queue has become shorter, or nobody writes any more; mu is held
	lost()  // the connection is of no more use; mu is not held
}

// message is something that waits to be written. Its parts are not modified: the middle one may be others' as well.
type message struct {
	parts [3][]byte
	of    *operation // nil when it is of none
}

func (m message) size() int { return len(m.parts[0]) + len(m.parts[1]) + len(m.parts[2]) }

// connect begins to write to a connection. It is called once, with mu held.
func (o *outlet) connect(conn net.Conn) {
	o.conn = conn
	if c, ok := conn.(syscall.Conn); ok {
		o.raw, _ = c.SyscallConn() // without it a goroutine writes
	}
}

// full says whether nothing more should be queued.
func (o *outlet) full() bool { return len(o.queue) >= o.edge.options.Queue || o.queued >= queueBytes }

// write sends bytes that may be modified afterwards. Mu is held.
func (o *outlet) write(b []byte) {
	if rest := b[o.attempt(b):]; len(rest) > 0 {
		o.enqueue(message{parts: [3][]byte{append([]byte(nil), rest...)}})
	}
}

// share sends bytes that others have as well. Mu is held.
func (o *outlet) share(b []byte) {
	if rest := b[o.attempt(b):]; len(rest) > 0 {
		o.enqueue(message{parts: [3][]byte{nil, rest}})
	}
}

// attempt writes what can be written without waiting, and says how much that was: nothing while something is before it.
func (o *outlet) attempt(b []byte) int {
	if o.raw == nil || o.writing || len(o.queue) > 0 {
		return 0
	}
	a := attempts.Get().(*attempt)
	defer attempts.Put(a)
	a.bytes, a.written, a.err = b, 0, nil
	err := o.raw.Write(a.try)
	a.bytes = nil
	if err != nil || a.err != nil {
		go o.of.lost()
		return len(b)
	}
	return a.written
}

// attempt is one write that does not wait.
type attempt struct {
	bytes   []byte
	written int
	err     error
	try     func(fd uintptr) bool
}

var attempts = sync.Pool{New: func() any {
	a := new(attempt)
	a.try = func(fd uintptr) bool {
		a.written, a.err = writeNow(fd, a.bytes)
		return true
	}
	return a
}}

// enqueue queues a message whether or not there is room. Mu is held.
func (o *outlet) enqueue(m message) {
	o.queue = append(o.queue, m)
	o.queued += m.size()
	o.wake()
}

// wake lets a writer run.
func (o *outlet) wake() {
	if !o.writing && o.conn != nil {
		o.writing = true
		o.writers.Go(o.drain)
	}
}

// drain writes until nothing is queued.
func (o *outlet) drain() {
	for {
		batch := o.batch()
		if batch == nil {
			return
		}
		size := 0
		for _, part := range batch {
			size += len(part)
		}
		if !o.flush(batch) {
			o.of.lost()
			continue
		}
		o.mu.Lock()
		o.queued = max(o.queued-size, 0)
		o.of.roomy()
		o.mu.Unlock()
	}
}

// flush writes a batch. A client that reads slowly is not one that has stopped: he has more time as long as he takes so much.
func (o *outlet) flush(batch net.Buffers) bool {
	for {
		n, err := batch.WriteTo(o.conn)
		switch {
		case err == nil:
			return true
		case !errors.Is(err, os.ErrDeadlineExceeded) || n < writeBytes || !o.goesOn():
			return false
		}
	}
}

// goesOn gives a client more time, unless his connection is to end.
func (o *outlet) goesOn() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return !o.ending && o.conn.SetWriteDeadline(o.edge.now().Add(o.edge.options.WriteTimeout)) == nil
}

// batch takes what is to be written next, and says until when.
func (o *outlet) batch() net.Buffers {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		o.writing, o.queue = false, nil
		_ = o.conn.SetWriteDeadline(time.Time{})
		o.of.roomy()
		if o.ending {
			o.hangUp()
		}
		return nil
	}
	var batch net.Buffers
	n := 0
	for size := 0; n < len(o.queue) && size < batchBytes; n++ {
		for _, part := range o.queue[n].parts {
			if len(part) > 0 {
				batch = append(batch, part)
			}
		}
		size += o.queue[n].size()
	}
	clear(o.queue[:n])
	o.queue = o.queue[n:]
	by := o.edge.now().Add(o.edge.options.WriteTimeout)
	if o.ending {
		by = o.endBy
	}
	_ = o.conn.SetWriteDeadline(by)
	return batch
}

// end lets out what is queued and then hangs up, and bounds how long that and the client's answer may take. Mu is held.
func (o *outlet) end() {
	o.ending, o.endBy = true, o.edge.now().Add(o.edge.options.WriteTimeout)
	_ = o.conn.SetReadDeadline(o.endBy)
	switch {
	case o.writing:
	case len(o.queue) > 0:
		o.wake()
	default:
		o.hangUp()
	}
}

// linger is how long a client may take to close its side once all has been said.
const linger = time.Second

// hangUp says that nothing more comes.
func (o *outlet) hangUp() {
	if half, ok := o.conn.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
	_ = o.conn.SetReadDeadline(o.edge.now().Add(linger))
}

// cut ends the connection at once; what the kernel still holds for the client is dropped.
func (o *outlet) cut() {
	o.mu.Lock()
	o.queue, o.queued = nil, 0
	conn := o.conn
	o.mu.Unlock()
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok {
		conn = secure.NetConn() // TLS would wait to say goodbye
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
