package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// program is the built server with its archives.
type program struct {
	work         string // folder that all of it is in
	binary, dati string // dati may be elsewhere
	companies    int
	settings     []string // more of the environment
	onOneCore    bool
}

func (p program) command(ctx context.Context, address string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, p.binary, args...)
	if p.onOneCore {
		c = onCore(ctx, 0, append([]string{p.binary}, args...)...)
	}
	ours := func(v string) bool { return strings.HasPrefix(v, "CASSETTO_") }
	c.Env = append(slices.DeleteFunc(os.Environ(), ours), "CASSETTO_DATI="+p.dati, "CASSETTO_ADDR="+address, "CASSETTO_DEMO_AZIENDE="+strconv.Itoa(p.companies))
	c.Env = append(c.Env, p.settings...)
	return c
}

// size is what the archives take on disk.
func (p program) size() (bytes int64) {
	files, _ := filepath.Glob(filepath.Join(p.dati, "*")) // the pattern is good
	for _, f := range files {
		if info, err := os.Stat(f); err == nil {
			bytes += info.Size()
		}
	}
	return bytes
}

// with runs the program for as long as do lasts.
func (p program) with(ctx context.Context, do func(*server) error) error {
	s, err := p.start(ctx)
	if err != nil {
		return err
	}
	defer s.kill()
	if err := do(s); err != nil {
		return err
	}
	return s.stop()
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
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	s := &server{program: p, address: address, log: &bytes.Buffer{}}
	s.process = p.command(ctx, s.address)
	s.process.Stderr = s.log
	begun := time.Now()
	if err := s.process.Start(); err != nil {
		return nil, err
	}
	tick := time.NewTicker(5 * time.Millisecond) // the port is bound before the archives are open: then the first request waits
	defer tick.Stop()
	for ; ctx.Err() == nil; <-tick.C {
		response, err := http.Get("http://" + s.address + "/readyz")
		if err == nil && response.StatusCode == http.StatusNoContent {
			s.ready = time.Since(begun)
			return s, response.Body.Close()
		}
		if s.gone() {
			break
		}
	}
	s.kill()
	return nil, cmp.Or(ctx.Err(), errors.New("the server ended: "+s.log.String()))
}

// freeAddress is one that nobody listens on.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// gone says whether the process has ended; only Linux tells.
func (s *server) gone() bool {
	return strings.HasPrefix(proc(strconv.Itoa(s.process.Process.Pid)+"/status", `State:\s+(\w)`), "Z")
}

// stop ends the server as an operator would.
func (s *server) stop() error {
	if err := s.process.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return s.process.Wait()
}

// kill ends the server if it still runs.
func (s *server) kill() {
	if s.process.ProcessState == nil {
		_ = s.process.Process.Kill() // it may have just ended
		_ = s.process.Wait()
	}
}

// peak is the most memory that the server ever had, in bytes, mapped files included; 0 elsewhere than on Linux.
func (s *server) peak() int64 {
	kb, _ := strconv.ParseInt(proc(strconv.Itoa(s.process.Process.Pid)+"/status", `VmHWM:\s+(\d+)`), 10, 64)
	return kb << 10
}

func (s *server) token(ctx context.Context, profile string) (string, error) {
	token, err := s.command(ctx, s.address, "token", "-profilo", profile).Output()
	return strings.TrimSpace(string(token)), err
}

// answer is the text of an answer and how long it took, to its last byte.
type answer struct {
	text []byte
	took time.Duration
}

// ask sends an operation and reads the whole answer; one with errors is an error.
func (s *server) ask(ctx context.Context, token, query string) (a answer, err error) {
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		return a, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.address+"/graphql", bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	begun := time.Now()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return a, err
	}
	defer response.Body.Close()
	a.text, err = io.ReadAll(response.Body)
	a.took = time.Since(begun)
	if err == nil && (response.StatusCode != http.StatusOK || bytes.Contains(a.text[:min(len(a.text), 200)], []byte(`"errors"`))) {
		err = fmt.Errorf("status %d: %.300s", response.StatusCode, a.text)
	}
	return a, err
}

// resident is the server's memory now, in bytes; 0 elsewhere than on Linux.
func (s *server) resident() int64 { return residentOf(s.process) }

// tail is the end of a log.
func tail(log *bytes.Buffer) []byte { return log.Bytes()[max(0, log.Len()-2000):] }
