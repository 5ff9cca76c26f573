package transport_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/transport"
)

func renewal(token string) string {
	return `{"type":"ping","payload":{"authorization":"Bearer ` + token + `"}}`
}

const renewed = `{"type":"pong","payload":{"scadenza":"…"}}`

// TestSocketExpiry: a socket ends with its token, and what runs on it too.
func TestSocketExpiry(t *testing.T) {
	t.Parallel()
	e := serve(t, transport.Options{})
	c := enter(t, e, "scade-300")
	c.say(subscribe("1", "subscription { tace }"))
	c.expect("close 4403 Token expired")
	eventually(t, "the subscription has ended", func() bool { return e.graph.running.Load() == 0 })
}

// TestSocketRenewal: with another token in time, the socket lives on and its subscription too.
func TestSocketRenewal(t *testing.T) {
	t.Parallel()
	e := serve(t, transport.Options{Heartbeat: 100 * time.Millisecond})
	end := time.Now().Add(time.Second)
	c := enter(t, e, "scade-1000")
	c.say(subscribe("1", "subscription { tace }"))
	c.say(renewal("anna"))
	c.expectBetweenPings(renewed)
	for time.Now().Before(end.Add(300 * time.Millisecond)) {
		c.expect("ping")
		c.write(last(0xa, ""))
	}
	if e.graph.running.Load() != 1 {
		t.Error("the subscription has ended")
	}
	c.say(renewal("scade-1")) // a shorter one holds as well
	c.expectBetweenPings(renewed)
	c.expectBetweenPings("close 4403 Token expired")
}

// expectBetweenPings reads on to something, over pings.
func (c *client) expectBetweenPings(want string) {
	c.Helper()
	got := c.next()
	for got == "ping" {
		got = c.next()
	}
	if got != want {
		c.Fatalf("got %s, want %s", got, want)
	}
}

// serveTo is an edge that recognises persons in a way of the test's own.
func serveTo(t *testing.T, verify transport.Verify) *edge {
	g := newGraph()
	e := &edge{graph: g, Edge: transport.New(g.executor(), verify, transport.Options{})}
	e.Server = httptest.NewServer(e.Edge)
	t.Cleanup(e.Server.Close)
	return e
}

// TestSocketPanic: what goes wrong while a client is recognised ends his socket, and nobody else's.
func TestSocketPanic(t *testing.T) {
	e := serveTo(t, func(ctx context.Context, token string) (access.Identita, error) {
		if token == "bruno" {
			panic("bruno")
		}
		return verify(ctx, token)
	})
	other := enter(t, e, "anna")
	c := dial(t, e)
	c.say(hello("bruno"))
	c.expect("gone")
	other.say(subscribe("1", "{ chi }"))
	other.expect(`{"id":"1","type":"next","payload":{"data":{"chi":"NNA"}}}`)
}

// TestSocketWithoutEnd: a person of whom it is not known until when he is recognised is not.
func TestSocketWithoutEnd(t *testing.T) {
	e := serveTo(t, func(ctx context.Context, token string) (access.Identita, error) {
		who, err := verify(ctx, token)
		who.Scadenza = time.Time{}
		return who, err
	})
	c := enter(t, e, "anna")
	c.expect("close 4403 Token expired")
}

// TestSocketRenewalRefused: only another token of the same person, with the same profile, renews.
func TestSocketRenewalRefused(t *testing.T) {
	analyst, officer := model.ProfiloUtenteAnalista, model.ProfiloUtenteOperatore
	profiles := map[string]*model.ProfiloUtente{"anna": nil, "anna-analista": &analyst, "anna-operatore": &officer}
	e := serveTo(t, func(ctx context.Context, token string) (access.Identita, error) {
		name, _, _ := strings.Cut(token, "-")
		who, err := verify(ctx, name)
		who.Profilo = profiles[token]
		return who, err
	})
	for _, c := range []struct{ name, first, second, answer string }{
		{"same person", "anna", "anna", renewed},
		{"same person and profile", "anna-analista", "anna-analista", renewed},
		{"nobody", "anna", "nessuno", "close 4403 Forbidden"},
		{"no token", "anna", "", "close 4403 Forbidden"},
		{"another person", "anna", "bruno", "close 4403 Forbidden"},
		{"another profile", "anna-analista", "anna-operatore", "close 4403 Forbidden"},
		{"no profile any more", "anna-analista", "anna", "close 4403 Forbidden"},
		{"nobody can say: the token in force stays", "anna", "assente", renewed},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := enter(t, e, c.first)
			s.say(renewal(c.second))
			s.expect(c.answer)
			if c.answer == renewed {
				s.say(`{"type":"ping"}`)
				s.expect(`{"type":"pong"}`)
			}
		})
	}
}

// TestSocketOfOnePerson: a person has so many sockets and no more; one that ends makes room.
func TestSocketOfOnePerson(t *testing.T) {
	e := serve(t, transport.Options{StreamsOfUser: 1})
	first := enter(t, e, "anna")
	second := dial(t, e)
	second.say(hello("anna"))
	second.expect("close 1013 Too many connections")
	enter(t, e, "bruno")
	first.write(last(8, ""))
	first.expect("close 1000", "gone")
	eventually(t, "there is room", func() bool {
		c := dial(t, e)
		defer c.conn.Close()
		c.say(hello("anna"))
		return c.next() == ack
	})
}

func TestSocketOfAll(t *testing.T) {
	e := serve(t, transport.Options{Streams: 1})
	dial(t, e)
	busy(t, e)
}

// busy expects that no socket is opened for now.
func busy(t *testing.T, e *edge) {
	t.Helper()
	_, answer := shake(t, e, "Sec-WebSocket-Protocol: graphql-transport-ws")
	if answer.StatusCode != http.StatusServiceUnavailable || answer.Header.Get("Retry-After") == "" {
		t.Errorf("got %s %v", answer.Status, answer.Header)
	}
}

// TestSocketDrain: who is connected hears that the server is stopping, behind what was queued for him; nobody comes in.
func TestSocketDrain(t *testing.T) {
	t.Parallel()
	e := serve(t, transport.Options{})
	idle, busyOne, stranger := enter(t, e, "anna"), enter(t, e, "anna"), dial(t, e)
	idle.say(subscribe("1", "subscription { tace }"))
	busyOne.say(subscribe("1", "subscription { inonda(byte: 50000) }"))
	eventually(t, "both stream", func() bool { return e.graph.running.Load() == 2 })
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		e.Drain(t.Context(), 10*time.Millisecond)
	}()
	const stopping = "close 1001 Server is stopping"
	idle.expect(stopping)
	stranger.expect(stopping)
	busy(t, e)
	got := busyOne.next()
	for strings.HasPrefix(got, `{"id":"1","type":"next","payload":{"data":{"inonda":"xxx`) && strings.HasSuffix(got, `x"}}}`) {
		got = busyOne.next()
	}
	if got != stopping {
		t.Errorf("got %.100s", got)
	}
	busyOne.conn.Close()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("the drain does not end")
	}
	eventually(t, "all have ended", func() bool { return e.graph.running.Load() == 0 })
}
