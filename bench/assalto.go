package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// assault is hostile traffic: so many requests, at a steady rate whatever the server answers, of every kind alike.
type assault struct {
	Address   string
	Tokens    tokens
	PerSecond int
	Requests  int
}

// hands are the requests that can be under way at once.
const hands = 32

// outcome is what became of them.
type outcome struct {
	Kinds   []tally
	Took    time.Duration // from the first to the last answer
	CPU     time.Duration // that sending them took
	Latest  time.Duration // by which a request was sent after its time
	Longest time.Duration // from sending one to its answer
}

// tally counts one kind.
type tally struct {
	Name       string
	Sent, Good int    // Good got the answer that it must get
	Wrong      string // about the first that did not
}

// attack is a process of its own: it reads an assault, says that it is ready, waits for a line, and writes the outcome.
func attack(ctx context.Context, in io.Reader, out io.Writer) error {
	var a assault
	lines := bufio.NewReader(in)
	line, err := lines.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &a)
	}
	if err != nil {
		return err
	}
	kinds := kinds(a.Address, a.Tokens)
	fmt.Fprintln(out, "ready")
	if _, err := lines.ReadBytes('\n'); err != nil {
		return err
	}
	before := cpu("self")
	o := a.run(ctx, kinds)
	o.CPU = cpu("self") - before
	return json.NewEncoder(out).Encode(o)
}

// run sends every request at its instant, unless all hands are busy.
func (a assault) run(ctx context.Context, kinds []kind) outcome {
	begun := time.Now()
	salt := rand.IntN(1 << 38)
	var next atomic.Int64
	var mu sync.Mutex
	all := outcome{Kinds: make([]tally, len(kinds))}
	for i, k := range kinds {
		all.Kinds[i].Name = k.name
	}
	var working sync.WaitGroup
	for range min(hands, a.Requests) {
		working.Go(func() {
			h := hand{assault: a, kinds: kinds, own: make([][]byte, len(kinds)), places: make([][]int, len(kinds)), salt: salt, buffer: make([]byte, 16<<10), tallies: make([]tally, len(kinds))}
			defer h.drop()
			timer := time.NewTimer(0)
			defer timer.Stop()
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= a.Requests {
					break
				}
				due := begun.Add(time.Duration(n) * time.Second / time.Duration(a.PerSecond))
				if wait := time.Until(due); wait > 0 {
					timer.Reset(wait)
					<-timer.C
				}
				sent := time.Now()
				h.latest = max(h.latest, sent.Sub(due))
				h.one(n)
				h.longest = max(h.longest, time.Since(sent))
			}
			mu.Lock()
			defer mu.Unlock()
			all.add(&h)
		})
	}
	working.Wait()
	all.Took = time.Since(begun)
	return all
}

func (o *outcome) add(h *hand) {
	for i := range h.tallies {
		t, to := &h.tallies[i], &o.Kinds[i]
		to.Sent, to.Good = to.Sent+t.Sent, to.Good+t.Good
		if to.Wrong == "" {
			to.Wrong = t.Wrong
		}
	}
	o.Latest, o.Longest = max(o.Latest, h.latest), max(o.Longest, h.longest)
}

// hand sends one request at a time.
type hand struct {
	assault
	kinds           []kind
	own             [][]byte // the requests, each with letters that change
	places          [][]int  // where those are
	salt            int      // another one in every assault: nothing comes twice
	buffer          []byte
	kept            *wire
	tallies         []tally
	latest, longest time.Duration
}

func (h *hand) drop() {
	if h.kept != nil {
		h.kept.Close()
		h.kept = nil
	}
}

// one sends the n-th request and looks at its answer.
func (h *hand) one(n int) {
	i := n % len(h.kinds)
	k, t := &h.kinds[i], &h.tallies[i]
	t.Sent++
	if err := h.exchange(k, h.letters(i, n)); err != nil {
		h.drop()
		if t.Wrong == "" {
			t.Wrong = err.Error()
		}
		return
	}
	t.Good++
}

// letters are the bytes of a request with letters of its own.
func (h *hand) letters(i, n int) []byte {
	if h.own[i] == nil {
		h.own[i], h.places[i] = []byte(h.kinds[i].request), places(h.kinds[i].request)
	}
	var mine [len(unique)]byte
	for d := range mine {
		mine[d] = 'a' + byte((h.salt+n)>>(4*d)&15)
	}
	for _, at := range h.places[i] {
		copy(h.own[i][at:], mine[:])
	}
	return h.own[i]
}

// places are where a request has letters of its own.
func places(request string) (all []int) {
	for at := 0; ; at += len(unique) {
		found := strings.Index(request[at:], unique)
		if found < 0 {
			return all
		}
		at += found
		all = append(all, at)
	}
}

// exchange sends a request and says what is wrong with its answer.
func (h *hand) exchange(k *kind, request []byte) (err error) {
	w := h.kept
	if w == nil || k.alone() {
		if w, err = dial(h.Address); err != nil {
			return err
		}
	}
	if k.alone() {
		defer w.Close()
	} else {
		h.kept = w
	}
	_ = w.SetDeadline(time.Now().Add(patience)) // a connection has one
	if _, err := w.Write(request); err != nil {
		return err
	}
	if k.body != nil {
		answered := make(chan struct{})
		defer close(answered)
		go w.pour(k.body, answered)
	}
	a, err := w.read(h.buffer)
	switch {
	case err != nil:
		return err
	case a.status != k.status || !bytes.Contains(a.body, []byte(k.code)):
		return fmt.Errorf("status %d: %.120q", a.status, a.body)
	case a.closing && !k.alone():
		return errors.New("the connection was closed")
	case k.closing == 0:
		return nil
	}
	if k.then != "" {
		if _, err := w.Write([]byte(k.then)); err != nil {
			return err
		}
	}
	code, err := w.farewell()
	if err == nil && code != k.closing {
		err = fmt.Errorf("socket closed with %d", code)
	}
	return err
}
