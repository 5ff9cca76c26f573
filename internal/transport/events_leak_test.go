package transport_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/transport"
)

// eventsAbrupt are requests of clients that vanish; %s stands for the token of a reservation.
var eventsAbrupt = []string{
	"PUT /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer anna\r\n\r\n",
	"GET /graphql?token=%s HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET /graphql?token=%s HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 0\r\n\r\n",
	"GET /graphql?token=%s HTT",
	eventsRaw(`subscription { tace }`, ""),
	eventsRaw(`subscription { inonda(byte: 9000) }`, ""),
	eventsRaw(`{ attende }`, ""),
	eventsRaw(`{ saluto }`, ""),
	eventsRaw(`subscription { conta(fino: 100) }`, ""),
	strings.Replace(eventsRaw(`subscription { tace }`, ""), "Content-Length: ", "Content-Length: 9", 1), // its body never comes
	eventsRaw(`subscription { tace }`, "tace"),
	eventsRaw(`subscription { inonda(byte: 9000) }`, "inonda"),
	"DELETE /graphql?operationId=tace HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer anna\r\nX-GraphQL-Event-Stream-Token: %s\r\n\r\n",
}

func eventsRaw(query, operationID string) string {
	body := eventRequest(query, operationID)
	token := ""
	if operationID != "" {
		token = "X-GraphQL-Event-Stream-Token: %s\r\n"
	}
	return "POST /graphql HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nAuthorization: Bearer anna\r\n" + token +
		fmt.Sprintf("Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// Two thousand clients vanish, at the first or a later byte of the answer, and leave nothing behind.
func TestEventsLeaveNothingBehind(t *testing.T) {
	e := serve(t, transport.Options{StreamsOfUser: 1_000_000, Operations: 1000, WriteTimeout: time.Second})
	e.WaitForClients(500*time.Millisecond, 50*time.Millisecond)
	before := runtime.NumGoroutine()
	const clients, atOnce = 2000, 20
	var group sync.WaitGroup
	for worker := range atOnce {
		group.Go(func() {
			for n := worker; n < clients; n += atOnce {
				e.vanish(t, n)
			}
		})
	}
	group.Wait()
	e.Client().CloseIdleConnections()
	e.eventsIdle(t)
	eventSoon(t, "no reservation lives", func() bool { return e.Reservations() == 0 })
	eventSoon(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before })
	ctx, cancel := context.WithTimeout(t.Context(), eventPatience)
	defer cancel()
	if e.Drain(ctx, 0); ctx.Err() != nil {
		t.Error("a stream is still counted")
	}
}

// vanish sends a request, reads so many bytes, and resets the connection.
func (e *edge) vanish(t *testing.T, n int) {
	request := eventsAbrupt[n%len(eventsAbrupt)]
	if strings.Contains(request, "%s") {
		request = fmt.Sprintf(request, e.reserve(t, "anna").token)
	}
	c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", e.Listener.Addr().String())
	if err != nil {
		t.Error(err)
		return
	}
	defer c.Close()
	_ = c.(*net.TCPConn).SetLinger(0)
	_ = c.SetReadDeadline(time.Now().Add(50 * time.Millisecond)) // of some nothing will ever come
	if _, err := c.Write([]byte(request)); err != nil {
		t.Error(err)
	}
	_, _ = c.Read(make([]byte, n%3*300))
}

// eventsPanic panics where the real executor would answer.
type eventsPanic struct {
	graphql.GraphExecutor
	create, dispatch bool
	after            int // responses
}

func (p eventsPanic) CreateOperationContext(ctx context.Context, params *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	if p.create {
		panic("RSSMRA80A01H501U")
	}
	return p.GraphExecutor.CreateOperationContext(ctx, params)
}

func (p eventsPanic) DispatchOperation(ctx context.Context, op *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	if p.dispatch {
		panic("RSSMRA80A01H501U")
	}
	responses, ctx := p.GraphExecutor.DispatchOperation(ctx, op)
	return func(ctx context.Context) *graphql.Response {
		if p.after == 0 {
			panic("RSSMRA80A01H501U")
		}
		p.after--
		return responses(ctx)
	}, ctx
}

func TestEventsPanic(t *testing.T) {
	var logged bytes.Buffer
	log.SetOutput(&logged)
	t.Cleanup(func() { log.SetOutput(os.Stderr) })
	for name, p := range map[string]eventsPanic{"creating": {create: true}, "dispatching": {dispatch: true}, "first": {}, "second": {after: 1}} {
		t.Run(name, func(t *testing.T) {
			g := newGraph()
			p.GraphExecutor = g.executor()
			e := &edge{Edge: transport.New(p, verify, transport.Options{}), graph: g}
			e.Server = httptest.NewServer(e.Edge)
			e.Server.URL += "/graphql"
			t.Cleanup(e.Server.Close)
			const failure = `{"errors":[{"message":"Errore interno: segnalarlo con il suo identificativo.","extensions":{"code":"INTERNAL_SERVER_ERROR","id":"…"}}]}`
			s, id := e.eventsOf(t, `subscription { conta(fino: 3) }`), ""
			if p.after > 0 {
				s.next()
				id = "1 "
			}
			s.want(id+"next "+failure, id+"complete")
			r := e.reserve(t, "anna")
			s = r.open()
			r.started("a", `subscription { conta(fino: 3) }`)
			if p.after > 0 {
				s.next()
			}
			if got, _ := s.next(); got.data != `{"id":"a","payload":`+failure+`}` {
				t.Errorf("%v", got)
			}
			if got, _ := s.next(); got.name != "complete" {
				t.Errorf("%v", got)
			}
			e.eventsIdle(t)
			if status := e.askEvents(t, http.MethodPut, "", "", "Authorization", "Bearer anna").StatusCode; status != http.StatusCreated {
				t.Errorf("the server is no longer well: %d", status)
			}
		})
	}
	if got := logged.String(); !strings.Contains(got, "operation panicked") || strings.Contains(got, "RSSMRA") || strings.Contains(got, "conta") {
		t.Errorf("the log says %s", got)
	}
}
