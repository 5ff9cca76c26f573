package transport_test

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"cassetto/internal/transport"
)

const eventToken = "X-GraphQL-Event-Stream-Token"

// eventsReserved is a reservation, asked for with a bearer token.
type eventsReserved struct {
	*edge
	t             testing.TB
	bearer, token string
}

func (e *edge) reserve(t testing.TB, bearer string) *eventsReserved {
	t.Helper()
	res := e.askEvents(t, http.MethodPut, "", "", "Authorization", "Bearer "+bearer)
	token := eventText(t, res)
	if res.StatusCode != http.StatusCreated || res.Header.Get("Content-Type") != "text/plain; charset=utf-8" || res.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%s %v %s", res.Status, res.Header, token)
	}
	return &eventsReserved{e, t, bearer, token}
}

// open reads the stream as a browser does, by the token in its URL.
func (r *eventsReserved) open(header ...string) *eventStream {
	r.t.Helper()
	return r.events(r.t, http.MethodGet, "?token="+url.QueryEscape(r.token), "", header...)
}

// reopen reads on after an event.
func (r *eventsReserved) reopen(after string) *eventStream {
	r.t.Helper()
	s := r.open("Last-Event-ID", after)
	s.lastID = after
	return s
}

// start is the status of the answer to a POST.
func (r *eventsReserved) start(id, query string, header ...string) int {
	r.t.Helper()
	all := append([]string{"Authorization", "Bearer " + r.bearer, eventToken, r.token}, header...)
	return r.askEvents(r.t, http.MethodPost, "", eventRequest(query, id), all...).StatusCode
}

func (r *eventsReserved) started(id, query string, header ...string) {
	r.t.Helper()
	if status := r.start(id, query, header...); status != http.StatusAccepted {
		r.t.Fatalf("%s: %d", id, status)
	}
}

func (r *eventsReserved) stop(id string) int {
	r.t.Helper()
	return r.askEvents(r.t, http.MethodDelete, "?operationId="+url.QueryEscape(id), "", "Authorization", "Bearer "+r.bearer, eventToken, r.token).StatusCode
}

func TestEventsSingle(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	s := r.open()
	r.started("a", `subscription { conta(fino: 2) }`)
	s.want(`1 next {"id":"a","payload":{"data":{"conta":1},"extensions":{"cursore":"1"}}}`,
		`2 next {"id":"a","payload":{"data":{"conta":2},"extensions":{"cursore":"2"}}}`,
		`3 complete {"id":"a"}`)
	r.started("a", `{ chi }`) // its id is free again
	s.want(`4 next {"id":"a","payload":{"data":{"chi":"NNA"}}}`, `5 complete {"id":"a"}`)
	r.started("m", `mutation { saluta(nome: "Anna") }`)
	s.want(`6 next {"id":"m","payload":{"data":{"saluta":"ciao Anna"}}}`, `7 complete {"id":"m"}`)
	r.started("c", `subscription { conta(fino: 3) }`, "Last-Event-ID", "2") // a cursor from another stream
	s.want(`8 next {"id":"c","payload":{"data":{"conta":3},"extensions":{"cursore":"3"}}}`, `9 complete {"id":"c"}`)
}

// The stream may be opened after its first operations.
func TestEventsSingleBeforeItOpens(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	r.started("a", `{ saluto }`)
	r.open().want(`1 next {"id":"a","payload":{"data":{"saluto":"ciao mondo"}}}`, `2 complete {"id":"a"}`)
}

func TestEventsSingleStop(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	s := r.open()
	for _, query := range []string{`subscription { tace }`, `{ attende }`} {
		r.started("a", query)
		eventSoon(t, "it runs", func() bool { return e.graph.running.Load() == 1 })
		if status := r.stop("a"); status != http.StatusOK {
			t.Errorf("%d", status)
		}
		if end, _ := s.next(); end.name != "complete" || end.data != `{"id":"a"}` {
			t.Errorf("%v", end)
		}
		e.eventsIdle(t)
	}
	if status := r.stop("ended"); status != http.StatusOK {
		t.Errorf("an operation that is over: %d", status)
	}
}

func TestEventsSingleTellsRequestErrors(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	s := r.open()
	for _, query := range []string{`{`, `{ nessuno }`, `subscription { nega }`} {
		r.started("a", query)
		if first, _ := s.next(); first.name != "next" || !strings.HasPrefix(first.data, `{"id":"a","payload":{"errors":[{`) {
			t.Errorf("%s: %v", query, first)
		}
		if end, _ := s.next(); end.name != "complete" {
			t.Errorf("%s: %v", query, end)
		}
	}
	if status := r.start("a", `{ nessuno }`, "Accept", "application/graphql-response+json"); status != http.StatusBadRequest {
		t.Errorf("a client that asks for JSON: %d", status)
	}
	r.started("a", `{ saluto }`)
}

func TestEventsSingleRefusals(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	r.open()
	r.started("tace", `subscription { tace }`)
	other := *r
	other.bearer = "bruno"
	unknown := *r
	unknown.token = "nessuno"
	long := strings.Repeat("x", 129)
	for _, c := range []struct {
		name   string
		status int
		want   int
	}{
		{"a second connection", e.askEvents(t, http.MethodGet, "?token="+r.token, "").StatusCode, 409},
		{"the same in a header", e.askEvents(t, http.MethodGet, "", "", eventToken, r.token).StatusCode, 409},
		{"an unknown token", e.askEvents(t, http.MethodGet, "?token=x", "").StatusCode, 404},
		{"an event that was never sent", e.askEvents(t, http.MethodGet, "?token="+r.token, "", "Last-Event-ID", "99").StatusCode, 400},
		{"no event's id", e.askEvents(t, http.MethodGet, "?token="+r.token, "", "Last-Event-ID", "x").StatusCode, 400},
		{"a reservation for nobody", e.askEvents(t, http.MethodPut, "", "").StatusCode, 401},
		{"an operation of nobody", e.askEvents(t, http.MethodPost, "", eventRequest("{ saluto }", "b"), eventToken, r.token).StatusCode, 401},
		{"an operation of another person", other.start("b", "{ saluto }"), 404},
		{"an operation on an unknown stream", unknown.start("b", "{ saluto }"), 404},
		{"an id in use", r.start("tace", "{ saluto }"), 409},
		{"no id", r.start("", "{ saluto }"), 400},
		{"a long id", r.start(long, "{ saluto }"), 400},
		{"another media type", r.start("b", "{ saluto }", "Content-Type", "text/plain"), 415},
		{"another person's stop", other.stop("tace"), 404},
		{"a stop on an unknown stream", unknown.stop("tace"), 404},
		{"a stop of no operation", r.stop(""), 400},
	} {
		if c.status != c.want {
			t.Errorf("%s: %d, want %d", c.name, c.status, c.want)
		}
	}
	if e.graph.running.Load() != 1 {
		t.Error("what was refused stopped the operation")
	}
}

func TestEventsTokensAreUnlike(t *testing.T) {
	e := serve(t, transport.Options{StreamsOfUser: 100})
	seen := map[string]bool{}
	for range 50 {
		token := e.reserve(t, "anna").token
		if seen[token] || !regexp.MustCompile(`^[A-Z2-7]{26}$`).MatchString(token) { // 130 bits
			t.Errorf("%q", token)
		}
		seen[token] = true
	}
}

func TestEventsSingleEndsWithItsBearer(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "scade-700")
	s := r.open()
	r.started("a", `subscription { tace }`)
	r.started("b", `{ attende }`)
	last := func(id string) string {
		return `next {"id":"` + id + `","payload":{"errors":[{"message":"L'accesso è scaduto: autenticarsi di nuovo.","extensions":{"code":"UNAUTHENTICATED"}}]}}`
	}
	got := regexp.MustCompile(`(?m)^\d+ `).ReplaceAllString(s.rest(), "")
	for _, want := range []string{last("a"), last("b"), `complete {"id":"a"}`, `complete {"id":"b"}`} {
		if strings.Count(got, want+"\n") != 1 {
			t.Errorf("%s is not there once:\n%s", want, got)
		}
	}
	if strings.Count(got, "\n") != 4 {
		t.Errorf("got:\n%s", got)
	}
	if res := e.askEvents(t, http.MethodGet, "?token="+r.token, ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("the token is still good: %s", res.Status)
	}
	e.eventsIdle(t)
}

// An operation ends with its own bearer too, and the stream goes on.
func TestEventsOperationEndsWithItsBearer(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	s := r.open()
	r.bearer = "scade-200"
	r.started("a", `subscription { tace }`)
	s.want(`1 next {"id":"a","payload":{"errors":[{"message":"L'accesso è scaduto: autenticarsi di nuovo.","extensions":{"code":"UNAUTHENTICATED"}}]}}`, `2 complete {"id":"a"}`)
	r.bearer = "anna"
	r.started("a", `{ saluto }`)
	s.want(`3 next {"id":"a","payload":{"data":{"saluto":"ciao mondo"}}}`, `4 complete {"id":"a"}`)
}

func TestEventsReservationLapses(t *testing.T) {
	for _, c := range []struct {
		name         string
		opens, waits time.Duration
		meanwhile    func(r *eventsReserved)
	}{
		{"nobody opens it", 50 * time.Millisecond, time.Hour, func(*eventsReserved) {}},
		{"nobody comes back", time.Hour, 50 * time.Millisecond, func(r *eventsReserved) { r.open().res.Body.Close() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := serve(t, transport.Options{StreamsOfUser: 1})
			e.WaitForClients(c.opens, c.waits)
			r := e.reserve(t, "anna")
			r.start("a", `subscription { tace }`)
			c.meanwhile(r)
			eventSoon(t, "the reservation is gone", func() bool { return e.Reservations() == 0 })
			e.eventsIdle(t)
			e.reserve(t, "anna") // its place is free
		})
	}
}
