package transport_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"cassetto/internal/transport"
)

func TestEventsOfOnePersonAreBounded(t *testing.T) {
	e := serve(t, transport.Options{StreamsOfUser: 2})
	e.reserve(t, "anna")
	open := e.eventsOf(t, `subscription { tace }`)
	for name, res := range map[string]*http.Response{
		"a reservation": e.askEvents(t, http.MethodPut, "", "", "Authorization", "Bearer anna"),
		"a stream":      e.askEvents(t, http.MethodPost, "", eventRequest("{ saluto }", ""), "Accept", "text/event-stream", "Authorization", "Bearer anna"),
	} {
		if after, err := strconv.Atoi(res.Header.Get("Retry-After")); res.StatusCode != http.StatusTooManyRequests || err != nil || after < 1 {
			t.Errorf("%s: %s %v", name, res.Status, res.Header)
		}
	}
	e.reserve(t, "bruno") // others have their own
	open.res.Body.Close()
	eventSoon(t, "there is room again", func() bool {
		return e.askEvents(t, http.MethodPut, "", "", "Authorization", "Bearer anna").StatusCode == http.StatusCreated
	})
}

func TestEventsOfAllAreBounded(t *testing.T) {
	e := serve(t, transport.Options{Streams: 1})
	e.reserve(t, "anna")
	res := e.askEvents(t, http.MethodPut, "", "", "Authorization", "Bearer bruno")
	if res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" {
		t.Errorf("%s %v", res.Status, res.Header)
	}
}

func TestEventsOperationsAreBounded(t *testing.T) {
	e := serve(t, transport.Options{Operations: 2})
	r := e.reserve(t, "anna")
	s := r.open()
	r.started("a", `subscription { tace }`)
	r.started("b", `subscription { tace }`)
	if status := r.start("c", `{ saluto }`); status != http.StatusTooManyRequests {
		t.Errorf("%d", status)
	}
	r.stop("a")
	s.want(`1 complete {"id":"a"}`)
	eventSoon(t, "there is room again", func() bool { return r.start("c", `{ saluto }`) == http.StatusAccepted })
}

func TestEventsDrain(t *testing.T) {
	for _, e := range []*edge{serve(t, transport.Options{}), serveEventsHTTP2(t, transport.Options{})} {
		r := e.reserve(t, "anna")
		single := r.open()
		r.started("a", `subscription { tace }`)
		e.reserve(t, "anna") // one that nobody opened
		distinct := e.eventsOf(t, `subscription { tace }`)
		ctx, cancel := context.WithTimeout(t.Context(), eventPatience)
		drained := make(chan struct{})
		go func() {
			defer close(drained)
			e.Drain(ctx, 50*time.Millisecond)
		}()
		for name, s := range map[string]*eventStream{"single": single, "distinct": distinct} {
			if got := s.rest(); got != "" {
				t.Errorf("%s ended with %q", name, got)
			}
			if ms, err := strconv.Atoi(s.retry); err != nil || ms < 1000 || ms > 5000 {
				t.Errorf("%s: retry %q", name, s.retry)
			}
		}
		<-drained
		if ctx.Err() != nil {
			t.Error("not all have ended")
		}
		cancel()
		for _, method := range []string{http.MethodPut, http.MethodPost} {
			res := e.askEvents(t, method, "", `{"query":"{ saluto }"}`, "Accept", "text/event-stream", "Authorization", "Bearer anna")
			if body := eventText(t, res); res.StatusCode != http.StatusServiceUnavailable || res.Header.Get("Retry-After") == "" || !strings.Contains(body, "riavviarsi") {
				t.Errorf("%s while draining: %s %s", method, res.Status, body)
			}
		}
		e.eventsIdle(t)
	}
}

// A client that stops reading costs its own stream, and nobody else's.
func TestEventsDistinctStalls(t *testing.T) {
	for name, e := range map[string]*edge{
		"HTTP/1.1": serve(t, transport.Options{WriteTimeout: 200 * time.Millisecond}),
		"HTTP/2":   serveEventsHTTP2(t, transport.Options{WriteTimeout: 200 * time.Millisecond}),
	} {
		t.Run(name, func(t *testing.T) {
			quiet := e.eventsOf(t, `subscription { tace }`)
			e.eventsOf(t, `subscription { inonda(byte: 100000) }`)
			eventSoon(t, "only the other runs", func() bool { return e.graph.running.Load() == 1 })
			e.eventsOf(t, `subscription { conta(fino: 1) }`).want(`1 next {"data":{"conta":1},"extensions":{"cursore":"1"}}`, `1 complete`)
			quiet.res.Body.Close()
			e.eventsIdle(t)
		})
	}
}
