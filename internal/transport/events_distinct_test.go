package transport_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"cassetto/internal/transport"
)

func TestEventsDistinct(t *testing.T) {
	e := serve(t, transport.Options{})
	for _, c := range []struct{ name, query, want string }{
		{"a query is one event", `{ saluto }`, `next {"data":{"saluto":"ciao mondo"}}
complete
`},
		{"so is a mutation", `mutation { saluta(nome: "Anna") }`, `next {"data":{"saluta":"ciao Anna"}}
complete
`},
		{"it knows who asks", `{ chi }`, `next {"data":{"chi":"NNA"}}
complete
`},
		{"a subscription", `subscription { conta(fino: 2) }`, `1 next {"data":{"conta":1},"extensions":{"cursore":"1"}}
2 next {"data":{"conta":2},"extensions":{"cursore":"2"}}
2 complete
`},
		{"a subscription that is refused", `subscription { nega }`, `next {"errors":[{"message":"FORBIDDEN: Non consentito."}]}
complete
`},
		{"an error of a field", `{ errore }`, `next {"errors":[{"message":"NOT_FOUND: Non trovato."}],"data":{"errore":null}}
complete
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := e.eventsOf(t, c.query).rest(); got != c.want {
				t.Errorf("got:\n%swant:\n%s", got, c.want)
			}
		})
	}
}

// A client that asked for events reads nothing else: what the graph has against a request is an event too.
func TestEventsDistinctTellsRequestErrors(t *testing.T) {
	e := serve(t, transport.Options{})
	for _, query := range []string{`{`, `{ nessuno }`, `query($n: Int!) { grande(byte: $n) }`} {
		s := e.eventsOf(t, query)
		first, _ := s.next()
		if first.name != "next" || !strings.HasPrefix(first.data, `{"errors":[{`) || strings.Contains(first.data, `"data"`) {
			t.Errorf("%s: %v", query, first)
		}
		s.want("complete")
	}
}

func TestEventsDistinctByGet(t *testing.T) {
	e := serve(t, transport.Options{})
	s := e.events(t, http.MethodGet, "?variables=%7B%22n%22%3A1%7D&query="+url.QueryEscape(`subscription($n: Int!) { conta(fino: $n) }`), "", "Authorization", "Bearer anna")
	s.want(`1 next {"data":{"conta":1},"extensions":{"cursore":"1"}}`, `1 complete`)
}

func TestEventsDistinctRefusals(t *testing.T) {
	e := serve(t, transport.Options{Body: 200})
	mutation := "?query=" + url.QueryEscape(`mutation { saluta(nome: "x") }`)
	for _, c := range []struct {
		name, method, query, body, token, media string
		status                                  int
		header, value                           string
	}{
		{"no token", "POST", "", `{"query":"{ saluto }"}`, "", "application/json", 401, "Www-Authenticate", `Bearer realm="cassetto"`},
		{"a bad token", "POST", "", `{"query":"{ saluto }"}`, "nessuno", "application/json", 401, "Www-Authenticate", `Bearer realm="cassetto"`},
		{"no keys to know tokens by", "POST", "", `{"query":"{ saluto }"}`, "assente", "application/json", 503, "Retry-After", "30"},
		{"no JSON", "POST", "", `{`, "anna", "application/json", 400, "", ""},
		{"no query", "POST", "", `{}`, "anna", "application/json", 400, "", ""},
		{"another media type", "POST", "", `{"query":"{ saluto }"}`, "anna", "text/plain", 415, "Accept", "application/json"},
		{"another charset", "POST", "", `{"query":"{ saluto }"}`, "anna", "application/json; charset=latin1", 415, "Accept", "application/json"},
		{"a long body", "POST", "", `{"query":"` + strings.Repeat(" ", 200) + `"}`, "anna", "application/json", 413, "Connection", "close"},
		{"a mutation by GET", "GET", mutation, "", "anna", "", 405, "Allow", "POST"},
		{"no query by GET", "GET", "", "", "anna", "", 400, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			res := e.askEvents(t, c.method, c.query, c.body, "Accept", "text/event-stream", "Content-Type", c.media, "Authorization", "Bearer "+c.token)
			body := eventText(t, res)
			if res.StatusCode != c.status || !strings.HasPrefix(body, `{"errors":[{"message":`) || strings.Contains(body, "saluto") {
				t.Errorf("%s: %s", res.Status, body)
			}
			if c.header != "" && res.Header.Get(c.header) != c.value && !(c.header == "Connection" && res.Close) {
				t.Errorf("%s: %q", c.header, res.Header.Get(c.header))
			}
		})
	}
}

// What a proxy and a browser must know is there before the first event.
func TestEventsHeaders(t *testing.T) {
	e := serve(t, transport.Options{})
	s := e.eventsOf(t, `subscription { tace }`)
	for name, want := range map[string]string{"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no", "Content-Encoding": ""} {
		if got := s.res.Header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestEventsHeartbeat(t *testing.T) {
	e := serve(t, transport.Options{Heartbeat: 10 * time.Millisecond})
	s := e.eventsOf(t, `subscription { tace }`)
	for range 5 {
		line, err := s.lines.ReadString('\n')
		if err != nil || line != ":\n" {
			t.Fatalf("%q %v", line, err)
		}
		if line, err = s.lines.ReadString('\n'); line != "\n" {
			t.Fatalf("%q %v", line, err)
		}
	}
}

func TestEventsDistinctResume(t *testing.T) {
	e := serve(t, transport.Options{})
	s := e.eventsOf(t, `subscription { conta(fino: 4) }`, "Last-Event-ID", "2")
	s.want(`3 next {"data":{"conta":3},"extensions":{"cursore":"3"}}`, `4 next {"data":{"conta":4},"extensions":{"cursore":"4"}}`, `4 complete`)
}

func TestEventsDistinctEndsWithItsBearer(t *testing.T) {
	e := serve(t, transport.Options{})
	for _, query := range []string{`subscription { tace }`, `{ attende }`} {
		s := e.events(t, http.MethodPost, "", eventRequest(query, ""), "Authorization", "Bearer scade-300")
		s.want(`next {"errors":[{"message":"L'accesso è scaduto: autenticarsi di nuovo.","extensions":{"code":"UNAUTHENTICATED"}}]}`, "complete")
	}
	e.eventsIdle(t)
}

func TestEventsDistinctEndsWithItsClient(t *testing.T) {
	e := serve(t, transport.Options{})
	for _, query := range []string{`subscription { tace }`, `subscription { inonda(byte: 1000) }`, `{ attende }`} {
		s := e.eventsOf(t, query)
		eventSoon(t, "it runs", func() bool { return e.graph.running.Load() == 1 })
		s.res.Body.Close()
		e.eventsIdle(t)
	}
}

// eventsIdle waits until nothing of the graph runs.
func (e *edge) eventsIdle(t testing.TB) {
	t.Helper()
	eventSoon(t, "no operation runs", func() bool { return e.graph.running.Load() == 0 })
}

// Over HTTP/2 many streams share a connection.
func TestEventsHTTP2(t *testing.T) {
	e := serveEventsHTTP2(t, transport.Options{Heartbeat: 300 * time.Millisecond, WriteTimeout: 150 * time.Millisecond})
	quiet := e.eventsOf(t, `subscription { tace }`)
	if quiet.res.ProtoMajor != 2 {
		t.Fatal(quiet.res.Proto)
	}
	for range 20 {
		e.eventsOf(t, `subscription { conta(fino: 1) }`).want(`1 next {"data":{"conta":1},"extensions":{"cursore":"1"}}`, "1 complete")
	}
	for range 6 { // quiet for longer than the write timeout: a deadline that stayed would have ended it
		if line, err := quiet.lines.ReadString('\n'); err != nil || line != ":\n" && line != "\n" {
			t.Fatalf("%q %v", line, err)
		}
	}
	quiet.res.Body.Close()
	e.eventsIdle(t)
}

func serveEventsHTTP2(t testing.TB, o transport.Options) *edge {
	t.Helper()
	g := newGraph()
	e := &edge{Edge: transport.New(g.executor(), verify, o), graph: g}
	e.Server = httptest.NewUnstartedServer(e.Edge)
	e.EnableHTTP2 = true
	e.StartTLS()
	e.Server.URL += "/graphql"
	t.Cleanup(e.Server.Close)
	return e
}
