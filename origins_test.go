package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"testing"
)

// TestOriginsBrowser: in a real browser the page of an allowed site calls the graph, and that of another one cannot.
func TestOriginsBrowser(t *testing.T) {
	site := func() string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = io.WriteString(w, `<!doctype html><html lang="it"><title>Un altro sito</title><link rel="icon" href="data:,">`)
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	allowed, other := site(), site()
	s := boot(t, map[string]string{"CASSETTO_ORIGINI": "https://portale.example," + allowed})
	token, err := s.app.demo.token("consulente")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), "node", "origini.mjs", s.URL+"/graphql", token, allowed, other)
	c.Dir = "testdata/browser"
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}
