package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"sync"
	"time"
)

// burstCommand makes this program a client that sends one request over and over.
const burstCommand = "raffica"

// burst is what to send: on each connection the next request once the one before it is answered.
type burst struct {
	Address     string
	Request     []byte // as it goes over the wire
	Size        int    // of the body of every answer
	Connections int
	For         time.Duration
	Oblivion    *oblivion // before each request; nil: nothing is
}

// volley is what became of it.
type volley struct {
	Answers        int
	Took, P50, P99 time.Duration // all of it; single answers
}

// fire sends the burst that comes in.
func fire(in io.Reader, out io.Writer) error {
	var b burst
	if err := json.NewDecoder(in).Decode(&b); err != nil {
		return err
	}
	var mu sync.Mutex
	var all []time.Duration
	var failed []error
	var clients sync.WaitGroup
	begun := time.Now()
	for range b.Connections {
		clients.Go(func() {
			took, err := b.connection(begun.Add(b.For))
			mu.Lock()
			defer mu.Unlock()
			all, failed = append(all, took...), append(failed, err)
		})
	}
	clients.Wait()
	v := volley{Answers: len(all), Took: time.Since(begun)}
	if err := errors.Join(failed...); err != nil {
		return err
	}
	slices.Sort(all)
	v.P50, v.P99 = median(all), p99(all)
	return json.NewEncoder(out).Encode(v)
}

// connection asks until it is late, and at least once.
func (b burst) connection(until time.Time) (took []time.Duration, err error) {
	if b.Oblivion != nil {
		return b.aside(until)
	}
	c, err := b.connect()
	if err != nil {
		return nil, err
	}
	defer c.Close()
	r := bufio.NewReaderSize(c, 64<<10)
	for now := time.Now(); len(took) == 0 || now.Before(until); {
		one, err := b.one(c, r, now)
		if err != nil {
			return nil, err
		}
		now = now.Add(one)
		took = append(took, one)
	}
	return took, nil
}

func (b burst) connect() (net.Conn, error) { return net.DialTimeout("tcp", b.Address, patience) }

// one asks once, from now on.
func (b burst) one(c net.Conn, r *bufio.Reader, now time.Time) (time.Duration, error) {
	if err := c.SetDeadline(now.Add(2 * patience)); err != nil {
		return 0, err
	}
	if _, err := c.Write(b.Request); err != nil {
		return 0, err
	}
	size, err := skipAnswer(r)
	if err != nil {
		return 0, err
	}
	if size != b.Size {
		return 0, fmt.Errorf("an answer of %d bytes instead of %d", size, b.Size)
	}
	return time.Since(now), nil
}

// skipAnswer reads an answer of status 200, and says how long its body was: a client that does next to nothing with it leaves the
// machine to the server.
func skipAnswer(r *bufio.Reader) (size int, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if !bytes.HasPrefix(line, []byte("HTTP/1.1 200 ")) {
		return 0, fmt.Errorf("answered %q", bytes.TrimSpace(line))
	}
	chunked := false
	for {
		if line, err = r.ReadSlice('\n'); err != nil {
			return 0, err
		}
		name, value, found := bytes.Cut(line, []byte(":"))
		switch {
		case len(line) <= 2:
			if chunked {
				return skipChunks(r)
			}
			return r.Discard(size)
		case !found:
			return 0, errAnswer
		case bytes.EqualFold(name, []byte("Content-Length")):
			if size, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, errAnswer
			}
		case bytes.EqualFold(name, []byte("Transfer-Encoding")):
			chunked = true
		}
	}
}

func skipChunks(r *bufio.Reader) (size int, err error) {
	for {
		line, err := r.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		n, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 32)
		if err != nil {
			return 0, errAnswer
		}
		if _, err := r.Discard(int(n) + 2); err != nil {
			return 0, err
		}
		size += int(n)
		if n == 0 {
			return size, nil
		}
	}
}

// shoot has a process of its own on the other core send a burst.
func shoot(ctx context.Context, program string, b burst) (v volley, err error) {
	c := onCore(ctx, 1, program, burstCommand)
	text, err := json.Marshal(b)
	if err != nil {
		return v, err
	}
	c.Stdin = bytes.NewReader(text)
	said, err := c.Output()
	if err != nil {
		return v, err
	}
	return v, json.Unmarshal(said, &v)
}
