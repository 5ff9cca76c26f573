package main

import (
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
	"slices"
	"strconv"
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
	name    string
	way     way
	persons bool     // whether its subscribers are different persons
	command []string // that starts it, before its address and the folder of its archives
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
	peer, err := installPeer(ctx, work)
	if err != nil {
		return err
	}
	ours, theirs := []string{l.program, oursCommand}, []string{library}
	all := []contestant{
		{bareName, bySocket, false, []string{l.program, bareCommand}},
		{libraryName, bySocket, false, theirs},
		{peerName, bySocket, false, peer},
		{oursName, bySocket, false, ours},
		{"ours, control", bySocket, false, ours},
		{"ours, 250 persons", bySocket, true, ours},
		{"library, deciding", bySocket, false, append(theirs, "decides")},
		{"library, SSE", byEvents, false, theirs},
		{oursEventsName, byEvents, false, ours},
		{oursReservedName, byReservation, false, ours},
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
