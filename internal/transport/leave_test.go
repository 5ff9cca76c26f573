package transport_test

import (
	"net/http"
	"testing"

	"cassetto/internal/transport"
)

// drain begins a drain, and waits until nobody is let in; the channel is closed when it has ended.
func drain(t *testing.T, e *edge) <-chan struct{} {
	t.Helper()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		e.Drain(t.Context(), 0)
	}()
	eventually(t, "nobody is let in", func() bool {
		return e.askEvents(t, http.MethodPut, "", "", "Authorization", "Bearer bruno").StatusCode == http.StatusServiceUnavailable
	})
	return ended
}

// TestSocketLeavesWhenDone: what runs when the server stops is answered before the socket is closed; what is asked then is not
// begun, and a subscription is not waited for.
func TestSocketLeavesWhenDone(t *testing.T) {
	t.Parallel()
	e := serve(t, transport.Options{})
	c, given := enter(t, e, "anna"), enter(t, e, "anna")
	c.say(subscribe("1", `{ attende }`))
	c.say(subscribe("2", `subscription { tace }`))
	given.say(subscribe("1", `{ attende }`))
	eventually(t, "all run", func() bool { return e.graph.running.Load() == 3 })
	ended := drain(t, e)
	c.say(subscribe("3", `{ chi }`))
	c.say(`{"type":"ping"}`)
	c.expect(`{"type":"pong"}`)
	given.say(`{"type":"complete","id":"1"}`)
	given.expect("close 1001 Server is stopping")
	close(e.graph.release)
	c.expect(`{"id":"1","type":"next","payload":{"data":{"attende":"fatto"}}}`, `{"id":"1","type":"complete"}`, "close 1001 Server is stopping")
	<-ended
}

// TestEventsLeaveWhenDone: the same of event streams.
func TestEventsLeaveWhenDone(t *testing.T) {
	e := serve(t, transport.Options{})
	r := e.reserve(t, "anna")
	single := r.open()
	r.started("a", `{ attende }`)
	r.started("b", `subscription { tace }`)
	distinct := e.eventsOf(t, `{ attende }`)
	eventually(t, "all run", func() bool { return e.graph.running.Load() == 3 })
	ended := drain(t, e)
	if status := r.start("c", `{ saluto }`); status != http.StatusServiceUnavailable {
		t.Errorf("another operation: %d", status)
	}
	close(e.graph.release)
	distinct.want(`next {"data":{"attende":"fatto"}}`, `complete`)
	single.want(`1 next {"id":"a","payload":{"data":{"attende":"fatto"}}}`, `2 complete {"id":"a"}`)
	if got := single.rest(); got != "" || single.retry == "" || distinct.rest() != "" {
		t.Errorf("%q, retry %q", got, single.retry)
	}
	<-ended
	e.eventsIdle(t)
}
