package playground_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"cassetto/internal/playground"
)

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; " +
	"connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

func request(h http.Handler, method, url, ifNoneMatch string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, url, nil)
	if ifNoneMatch != "" {
		r.Header.Set("If-None-Match", ifNoneMatch)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHandler(t *testing.T) {
	h := playground.Handler()
	page := request(h, "GET", "/", "").Body.String()
	find := func(pattern string) string {
		t.Helper()
		m := regexp.MustCompile(pattern).FindStringSubmatch(page)
		if m == nil {
			t.Fatalf("%s not in the page", pattern)
		}
		return "/" + m[1]
	}
	script, style, icon := find(`src="\./(assets/[^"]+\.js)"`), find(`href="\./(assets/[^"]+\.css)"`), find(`href="\./(assets/[^"]+\.svg)"`)
	const forever = "public, max-age=31536000, immutable"

	for _, c := range []struct {
		name, method, url string
		status            int
		contentType       string
		cache             string
	}{
		{"page", "GET", "/", 200, "text/html; charset=utf-8", "no-cache"},
		{"page, head", "HEAD", "/", 200, "text/html; charset=utf-8", "no-cache"},
		{"page with a query", "GET", "/?x=1", 200, "text/html; charset=utf-8", "no-cache"},
		{"script", "GET", script, 200, "text/javascript; charset=utf-8", forever},
		{"style", "GET", style, 200, "text/css; charset=utf-8", forever},
		{"icon", "GET", icon, 200, "image/svg+xml", forever},
		{"examples", "GET", "/esempi.json", 200, "application/json; charset=utf-8", "no-cache"},
		{"licences", "GET", "/licenze.md", 200, "text/markdown; charset=utf-8", "no-cache"},
		{"post", "POST", "/", 405, "text/plain; charset=utf-8", ""},
		{"delete", "DELETE", script, 405, "text/plain; charset=utf-8", ""},
		{"unknown page", "GET", "/altro", 404, "text/plain; charset=utf-8", ""},
		{"unknown asset", "GET", "/assets/index.js", 404, "text/plain; charset=utf-8", ""},
		{"folder", "GET", "/assets/", 404, "text/plain; charset=utf-8", ""},
		{"out of the tree", "GET", "/assets/../../playground.go", 404, "text/plain; charset=utf-8", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := request(h, c.method, c.url, "")
			if w.Code != c.status {
				t.Fatalf("status %d, want %d", w.Code, c.status)
			}
			for name, want := range map[string]string{
				"Content-Security-Policy":    policy,
				"X-Content-Type-Options":     "nosniff",
				"Referrer-Policy":            "no-referrer",
				"Cross-Origin-Opener-Policy": "same-origin",
				"Content-Type":               c.contentType,
				"Cache-Control":              c.cache,
			} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if c.status == 405 && w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("Allow: %q", w.Header().Get("Allow"))
			}
			if c.method == "HEAD" && w.Body.Len() != 0 {
				t.Error("HEAD with a body")
			}
			if c.status != 200 {
				return
			}
			etag := w.Header().Get("ETag")
			if again := request(h, c.method, c.url, etag); etag == "" || again.Code != http.StatusNotModified {
				t.Errorf("with ETag %s: status %d, want 304", etag, again.Code)
			}
		})
	}
}

func TestPageIsSelfContained(t *testing.T) {
	page := request(playground.Handler(), "GET", "/", "").Body.String()
	if !strings.Contains(page, `<html lang="it">`) {
		t.Error("the page is not marked as Italian")
	}
	for _, forbidden := range []string{"://", "<style", "style=", "onload=", "<script>"} {
		if strings.Contains(page, forbidden) {
			t.Errorf("the page contains %q", forbidden)
		}
	}
}

func TestEsempi(t *testing.T) {
	var served []map[string]string
	body := request(playground.Handler(), "GET", "/esempi.json", "").Body.Bytes()
	if err := json.Unmarshal(body, &served); err != nil {
		t.Fatal(err)
	}
	list := playground.Esempi()
	if len(list) < 10 || len(served) != len(list) {
		t.Fatalf("%d examples, %d served", len(list), len(served))
	}
	titles := map[string]bool{}
	for i, e := range list {
		t.Run(e.Nome, func(t *testing.T) {
			if s := served[i]; s["titolo"] != e.Titolo || s["query"] != e.Query || s["variables"] != e.Variables {
				t.Errorf("served as %v", s)
			}
			if !strings.HasPrefix(e.Query, "# "+e.Titolo+"\n") || titles[e.Titolo] {
				t.Errorf("title %q is missing or used twice", e.Titolo)
			}
			titles[e.Titolo] = true
			if strings.Contains(e.Query, "# variables:") {
				t.Error("the variables are shown twice")
			}
			var object map[string]any
			if e.Variables != "" && json.Unmarshal([]byte(e.Variables), &object) != nil {
				t.Errorf("variables are not a JSON object: %s", e.Variables)
			}
			if needs := strings.Contains(e.Query, "($"); needs != (e.Variables != "") {
				t.Errorf("declares variables: %v, gives %q", needs, e.Variables)
			}
		})
	}
}
