package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"cassetto/bench/palco"
)

// live says how to measure sockets: so many subscribers to each server, all of them there at the same time; the events go to one
// server after the other, in another order every round.
type live struct {
	program             string // this one, which is also the small servers and the subscribers
	subscribers, events int
}

// Commands that make this program a server.
const (
	bareCommand = "nudo"
	oursCommand = "nostro"
)

// contestant is a server that is compared with others.
type contestant struct {
	name            string
	events, persons bool     // whether its subscribers are sent events by HTTP instead of WebSocket, and are different persons
	command         []string // that starts it, before its address and the folder of its archives
}

// subject is one that runs.
type subject struct {
	process *exec.Cmd
	address string
}

// liveUpdates measures, and prints the tables of the document.
func liveUpdates(ctx context.Context, l live, out io.Writer) error {
	work, err := os.MkdirTemp("", "cassetto-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	library, err := buildLibrary(ctx, work)
	if err != nil {
		return err
	}
	if err := palco.Prepare(ctx, work); err != nil {
		return err
	}
	ours, theirs := []string{l.program, oursCommand}, []string{library}
	all := []contestant{
		{"bare socket", false, false, []string{l.program, bareCommand}},
		{"library", false, false, theirs},
		{"ours", false, false, ours},
		{"ours, control", false, false, ours},
		{"ours, 250 persons", false, true, ours},
		{"library, deciding", false, false, append(theirs, "decides")},
		{"library, SSE", true, false, theirs},
		{"ours, SSE", true, false, ours},
	}
	var watched []*watched
	defer func() {
		for _, w := range watched {
			w.end()
		}
	}()
	for _, c := range all {
		w, err := l.watch(ctx, work, c)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		watched = append(watched, w)
	}
	for round := range l.events + warmEvents {
		for i := range watched {
			w := watched[(i+round)%len(watched)]
			if err := w.hear(ctx, round >= warmEvents); err != nil {
				return fmt.Errorf("%s: %w", w.name, err)
			}
		}
		for _, w := range watched {
			if w.data != watched[0].data {
				return fmt.Errorf("%s says something else than %s: %s", w.name, watched[0].name, w.data)
			}
		}
	}
	return reportLive(out, l, watched)
}

// warmEvents come before those that are measured.
const warmEvents = 2

// buildLibrary makes the server of the library, which has a module of its own, just as this program was made: what both are made of
// is then compiled already.
func buildLibrary(ctx context.Context, work string) (string, error) {
	module, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", "cassetto").Output()
	if err != nil {
		return "", err
	}
	binary := filepath.Join(work, "libreria")
	args := []string{"build", "-o", binary}
	if made, ok := debug.ReadBuildInfo(); ok && slices.Contains(made.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		args = append(args, "-race")
	}
	c := exec.CommandContext(ctx, "go", append(args, ".")...)
	c.Dir, c.Stderr = filepath.Join(strings.TrimSpace(string(module)), "bench", "libreria"), os.Stderr
	return binary, c.Run()
}

// start starts a server with archives of its own, a copy of those that were prepared.
func (c contestant) start(ctx context.Context, work string) (*subject, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	dati, err := os.MkdirTemp(work, "dati-")
	if err != nil {
		return nil, err
	}
	prepared, err := filepath.Glob(filepath.Join(work, "*.db"))
	if err != nil {
		return nil, err
	}
	for _, file := range prepared {
		archive, err := os.ReadFile(file)
		if err == nil {
			err = os.WriteFile(filepath.Join(dati, filepath.Base(file)), archive, 0o600)
		}
		if err != nil {
			return nil, err
		}
	}
	s := &subject{address: address, process: onCore(ctx, 0, append(slices.Clone(c.command), address, dati)...)}
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for begun := time.Now(); time.Since(begun) < time.Minute; <-tick.C {
		if answer, err := http.Get("http://" + address + "/readyz"); err == nil {
			return s, answer.Body.Close()
		}
	}
	endProcess(s.process)
	return nil, errors.New("it does not answer")
}

// post asks a server for something beside the graph.
func (s *subject) post(ctx context.Context, path string, to any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.address+path, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return errors.New(answer.Status)
	}
	return json.NewDecoder(answer.Body).Decode(to)
}

// onCore is a process of one core, where that can be said.
func onCore(ctx context.Context, core int, command ...string) *exec.Cmd {
	if taskset, err := exec.LookPath("taskset"); err == nil && core < runtime.NumCPU() {
		command = append([]string{taskset, "-c", strconv.Itoa(core)}, command...)
	}
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	c.Env, c.Stderr = append(os.Environ(), "GOMAXPROCS=1"), os.Stderr
	return c
}

func endProcess(c *exec.Cmd) {
	_ = c.Process.Kill() // it may have just ended
	_ = c.Wait()
}

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
	if err := w.tell.Encode(listeners{w.address, palco.Query, w.events, w.persons, l.subscribers}); err != nil {
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
