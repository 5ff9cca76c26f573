package transport_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/transport"
)

// eventsCount reads the events of `conta` from one number on, and fails on whatever is not the next.
func eventsCount(s *eventStream, from, to int) {
	s.t.Helper()
	for n := from; n <= to; n++ {
		s.want(fmt.Sprintf(`%d next {"id":"a","payload":{"data":{"conta":%d},"extensions":{"cursore":"%d"}}}`, n, n, n))
	}
}

func TestEventsSingleResumes(t *testing.T) {
	const all = 3_000
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	s := r.open()
	if _, err := s.lines.Peek(10); err != nil {
		t.Fatal(err)
	}
	r.started("a", fmt.Sprintf(`subscription { conta(fino: %d) }`, all))
	at := 0
	for range 10 { // as often as not the server still believes in the old connection
		eventsCount(s, at+1, at+20)
		at += 20
		s.res.Body.Close()
		s = r.reopen(strconv.Itoa(at))
		if s.res.StatusCode != http.StatusOK {
			t.Fatal(s.res.Status)
		}
	}
	eventsCount(s, at+1, all)
	s.want(fmt.Sprintf(`%d complete {"id":"a"}`, all+1))
}

// The connections are cut by the server, under a client that reads slowly.
func TestEventsSingleSurvivesItsConnection(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	s := r.open()
	for n := 1; n <= 20; n++ {
		if n%5 == 0 {
			e.open.cut()
			e.Client().CloseIdleConnections() // a POST on one of them would fail
			if got, more := s.next(); more {
				t.Fatalf("%v after the cut", got)
			}
			r.started("b"+strconv.Itoa(n), `{ saluto }`) // it runs while nobody reads
			s = r.reopen(s.lastID)
		} else {
			r.started("b"+strconv.Itoa(n), `{ saluto }`)
		}
		s.want(fmt.Sprintf(`%d next {"id":"b%d","payload":{"data":{"saluto":"ciao mondo"}}}`, 2*n-1, n), fmt.Sprintf(`%d complete {"id":"b%d"}`, 2*n, n))
	}
}

// A browser that saw no event yet says 0 when it comes back, because the stream told it so.
func TestEventsSingleFromTheStart(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	s := r.open()
	r.started("a", `{ saluto }`)
	s.want(`1 next {"id":"a","payload":{"data":{"saluto":"ciao mondo"}}}`)
	again := r.reopen("0")
	again.want(`1 next {"id":"a","payload":{"data":{"saluto":"ciao mondo"}}}`, `2 complete {"id":"a"}`)
	if got, _ := s.next(); got.name != "complete" {
		t.Errorf("%v", got)
	}
	if got, more := s.next(); more {
		t.Errorf("the old connection still gets %v", got)
	}
	fresh := e.reserve(t, "anna")
	s = fresh.open()
	fresh.started("a", `{ saluto }`)
	s.next()
	if s.lastID != "1" {
		t.Errorf("last id %q", s.lastID)
	}
}

// What is no longer kept is never passed over in silence.
func TestEventsSingleGone(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	s := r.open()
	r.started("a", `subscription { conta(fino: 10000) }`)
	eventsCount(s, 1, 10000)
	s.res.Body.Close()
	if res := e.askEvents(t, http.MethodGet, "?token="+r.token, "", "Last-Event-ID", "3"); res.StatusCode != http.StatusGone {
		t.Errorf("%s", res.Status)
	}
	if res := e.askEvents(t, http.MethodGet, "?token="+r.token, "", "Last-Event-ID", "10000"); res.StatusCode != http.StatusNotFound {
		t.Errorf("the reservation is still there: %s", res.Status)
	}
}

// Without a reader an operation waits as soon as the journal is full, and goes on when there is one; others still end.
func TestEventsSingleBackpressure(t *testing.T) {
	for _, c := range []struct {
		query string
		made  int64 // with the one that waits
		read  int
	}{
		{`subscription { conta(fino: 1000) }`, 257, 600},
		{`subscription { inonda(byte: 100000) }`, 12, 40}, // of 1 MiB
	} {
		t.Run(c.query, func(t *testing.T) {
			g := newGraph()
			counted := &eventsMade{GraphExecutor: g.executor()}
			e := &edge{Edge: transport.New(counted, verify, transport.Options{}), graph: g}
			e.Server = httptest.NewServer(e.Edge)
			e.Server.URL += "/graphql"
			t.Cleanup(e.Server.Close)
			r := e.reserve(t, "anna")
			r.started("a", c.query)
			eventSoon(t, "the journal is full", func() bool { return counted.made.Load() >= c.made })
			for range 10 {
				e.eventsOf(t, `subscription { nega }`).rest()
			}
			if made := counted.made.Load(); made != c.made {
				t.Errorf("%d events were made for nobody", made)
			}
			r.started("b", `subscription { tace }`)
			r.stop("b")
			s := r.open()
			for n := 1; n < c.read; n++ {
				if got, more := s.next(); !more || got.id != strconv.Itoa(n) {
					t.Fatalf("event %q after %d", got.id, n-1)
				}
			}
			r.stop("a")
			e.eventsIdle(t)
		})
	}
}

// eventsMade counts the responses of what streams.
type eventsMade struct {
	graphql.GraphExecutor
	made atomic.Int64
}

func (m *eventsMade) DispatchOperation(ctx context.Context, op *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	responses, ctx := m.GraphExecutor.DispatchOperation(ctx, op)
	return func(ctx context.Context) *graphql.Response {
		response := responses(ctx)
		if response != nil && len(response.Errors) == 0 {
			m.made.Add(1)
		}
		return response
	}, ctx
}

// Ends of operations are kept beyond what the journal holds, and count as operations until they are sent.
func TestEventsSingleEndsAreBounded(t *testing.T) {
	e := serve(t, transport.Options{Operations: 3})
	r := e.reserve(t, "anna")
	for _, id := range []string{"a", "b", "c"} {
		r.started(id, `subscription { tace }`)
		r.stop(id)
	}
	if status := r.start("d", `subscription { tace }`); status != http.StatusTooManyRequests {
		t.Errorf("%d", status)
	}
	s := r.open()
	s.want(`1 complete {"id":"a"}`, `2 complete {"id":"b"}`, `3 complete {"id":"c"}`)
	eventSoon(t, "there is room again", func() bool { return r.start("d", `{ saluto }`) == http.StatusAccepted })
}

// A reader that stops reading is cut off; its operation waits for it to come back, and ends when it does not.
func TestEventsSingleStalls(t *testing.T) {
	for name, e := range map[string]*edge{
		"HTTP/1.1": serve(t, transport.Options{WriteTimeout: 200 * time.Millisecond}),
		"HTTP/2":   serveEventsHTTP2(t, transport.Options{WriteTimeout: 200 * time.Millisecond}),
	} {
		t.Run(name, func(t *testing.T) {
			e.WaitForClients(time.Hour, 50*time.Millisecond)
			r := e.reserve(t, "anna")
			r.open()
			r.started("f", `subscription { inonda(byte: 100000) }`)
			eventSoon(t, "the reservation is gone", func() bool { return e.Reservations() == 0 })
			e.eventsIdle(t)
		})
	}
}
