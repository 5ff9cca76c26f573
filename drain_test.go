package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"cassetto/graph/model"
	"cassetto/internal/demo/registro"
)

// slowRegister is a Registro delle imprese that says nothing until it is let.
type slowRegister struct {
	*httptest.Server
	asked, let chan struct{}
}

func newSlowRegister(t *testing.T) *slowRegister {
	t.Helper()
	s := &slowRegister{asked: make(chan struct{}, 10), let: make(chan struct{})}
	copied := boot(t, nil).app.archives.Infocamere
	s.Server = httptest.NewServer(registro.Handler(func(ctx context.Context, codici []string) (map[string]*model.DatiInfocamere, error) {
		s.asked <- struct{}{}
		select {
		case <-s.let:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		return copied(ctx, codici)
	}))
	t.Cleanup(s.Close)
	return s
}

const (
	quickQuery = `{ azienda(matricola: "9900010011") { denominazione complementari { emens(first: 3) { totalCount } } } }`
	slowQuery  = `{ azienda(matricola: "9900010011") { denominazione infocamere { rea } } }`
	quickWant  = `{"data":{"azienda":{"denominazione":"OFFICINE AURORA S.R.L.","complementari":{"emens":{"totalCount":120}}}}}`
	slowWant   = `{"data":{"azienda":{"denominazione":"OFFICINE AURORA S.R.L.","infocamere":{"rea":"1000001"}}}}`
	otherQuery = `{ azienda(matricola: "9900060016") { denominazione infocamere { rea } } }` // what is being read is not asked for again
	otherWant  = `{"data":{"azienda":{"denominazione":"ASSOIMPRESE ESEMPIO","infocamere":null}}}`
)

// load is clients that ask without a pause, over connections that they keep, until nobody lets them in.
type load struct {
	goodbyes
	answers atomic.Int64
}

func (l *load) start(p *process, token string, clients int) {
	for range clients {
		l.Go(func() {
			keeps := &http.Client{Transport: &http.Transport{}, Timeout: 2 * patience}
			defer keeps.CloseIdleConnections()
			for {
				a, err := send(keeps, http.MethodPost, p.url+"/graphql", graphQL(quickQuery), "Authorization", "Bearer "+token, "Content-Type", "application/json")
				switch {
				case errors.Is(err, syscall.ECONNREFUSED):
					return
				case err != nil:
					l.add(err.Error())
					return
				case a.status != http.StatusOK || a.body != quickWant:
					l.add(fmt.Sprint(a))
					return
				}
				l.answers.Add(1)
			}
		})
	}
}

// answered waits for more answers.
func (l *load) answered(p *process, more int64) {
	p.Helper()
	from := l.answers.Load()
	p.eventually("clients are answered", func() bool { return l.answers.Load() >= from+more })
}

// TestDrain: a program that is told to stop loses nobody. It says at once that it is not ready, and goes on answering; it sends
// sockets and streams away one after another and lets in no more; then it closes the door, and whoever is inside is answered.
func TestDrain(t *testing.T) {
	register := newSlowRegister(t)
	p := launch(t, buildProgram(t), map[string]string{
		"CASSETTO_DRAIN": "4s", "CASSETTO_TIMEOUT": "1m", "CASSETTO_INFOCAMERE_URL": register.URL,
	})
	consulente, analista := p.token("consulente"), p.token("analista")
	var sockets, streams goodbyes
	for range 8 {
		sockets.of(p.socket(consulente))
		sockets.of(p.socket(analista))
	}
	for range 2 {
		s := p.stream(consulente)
		streams.Go(func() {
			b, err := io.ReadAll(s.Body)
			streams.add(string(b))
			if err != nil {
				t.Errorf("a stream: %v", err)
			}
		})
	}
	slow := make(chan said, 1)
	go func() { slow <- p.query(consulente, slowQuery) }()
	p.waits("the slow query", received(register.asked))
	asking := p.socket(analista)
	asking.say(ws.NewTextFrame([]byte(`{"id":"1","type":"subscribe","payload":` + graphQL(otherQuery) + `}`)))
	p.waits("the slow query on a socket", received(register.asked))
	var clients load
	clients.start(p, consulente, 6)
	clients.answered(p, 30)
	if p.ready() != http.StatusNoContent {
		t.Error("not ready before the signal")
	}

	p.signal(syscall.SIGTERM)
	p.eventually("it says that it is not ready", func() bool { return p.ready() == http.StatusServiceUnavailable })
	if a := p.request(http.MethodGet, "/livez", ""); a.status != http.StatusNoContent {
		t.Errorf("it does not live: %v", a)
	}
	if a := p.query(analista, quickQuery); a.body != quickWant || !a.closes {
		t.Errorf("a query, and whether its connection is to be used again: %+v", a)
	}
	for what, a := range map[string]said{
		"socket": p.request(http.MethodGet, "/graphql", "", "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13",
			"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol", "graphql-transport-ws"),
		"reservation": p.request(http.MethodPut, "/graphql", "", "Authorization", "Bearer "+consulente),
		"stream": p.request(http.MethodPost, "/graphql", graphQL(quickQuery), "Authorization", "Bearer "+consulente,
			"Content-Type", "application/json", "Accept", "text/event-stream"),
	} {
		if a.status != http.StatusServiceUnavailable || a.header.Get("Retry-After") == "" {
			t.Errorf("a new %s: %+v", what, a)
		}
	}
	clients.answered(p, 30)

	p.waits("the sockets", sockets.whole())
	p.waits("the streams", streams.whole())
	if one := "close 1001 Server is stopping"; len(sockets.said) != 16 || slices.ContainsFunc(sockets.said, func(s string) bool { return s != one }) {
		t.Errorf("sockets: %q", sockets.said)
	}
	if spread := slices.MaxFunc(sockets.at, time.Time.Compare).Sub(slices.MinFunc(sockets.at, time.Time.Compare)); spread < 400*time.Millisecond {
		t.Errorf("all sockets ended within %v", spread)
	}
	for _, s := range streams.said {
		if !regexp.MustCompile(`\nretry: ?\d+\n`).MatchString(s) || strings.Contains(s, "complete") {
			t.Errorf("a stream: %q", s)
		}
	}
	p.waits("the door is closed", clients.whole())
	if len(clients.said) > 0 {
		t.Errorf("of %d answers: %q", clients.answers.Load(), clients.said)
	}
	select {
	case a := <-slow:
		t.Fatalf("the slow query did not wait: %v", a)
	case <-p.ended:
		t.Fatal("the program did not wait for the slow query")
	default:
	}
	close(register.let)
	if a := <-slow; a.status != http.StatusOK || a.body != slowWant || !a.closes {
		t.Errorf("the slow query: %+v", a)
	}
	for _, want := range []string{`{"id":"1","type":"next","payload":` + otherWant + `}`, `{"id":"1","type":"complete"}`, "close 1001 Server is stopping"} {
		if got := asking.hear(); got != want {
			t.Errorf("the slow query on a socket: %s, want %s", got, want)
		}
	}
	asking.say(ws.NewCloseFrame(nil))
	p.stops()
	p.discreet(consulente, analista)
	t.Logf("%d answers", clients.answers.Load())
}

func received(c <-chan struct{}) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		<-c
		close(done)
	}()
	return done
}

// discreet says that the log names nobody and repeats nothing.
func (p *process) discreet(tokens ...string) {
	p.Helper()
	log := p.log.String()
	for _, found := range regexp.MustCompile(`[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]|\b\d{10,11}\b|Bearer|query=|denominazione|AURORA`).FindAllString(log, -1) {
		p.Errorf("the log holds %s:\n%s", found, log)
	}
	for _, token := range tokens {
		if strings.Contains(log, token) {
			p.Error("the log holds a token")
		}
	}
}

// TestDrainInterrupted: whoever presses Ctrl-C does not wait for others to notice, but for those who are inside.
func TestDrainInterrupted(t *testing.T) {
	register := newSlowRegister(t)
	p := launch(t, buildProgram(t), map[string]string{
		"CASSETTO_DRAIN": "1m", "CASSETTO_TIMEOUT": "1m", "CASSETTO_INFOCAMERE_URL": register.URL,
	})
	token := p.token("consulente")
	var sockets goodbyes
	sockets.of(p.socket(token))
	stream := p.stream(token)
	slow := make(chan said, 1)
	go func() { slow <- p.query(token, slowQuery) }()
	p.waits("the slow query", received(register.asked))
	p.signal(os.Interrupt)
	p.waits("the sockets", sockets.whole())
	if sockets.said[0] != "close 1001 Server is stopping" {
		t.Error(sockets.said)
	}
	if b, err := io.ReadAll(stream.Body); err != nil || !strings.Contains(string(b), "\nretry:") {
		t.Errorf("the stream: %v %q", err, b)
	}
	close(register.let)
	if a := <-slow; a.status != http.StatusOK || a.body != slowWant {
		t.Errorf("the slow query: %+v", a)
	}
	p.stops()
}

// TestDrainCutShort: a second signal ends the program at once, whoever waits.
func TestDrainCutShort(t *testing.T) {
	binary := buildProgram(t)
	for _, second := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		t.Run(second.String(), func(t *testing.T) {
			p := launch(t, binary, map[string]string{"CASSETTO_DRAIN": "1m"})
			var sockets goodbyes
			token := p.token("consulente")
			for range 8 {
				sockets.of(p.socket(token))
			}
			p.signal(syscall.SIGTERM)
			p.eventually("it says that it is not ready", func() bool { return p.ready() == http.StatusServiceUnavailable })
			p.signal(second)
			p.waits("the program ends", p.ended)
			if !p.killed(second) {
				t.Errorf("%v\n%s", p.err, p.log)
			}
			p.waits("the sockets", sockets.whole())
		})
	}
}
