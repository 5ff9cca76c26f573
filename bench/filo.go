package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// patience is how long a hostile client waits for an answer.
const patience = 20 * time.Second

// wire is a connection to the server, written and read by hand: a client of the library costs more than what it asks.
type wire struct {
	net.Conn
	r *bufio.Reader
}

func dial(address string) (*wire, error) {
	c, err := net.DialTimeout("tcp", address, patience)
	if err != nil {
		return nil, err
	}
	_ = c.(*net.TCPConn).SetLinger(0) // leaves no connection behind that waits for its end
	return &wire{c, bufio.NewReaderSize(c, 4<<10)}, nil
}

// Of a long body this much is sent at once, and the rest only to a server that does not answer for a while.
const (
	eager = 1<<20 + 32<<10
	pause = 200 * time.Millisecond
)

// pour sends a long body until the request is answered.
func (w *wire) pour(body []byte, answered <-chan struct{}) {
	first := min(eager, len(body))
	if _, err := w.Write(body[:first]); err != nil {
		return // cut short by the answer
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-answered:
	case <-timer.C:
		_, _ = w.Write(body[first:])
	}
}

// reply is what is looked at of an answer.
type reply struct {
	status  int
	body    []byte
	closing bool
}

var errAnswer = errors.New("not an HTTP answer")

// read reads an answer into a buffer.
func (w *wire) read(buffer []byte) (a reply, err error) {
	line, err := w.r.ReadSlice('\n')
	if err != nil {
		return a, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return a, errAnswer
	}
	if a.status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return a, errAnswer
	}
	length := 0
	for {
		if line, err = w.r.ReadSlice('\n'); err != nil {
			return a, err
		}
		if len(line) <= 2 {
			break
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(v))); err != nil || length > cap(buffer) {
				return a, errAnswer
			}
		}
		a.closing = a.closing || bytes.HasPrefix(line, []byte("Connection: close"))
	}
	a.body = buffer[:length]
	for n := 0; n < length; {
		m, err := w.r.Read(a.body[n:])
		if err != nil {
			return a, err
		}
		n += m
	}
	return a, nil
}

// farewell reads the code that a socket is closed with.
func (w *wire) farewell() (int, error) {
	frame := make([]byte, 4)
	for n := 0; n < len(frame); {
		m, err := w.r.Read(frame[n:])
		if err != nil {
			return 0, err
		}
		n += m
	}
	if frame[0] != 0x88 {
		return 0, fmt.Errorf("frame %x instead of a closing one", frame)
	}
	return int(frame[2])<<8 | int(frame[3]), nil
}
