package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gobwas/ws"
)

// patience is how long a test waits for what must come; shorter than the longest drain.
const patience = 30 * time.Second

// process is the program as its own process, with the demo data.
type process struct {
	*testing.T
	url   string
	log   *lockedBuffer
	cmd   *exec.Cmd
	ended chan struct{} // closed when it has ended
	err   error         // how, once it has
}

// buildProgram makes the program, with the race detector.
func buildProgram(t *testing.T) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "cassetto")
	if out, err := exec.Command("go", "build", "-race", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	return binary
}

// launch starts the program and waits until it listens.
func launch(t *testing.T, binary string, env map[string]string) *process {
	t.Helper()
	vars := map[string]string{"CASSETTO_DATI": t.TempDir(), "CASSETTO_DEMO_AZIENDE": "30", "CASSETTO_ADDR": "127.0.0.1:0"}
	maps.Copy(vars, env)
	copyDemo(t, vars["CASSETTO_DATI"], vars["CASSETTO_DEMO_AZIENDE"])
	p := &process{T: t, log: &lockedBuffer{}, cmd: exec.Command(binary), ended: make(chan struct{})}
	p.cmd.Env, p.cmd.Stderr = os.Environ(), p.log
	for k, v := range vars {
		p.cmd.Env = append(p.cmd.Env, k+"="+v)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // it may have ended
		<-p.ended
	})
	address := regexp.MustCompile(`url=(http://\S+)`)
	p.eventually("it listens", func() bool {
		if m := address.FindStringSubmatch(p.log.String()); m != nil {
			p.url = m[1]
		}
		return p.url != ""
	})
	return p
}

// eventually waits until something is so.
func (p *process) eventually(what string, so func() bool) {
	p.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); !so(); <-tick.C {
		if time.Now().After(end) {
			p.Fatalf("not so: %s\n%s", what, p.log)
		}
	}
}

// waits waits for something that happens elsewhere.
func (p *process) waits(what string, done <-chan struct{}) {
	p.Helper()
	select {
	case <-done:
	case <-time.After(patience):
		p.Fatalf("still waiting: %s\n%s", what, p.log)
	}
}

func (p *process) signal(s os.Signal) {
	p.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.Fatalf("%v\n%s", err, p.log)
	}
}

// stops waits for the end of the program, which must be a good one.
func (p *process) stops() {
	p.Helper()
	p.waits("the program ends", p.ended)
	if p.err != nil {
		p.Errorf("%v\n%s", p.err, p.log)
	}
}

// token is one of a demo profile.
func (p *process) token(profile string) string {
	p.Helper()
	response, err := http.Post(p.url+"/demo/token", "application/json", strings.NewReader(`{"profilo":"`+profile+`"}`))
	if err != nil {
		p.Fatal(err)
	}
	defer response.Body.Close()
	var given struct{ Token string }
	if err := json.NewDecoder(response.Body).Decode(&given); err != nil || given.Token == "" {
		p.Fatalf("%s %v", response.Status, err)
	}
	return given.Token
}

// said is what one request was answered.
type said struct {
	status int
	header http.Header
	closes bool // whether the connection is not to be used again
	body   string
}

// request sends a request over a connection of its own; header are pairs.
func (p *process) request(method, path, body string, header ...string) said {
	p.Helper()
	alone := &http.Client{Transport: &http.Transport{}, Timeout: 2 * patience}
	defer alone.CloseIdleConnections()
	r, err := send(alone, method, p.url+path, body, header...)
	if err != nil {
		p.Fatalf("%v\n%s", err, p.log)
	}
	return r
}

// query asks the graph over a connection of its own.
func (p *process) query(token, query string) said {
	p.Helper()
	return p.request(http.MethodPost, "/graphql", graphQL(query), "Authorization", "Bearer "+token, "Content-Type", "application/json")
}

func graphQL(query string) string {
	b, _ := json.Marshal(map[string]string{"query": query}) // a text can be written
	return string(b)
}

func send(client *http.Client, method, url, body string, header ...string) (said, error) {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return said{}, err
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := client.Do(r)
	if err != nil {
		return said{}, err
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	return said{response.StatusCode, response.Header, response.Close, string(b)}, err
}

// socket is an open websocket whose user was recognised.
type socket struct {
	p    *process
	conn io.ReadWriteCloser
	in   *bufio.Reader
}

func (p *process) socket(token string) *socket {
	p.Helper()
	dialer := ws.Dialer{Protocols: []string{"graphql-transport-ws"}, Timeout: patience}
	conn, buffered, _, err := dialer.Dial(p.Context(), "ws"+strings.TrimPrefix(p.url, "http")+"/graphql")
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(4 * patience))
	s := &socket{p, conn, buffered}
	if s.in == nil {
		s.in = bufio.NewReader(conn)
	}
	s.say(ws.NewTextFrame([]byte(`{"type":"connection_init","payload":{"Authorization":"Bearer ` + token + `"}}`)))
	if got := s.hear(); !strings.Contains(got, `"connection_ack"`) {
		p.Fatal(got)
	}
	return s
}

func (s *socket) say(f ws.Frame) {
	s.p.Helper()
	var b bytes.Buffer
	_ = ws.WriteFrame(&b, ws.MaskFrame(f)) // into memory
	if _, err := s.conn.Write(b.Bytes()); err != nil {
		s.p.Error(err)
	}
}

// hear is the next message, "close <code> <reason>", or the error of the connection.
func (s *socket) hear() string {
	h, err := ws.ReadHeader(s.in)
	if err != nil {
		return err.Error()
	}
	payload := make([]byte, min(h.Length, 64<<10))
	if _, err := io.ReadFull(s.in, payload); err != nil {
		return err.Error()
	}
	switch h.OpCode {
	case ws.OpClose:
		code, reason := ws.ParseCloseFrameData(payload)
		return fmt.Sprintf("close %d %s", code, reason)
	case ws.OpPing:
		s.say(ws.NewPongFrame(payload))
		return s.hear()
	}
	return string(payload)
}

// stream is an event stream that was reserved and opened.
func (p *process) stream(token string) *http.Response {
	p.Helper()
	reserved := p.request(http.MethodPut, "/graphql", "", "Authorization", "Bearer "+token)
	if reserved.status != http.StatusCreated {
		p.Fatal(reserved)
	}
	r, err := http.NewRequestWithContext(p.Context(), http.MethodGet, p.url+"/graphql?token="+reserved.body, nil)
	if err != nil {
		p.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	response, err := (&http.Client{Transport: &http.Transport{}}).Do(r)
	if err != nil || response.StatusCode != http.StatusOK {
		p.Fatal(response, err)
	}
	p.Cleanup(func() { response.Body.Close() })
	return response
}

// ready is what /readyz answers.
func (p *process) ready() int { return p.request(http.MethodGet, "/readyz", "").status }

// goodbyes collects how sockets and streams end, and when.
type goodbyes struct {
	sync.WaitGroup
	mu   sync.Mutex
	at   []time.Time
	said []string
}

// of waits for the end of a socket.
func (g *goodbyes) of(s *socket) {
	g.Go(func() {
		said := s.hear()
		g.add(said)
		if strings.HasPrefix(said, "close") {
			s.say(ws.NewCloseFrame(nil))
			if after := s.hear(); after != io.EOF.Error() {
				s.p.Errorf("after the close: %s", after)
			}
		}
	})
}

func (g *goodbyes) add(said string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.at, g.said = append(g.at, time.Now()), append(g.said, said)
}

// whole waits until all have ended.
func (g *goodbyes) whole() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		g.Wait()
		close(done)
	}()
	return done
}

// killed says whether the program ended by a signal.
func (p *process) killed(by syscall.Signal) bool {
	state, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && state.Signaled() && state.Signal() == by
}
