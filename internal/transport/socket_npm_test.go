package transport_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/internal/transport"
)

// TestSocketClient is what the clients of frontends do: the npm package graphql-ws, against a server that is followed by
// another one in the end.
func TestSocketClient(t *testing.T) {
	t.Parallel()
	var current atomic.Pointer[transport.Edge]
	follow := func() *transport.Edge {
		return current.Swap(transport.New(newGraph().executor(), verify, transport.Options{}))
	}
	follow()
	mux := http.NewServeMux()
	mux.HandleFunc("/graphql", func(w http.ResponseWriter, r *http.Request) { current.Load().ServeHTTP(w, r) })
	mux.HandleFunc("/drain", func(_ http.ResponseWriter, r *http.Request) { follow().Drain(r.Context(), 0) })
	server := httptest.NewServer(mux)
	defer server.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	node := exec.CommandContext(ctx, "node", "socket.mjs", "ws"+strings.TrimPrefix(server.URL, "http")+"/graphql", server.URL)
	node.Dir = "../../testdata/client"
	out, err := node.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Fatalf("%v; npm ci --prefix testdata/client installs what it needs", err)
	}
	if n := strings.Count(string(out), "ok "); n != 12 {
		t.Errorf("%d cases, want 12", n)
	}
}
