package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// program is the built server with its archives.
type program struct {
	binary, dati string
	companies    int
}

func (p program) command(ctx context.Context, address string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, p.binary, args...)
	c.Env = append(os.Environ(), "CASSETTO_DATI="+p.dati, "CASSETTO_ADDR="+address, "CASSETTO_DEMO_AZIENDE="+strconv.Itoa(p.companies))
	return c
}

// server is the program while it runs.
type server struct {
	program
	address string
	process *exec.Cmd
	ready   time.Duration // from its start to its first answer
	log     *bytes.Buffer
}

// start runs the program on a free port and waits for its first answer.
func (p program) start(ctx context.Context) (*server, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &server{program: p, address: l.Addr().String(), log: &bytes.Buffer{}}
	if err := l.Close(); err != nil {
		return nil, err
	}
	s.process = p.command(ctx, s.address)
	s.process.Stderr = s.log
	begun := time.Now()
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		response, err := http.Get("http://" + s.address + "/")
		if err == nil {
			s.ready = time.Since(begun)
			return s, response.Body.Close()
		}
		if _, gone := os.Stat(fmt.Sprintf("/proc/%d/fd/1", s.process.Process.Pid)); gone != nil {
			_ = s.process.Wait()
			return nil, errors.New("the server ended: " + s.log.String())
		}
	}
	return nil, ctx.Err()
}

// stop ends the server as an operator would.
func (s *server) stop() error {
	if err := s.process.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return s.process.Wait()
}

// peak is the most memory that the server ever had, in bytes.
func (s *server) peak() int64 {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.process.Process.Pid)) // empty elsewhere than on Linux
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kb, _ := strconv.ParseInt(fields[0], 10, 64)
	return kb << 10
}

func (s *server) token(ctx context.Context, profile string) (string, error) {
	token, err := s.command(ctx, s.address, "token", "-profilo", profile).Output()
	return strings.TrimSpace(string(token)), err
}

// ask sends an operation and reads the whole answer; one with errors is an error.
func (s *server) ask(ctx context.Context, token, query string) (took time.Duration, size int, err error) {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return 0, 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return 0, 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	begun := time.Now()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	took = time.Since(begun)
	if err == nil && (response.StatusCode != http.StatusOK || bytes.Contains(answer[:min(len(answer), 200)], []byte(`"errors"`))) {
		err = fmt.Errorf("status %d: %.300s", response.StatusCode, answer)
	}
	return took, len(answer), err
}
