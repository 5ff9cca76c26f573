package main

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"syscall"
	"time"
)

// shared is a Redis of a measure's own, on a free port of loopback; it keeps nothing on disk.
type shared struct {
	url     string
	process *exec.Cmd
}

// openShared runs a Redis and waits until it can be reached.
func openShared(ctx context.Context) (*shared, error) {
	return openSharedBy(ctx, exec.CommandContext(ctx, "redis-server"))
}

// openSharedBy does so with a command that lacks the settings.
func openSharedBy(ctx context.Context, command *exec.Cmd) (*shared, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		return nil, err
	}
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	s := &shared{"redis://" + address, command}
	command.Args = append(command.Args, "--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--port", port)
	if err := s.process.Start(); err != nil {
		return nil, fmt.Errorf("redis-server: %w", err)
	}
	limit, stop := context.WithTimeout(ctx, patience)
	defer stop()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			return s, conn.Close()
		}
		select {
		case <-tick.C:
		case <-limit.Done():
			s.kill()
			return nil, fmt.Errorf("redis-server: %w", err)
		}
	}
}

// kill ends it if it still runs, also while it is paused.
func (s *shared) kill() {
	if s.process.ProcessState == nil {
		_ = s.process.Process.Kill() // it may have just ended
		_ = s.process.Wait()         // who is killed fails
	}
}

// pause makes it silent: its connections stay, and nobody answers.
func (s *shared) pause() error { return s.process.Process.Signal(syscall.SIGSTOP) }

// cpu is how long it has computed; nothing when there is none.
func (s *shared) cpu() time.Duration {
	if s == nil {
		return 0
	}
	return cpu(strconv.Itoa(s.process.Process.Pid))
}
