package transport_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"sync"
	"testing"

	"cassetto/internal/transport"
)

// serveEventsScript serves the small graph, a page, and what a script asks of the server: to cut all connections, to count what
// runs, to let what waits go on.
func serveEventsScript(t *testing.T) *edge {
	t.Helper()
	g := newGraph()
	e := &edge{Edge: transport.New(g.executor(), verify, transport.Options{StreamsOfUser: 100}), graph: g}
	mux := http.NewServeMux()
	mux.Handle("/graphql", e.Edge)
	mux.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><html lang="it"><title>Prova</title><link rel="icon" href="data:,">`)
	})
	mux.HandleFunc("/taglia", func(http.ResponseWriter, *http.Request) { e.open.cut() })
	mux.HandleFunc("/in-corso", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, g.running.Load()) })
	mux.HandleFunc("/lascia", func(http.ResponseWriter, *http.Request) { close(g.release) })
	e.Server = httptest.NewUnstartedServer(mux)
	e.Config.ConnContext = e.open.add
	e.Start()
	t.Cleanup(e.Server.Close)
	return e
}

// connections are those of a server, with those that it knows no longer because they were taken over.
type connections struct {
	mu  sync.Mutex
	all []net.Conn
}

func (c *connections) add(ctx context.Context, one net.Conn) context.Context {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, one)
	return ctx
}

func (c *connections) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range c.all {
		_ = one.Close()
	}
	c.all = nil
}

// runEventsScript fails with what the script says.
func runEventsScript(t *testing.T, folder string, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "node", append([]string{"events.mjs"}, args...)...)
	c.Dir = "../../testdata/" + folder
	out, err := c.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatalf("%v (npm ci --prefix testdata/%s?)", err, folder)
	}
}

func TestEventsClient(t *testing.T) {
	for _, mode := range []string{"distinct", "single"} {
		t.Run(mode, func(t *testing.T) { runEventsScript(t, "client", serveEventsScript(t).URL+"/graphql", mode) })
	}
}

func TestEventsBrowser(t *testing.T) {
	e := serveEventsScript(t)
	runEventsScript(t, "browser", e.URL+"/")
	e.eventsIdle(t)
}
