package transport_test

import (
	"fmt"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"cassetto/internal/transport"
)

// arriving are three clients of what comes by itself, one of each protocol; heard reads what came to each.
func arriving(t *testing.T, e *edge, token string) (heard map[string]func() string) {
	t.Helper()
	socket := enter(t, e, token)
	socket.say(subscribe("s", "subscription { arriva }"))
	distinct := e.events(t, http.MethodPost, "", eventRequest(`subscription { arriva }`, ""), "Authorization", "Bearer "+token)
	r := e.reserve(t, token)
	single := r.open()
	r.started("a", `subscription { arriva }`)
	eventually(t, "all are there", func() bool { return e.graph.running.Load() == 3 })
	next := func(s *eventStream) func() string {
		return func() string {
			e, ok := s.next()
			if !ok {
				return strings.TrimSpace("over " + s.retry)
			}
			return e.String()
		}
	}
	return map[string]func() string{"socket": socket.next, "distinct": next(distinct), "single": next(single)}
}

func hears(t *testing.T, heard map[string]func() string, want map[string]string) {
	t.Helper()
	for name, next := range heard {
		if got := next(); got != want[name] {
			t.Errorf("%s: got %s, want %s", name, got, want[name])
		}
	}
}

// TestArrives: what a stream gives by itself comes in every protocol, and its end as well.
func TestArrives(t *testing.T) {
	e := serve(t, transport.Options{})
	heard := arriving(t, e, "anna")
	for n := 1; n <= 2; n++ {
		e.graph.spring.gives(fmt.Sprintf(`{"arriva":"%d"}`, n))
		data := fmt.Sprintf(`{"data":{"arriva":"%d"}}`, n)
		hears(t, heard, map[string]string{
			"socket": `{"id":"s","type":"next","payload":` + data + `}`, "distinct": "next " + data,
			"single": strconv.Itoa(n) + ` next {"id":"a","payload":` + data + `}`,
		})
	}
	e.graph.spring.gives("{\"arriva\":\n\"3\"}") // lines of its own
	hears(t, heard, map[string]string{
		"socket": "{\"id\":\"s\",\"type\":\"next\",\"payload\":{\"data\":{\"arriva\":\n\"3\"}}}", "distinct": "next {\"data\":{\"arriva\":\n\"3\"}}",
		"single": "3 next {\"id\":\"a\",\"payload\":{\"data\":{\"arriva\":\n\"3\"}}}",
	})
	e.graph.spring.ends(nil)
	hears(t, heard, map[string]string{"socket": `{"id":"s","type":"complete"}`, "distinct": "complete", "single": `4 complete {"id":"a"}`})
	e.eventsIdle(t)
}

// TestArrivesUntilTheBearerEnds: it ends with the token, and each client is told in his protocol.
func TestArrivesUntilTheBearerEnds(t *testing.T) {
	e := serve(t, transport.Options{})
	heard := arriving(t, e, "scade-1000")
	const expired = `{"errors":[{"message":"L'accesso è scaduto: autenticarsi di nuovo.","extensions":{"code":"UNAUTHENTICATED"}}]}`
	hears(t, heard, map[string]string{"socket": "close 4403 Token expired", "distinct": "next " + expired, "single": `1 next {"id":"a","payload":` + expired + `}`})
	delete(heard, "socket")
	hears(t, heard, map[string]string{"distinct": "complete", "single": `2 complete {"id":"a"}`})
	e.eventsIdle(t)
}

// TestArrivesUntilTheServerStops: each client is told to go on elsewhere.
func TestArrivesUntilTheServerStops(t *testing.T) {
	e := serve(t, transport.Options{})
	heard := arriving(t, e, "anna")
	ended := drain(t, e)
	if got := heard["socket"](); got != "close 1001 Server is stopping" {
		t.Error(got)
	}
	for _, name := range []string{"distinct", "single"} {
		ms, err := strconv.Atoi(strings.TrimPrefix(heard[name](), "over "))
		if err != nil || ms < 1000 || ms > 5000 {
			t.Errorf("%s: %d %v", name, ms, err)
		}
	}
	e.eventsIdle(t)
	e.open.cut() // the socket's client has not closed its side
	<-ended
}

// TestArrivesSlowly: a client that does not read holds up nobody, and is cut off; one that reads late has missed nothing.
func TestArrivesSlowly(t *testing.T) {
	e := serve(t, transport.Options{Queue: 4, WriteTimeout: 2 * time.Second})
	slow, late, quick := narrow(t, e), narrow(t, e), enter(t, e, "bruno")
	for _, c := range []*client{slow, late, quick} {
		c.say(subscribe("1", "subscription { arriva }"))
	}
	deaf, err := narrowly(e)
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.Close()
	if _, err := deaf.Write([]byte(eventsRaw(`subscription { arriva }`, ""))); err != nil {
		t.Fatal(err)
	}
	eventually(t, "all are there", func() bool { return e.graph.running.Load() == 4 })
	const many = 60
	text := strings.Repeat("x", 10_000)
	for n := range many {
		e.graph.spring.gives(fmt.Sprintf(`{"arriva":"%d%s"}`, n, text))
		quick.expect(fmt.Sprintf(`{"id":"1","type":"next","payload":{"data":{"arriva":"%d%s"}}}`, n, text))
	}
	for n := range many {
		late.expect(fmt.Sprintf(`{"id":"1","type":"next","payload":{"data":{"arriva":"%d%s"}}}`, n, text))
	}
	eventually(t, "the slow ones are cut off", func() bool { return e.graph.running.Load() == 2 })
}

// TestArrivesAtRest: who waits costs one goroutine, whichever way he listens.
func TestArrivesAtRest(t *testing.T) {
	const each = 100
	e := serve(t, transport.Options{StreamsOfUser: 3 * each})
	before := runtime.NumGoroutine()
	for range each {
		enter(t, e, "anna").say(subscribe("1", "subscription { arriva }"))
		distinct, err := narrowly(e)
		if err != nil {
			t.Fatal(err)
		}
		defer distinct.Close()
		if _, err := distinct.Write([]byte(eventsRaw(`subscription { arriva }`, ""))); err != nil {
			t.Fatal(err)
		}
		r := e.reserve(t, "anna")
		single, err := narrowly(e)
		if err != nil {
			t.Fatal(err)
		}
		defer single.Close()
		if _, err := fmt.Fprintf(single, "GET /graphql?token=%s HTTP/1.1\r\nHost: x\r\n\r\n", r.token); err != nil {
			t.Fatal(err)
		}
		r.started("a", `subscription { arriva }`)
	}
	e.Client().CloseIdleConnections()
	resting := func() bool {
		return e.graph.running.Load() == 3*each && runtime.NumGoroutine() <= before+3*each
	}
	eventually(t, "all wait", resting)
	for range 10 {
		e.graph.spring.gives(`{"arriva":"x"}`)
	}
	eventually(t, "all wait again", resting)
}
