package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"cassetto/bench/palco"
)

// subscribersCommand makes this program one that subscribes.
const subscribersCommand = "abbonati"

// way is how one subscribes.
type way int

const (
	bySocket      way = iota // graphql-transport-ws
	byEvents                 // server-sent events, a connection for each operation
	byReservation            // server-sent events, one connection for all operations
)

// listeners are who subscribes: so many clients, each with a connection of its own.
type listeners struct {
	Address, Query string
	Way            way
	Persons        bool // different ones, instead of one consultant
	Number         int
}

// heard is how one event came to an audience.
type heard struct {
	Number       int
	Median, Last time.Time // when the half of them had it, and all
	Same         bool      // whether all got the same
	Data         string    // what one of them got
}

// arrival is a message of one client.
type arrival struct {
	at   time.Time
	data []byte
	err  error
}

// subscribeAll says a line once all are subscribed; then it takes a line for every event that is about to happen, and says how
// that was heard.
func subscribeAll(ctx context.Context, in io.Reader, out io.Writer) error {
	var a listeners
	lines := json.NewDecoder(in)
	if err := lines.Decode(&a); err != nil {
		return err
	}
	arrivals := make(chan arrival, a.Number)
	if err := a.open(ctx, arrivals); err != nil {
		return err
	}
	say := json.NewEncoder(out)
	if err := say.Encode(a.Number); err != nil {
		return err
	}
	for {
		var within time.Duration
		if err := lines.Decode(&within); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		h, err := a.hear(arrivals, within)
		if err != nil {
			return err
		}
		if err := say.Encode(h); err != nil {
			return err
		}
	}
}

// open connects all, some at once.
func (a listeners) open(ctx context.Context, arrivals chan arrival) error {
	const atOnce = 50
	for begun := 0; begun < a.Number; begun += atOnce {
		some := min(atOnce, a.Number-begun)
		ready := make(chan error, some)
		for n := range some {
			token := palco.Consultant
			if a.Persons {
				token = palco.Person(begun + n)
			}
			go func() {
				c, err := a.subscribe(ctx, token)
				ready <- err
				for err == nil {
					var data []byte
					if data, err = c.next(); err == nil {
						arrivals <- arrival{at: time.Now(), data: bytes.Clone(data)}
					}
				}
				arrivals <- arrival{err: err}
			}()
		}
		for range some {
			if err := <-ready; err != nil {
				return err
			}
		}
	}
	return nil
}

// hear waits until an event has come to all.
func (a listeners) hear(arrivals chan arrival, within time.Duration) (h heard, err error) {
	late := time.NewTimer(within)
	defer late.Stop()
	var times []time.Time
	h.Same = true
	for len(times) < a.Number {
		select {
		case one := <-arrivals:
			if one.err != nil {
				return h, fmt.Errorf("subscriber: %w", one.err)
			}
			if h.Data == "" {
				h.Data = string(one.data)
			}
			h.Same = h.Same && string(one.data) == h.Data
			times = append(times, one.at)
		case <-late.C:
			return h, fmt.Errorf("an event came to %d of %d", len(times), a.Number)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	h.Number, h.Median, h.Last = len(times), times[len(times)/2], times[len(times)-1]
	return h, nil
}

// subscriber is one connection.
type subscriber struct {
	conn   net.Conn
	in     *bufio.Reader
	way    way
	buffer []byte
}

func (a listeners) subscribe(ctx context.Context, token string) (*subscriber, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", a.Address)
	if err != nil {
		return nil, err
	}
	c := &subscriber{conn, bufio.NewReaderSize(conn, 2<<10), a.Way, make([]byte, 8<<10)}
	query, _ := json.Marshal(map[string]string{"query": a.Query})
	switch a.Way {
	case byReservation:
		return c, a.reserve(ctx, c, token)
	case byEvents:
		fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: %d\r\n\r\n%s", a.Address, token, len(query), query)
		return c, c.head("HTTP/1.1 200")
	}
	fmt.Fprintf(conn, "GET /graphql HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n", a.Address)
	if err := c.head("HTTP/1.1 101"); err != nil {
		return nil, err
	}
	_, _ = conn.Write(frame(fmt.Appendf(nil, `{"type":"connection_init","payload":{"Authorization":"Bearer %s"}}`, token), 0x80))
	for text := []byte(nil); !bytes.Contains(text, []byte("connection_ack")); {
		if text, err = c.text(); err != nil {
			return nil, err
		}
	}
	_, _ = conn.Write(frame(fmt.Appendf(nil, `{"id":"1","type":"subscribe","payload":%s}`, query), 0x80))
	_, err = conn.Write(frame([]byte(`{"type":"ping"}`), 0x80)) // what is answered after it was subscribed
	for text := []byte(nil); err == nil && !bytes.Contains(text, []byte(`"pong"`)); {
		text, err = c.text()
	}
	return c, err
}

// reserve opens a stream for all operations on the client's connection, and begins one on it.
func (a listeners) reserve(ctx context.Context, c *subscriber, token string) error {
	reserved, err := a.ask(ctx, http.MethodPut, token, "")
	if err != nil {
		return err
	}
	fmt.Fprintf(c.conn, "GET /graphql?token=%s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n", reserved, a.Address)
	if err := c.head("HTTP/1.1 200"); err != nil {
		return err
	}
	_, err = a.ask(ctx, http.MethodPost, token, reserved)
	return err
}

// ask sends what a reservation is asked for with, on another connection: for itself, or to begin the operation.
func (a listeners) ask(ctx context.Context, method, token, reserved string) (string, error) {
	query, _ := json.Marshal(map[string]any{"query": a.Query, "extensions": map[string]string{"operationId": "1"}})
	r, err := http.NewRequestWithContext(ctx, method, "http://"+a.Address+"/graphql", bytes.NewReader(query))
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	if reserved != "" {
		r.Header.Set("X-GraphQL-Event-Stream-Token", reserved)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode/100 != 2 {
		err = errors.New(answer.Status)
	}
	return string(text), err
}

// head reads an answer's head, which must begin so.
func (c *subscriber) head(begins string) error {
	first := true
	for {
		line, err := c.in.ReadString('\n')
		switch {
		case err != nil:
			return err
		case first && !strings.HasPrefix(line, begins):
			return errors.New(strings.TrimSpace(line))
		case line == "\r\n":
			return nil
		}
		first = false
	}
}

// next is what the next event says: the data of its answer, without the cursor that ours also has beside them.
func (c *subscriber) next() ([]byte, error) {
	for {
		text, err := c.text()
		if err != nil {
			return nil, err
		}
		if data := dataOf(text); data != nil {
			return data, nil
		}
	}
}

// dataOf finds the data of a message; nothing in them is called data.
func dataOf(text []byte) []byte {
	_, text, found := bytes.Cut(text, []byte(`"data":`))
	if !found {
		return nil
	}
	text, _, _ = bytes.Cut(text, []byte(`,"extensions":`))
	text, _, _ = bytes.Cut(text, []byte(`,"id":"1"`))
	return bytes.TrimRight(text, "}\r\n") // the message closes what the answer opened
}

// text is the next message, or a line of a stream of events.
func (c *subscriber) text() ([]byte, error) {
	if c.way != bySocket {
		return c.in.ReadSlice('\n')
	}
	for {
		var head [4]byte
		if _, err := io.ReadFull(c.in, head[:2]); err != nil {
			return nil, err
		}
		size := int(head[1])
		if size == 126 {
			if _, err := io.ReadFull(c.in, head[2:]); err != nil {
				return nil, err
			}
			size = int(binary.BigEndian.Uint16(head[2:]))
		}
		if size > len(c.buffer) {
			return nil, fmt.Errorf("a frame of %d bytes", size)
		}
		text := c.buffer[:size]
		if _, err := io.ReadFull(c.in, text); err != nil {
			return nil, err
		}
		switch head[0] & 15 {
		case 1:
			return text, nil
		case 8:
			return nil, fmt.Errorf("closed: %q", text)
		case 9:
			if _, err := c.conn.Write([]byte{0x8a, 0x80, 0, 0, 0, 0}); err != nil {
				return nil, err
			}
		}
	}
}
