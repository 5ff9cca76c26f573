package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"cassetto/bench/palco"
)

// watched is a server with its audience, and what was measured of it.
type watched struct {
	contestant
	*subject
	audience *exec.Cmd
	tell     *json.Encoder
	told     *json.Decoder
	idle     weight
	base     int64 // bytes that it held without them
	heard    []delivery
	peak     int64 // bytes that it held at most
	data     string
}

// weight is what the subscribers of a server take of its memory while nothing happens, in bytes.
type weight struct {
	resident, heap, stacks int64
	goroutines             int
}

// delivery is how an event came, from its command on; stored is when all was written that follows from it.
type delivery struct{ stored, median, last, server, client time.Duration }

// watch starts a server and its audience.
func (l live) watch(ctx context.Context, work string, c contestant) (*watched, error) {
	s, err := c.start(ctx, work)
	if err != nil {
		return nil, err
	}
	w := &watched{contestant: c, subject: s}
	if err := w.gather(ctx, l); err != nil {
		w.end()
		return nil, err
	}
	return w, nil
}

// gather lets an audience subscribe, and weighs it.
func (w *watched) gather(ctx context.Context, l live) error {
	before, err := w.weigh(ctx)
	if err != nil {
		return err
	}
	w.audience = onCore(ctx, 1, l.program, subscribersCommand)
	in, err := w.audience.StdinPipe()
	if err != nil {
		return err
	}
	out, err := w.audience.StdoutPipe()
	if err != nil {
		return err
	}
	if err := w.audience.Start(); err != nil {
		return err
	}
	w.tell, w.told = json.NewEncoder(in), json.NewDecoder(bufio.NewReader(out))
	if err := w.tell.Encode(listeners{w.address, palco.Query, w.way, w.persons, l.subscribers}); err != nil {
		return err
	}
	var n int
	if err := w.told.Decode(&n); err != nil {
		return fmt.Errorf("audience: %w", err)
	}
	after, err := w.weigh(ctx)
	w.base = before.resident
	w.idle = weight{after.resident - before.resident, after.heap - before.heap, after.stacks - before.stacks, after.goroutines - before.goroutines}
	return err
}

func (w *watched) weigh(ctx context.Context) (weight, error) {
	var m palco.Memory
	err := w.post(ctx, "/memoria", &m)
	return weight{residentOf(w.process), int64(m.Heap), int64(m.Stacks), m.Goroutines}, err
}

// hear makes an event, and waits until all have it.
func (w *watched) hear(ctx context.Context, counts bool) error {
	if err := w.tell.Encode(30 * time.Second); err != nil {
		return err
	}
	server, client := computed(w.process), computed(w.audience)
	begun := time.Now()
	var stored palco.Stored
	if err := w.post(ctx, "/evento", &stored); err != nil {
		return err
	}
	var h heard
	if err := w.told.Decode(&h); err != nil {
		return fmt.Errorf("audience: %w", err)
	}
	if !h.Same {
		return errors.New("not all subscribers got the same")
	}
	w.data, w.peak = h.Data, max(w.peak, residentOf(w.process))
	if counts {
		w.heard = append(w.heard, delivery{stored.At.Sub(begun), h.Median.Sub(begun), h.Last.Sub(begun), computed(w.process) - server, computed(w.audience) - client})
	}
	return nil
}

func (w *watched) end() {
	if w.audience != nil && w.audience.Process != nil {
		endProcess(w.audience)
	}
	endProcess(w.process)
}
