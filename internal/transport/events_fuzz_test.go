package transport_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"cassetto/internal/transport"
)

// FuzzEvents: whatever is asked, an answer comes to its end, and a refusal repeats nothing of what was sent.
func FuzzEvents(f *testing.F) {
	tace, conta := eventRequest(`subscription { tace }`, "a"), eventRequest(`subscription { conta(fino: 3) }`, "a")
	for _, s := range [][]string{
		{"PUT", "", "", "", "", ""},
		{"POST", "text/event-stream", "", "", "", conta},
		{"POST", "text/event-stream", "", "2", "", conta},
		{"POST", "text/event-stream", "", "", "", tace},
		{"POST", "text/event-stream", "", "", "", `{"query":"{ nessuno }","variables":[]}`},
		{"POST", "", "*", "", "", conta},
		{"POST", "application/json", "*", "", "", `{"query":"{","extensions":{"operationId":"b"}}`},
		{"POST", "", "x", "", "", conta},
		{"GET", "text/event-stream", "", "", "query=%7B+saluto+%7D", ""},
		{"GET", "text/event-stream", "", "", "query=mutation+%7B+saluta(nome:+%22x%22)+%7D", ""},
		{"GET", "", "*", "", "", ""},
		{"GET", "", "*", "1", "", ""},
		{"GET", "", "", "", "token=x", ""},
		{"DELETE", "", "*", "", "operationId=a", ""},
		{"DELETE", "", "*", "", "operationId=%00&%", ""},
	} {
		f.Add(s[0], s[1], s[2], s[3], s[4], []byte(s[5]))
	}
	f.Fuzz(func(t *testing.T, method, accept, token, last, query string, body []byte) {
		g := newGraph()
		e := &edge{Edge: transport.New(g.executor(), verify, transport.Options{Heartbeat: time.Millisecond}), graph: g}
		if token == "*" {
			token = eventsPut(t, e)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
		defer cancel()
		r := (&http.Request{Method: method, URL: &url.URL{Path: "/graphql", RawQuery: query}, Header: http.Header{}, ContentLength: int64(len(body)),
			Body: io.NopCloser(strings.NewReader(string(body)))}).WithContext(ctx)
		for name, value := range map[string]string{"Accept": accept, "X-Graphql-Event-Stream-Token": token, "Last-Event-Id": last,
			"Authorization": "Bearer anna", "Content-Type": "application/json"} {
			r.Header.Set(name, value)
		}
		if !transport.IsStream(r) {
			return
		}
		w := httptest.NewRecorder()
		e.ServeEvents(w, r)
		answer := w.Body.String()
		if w.Code >= 400 && (!strings.HasPrefix(answer, `{"errors":[{"message":"`) || len(body) > 20 && strings.Contains(answer, string(body))) {
			t.Errorf("%d %s", w.Code, answer)
		}
		if w.Code == http.StatusOK && method != http.MethodDelete && !strings.HasSuffix(answer, "\n\n") {
			t.Errorf("half an event: %q", answer)
		}
		stop, done := context.WithTimeout(t.Context(), eventPatience)
		defer done()
		if e.Drain(stop, 0); stop.Err() != nil {
			t.Error("a stream is left")
		}
		e.eventsIdle(t)
	})
}

func eventsPut(t *testing.T, e *edge) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodPut, "/graphql", nil)
	r.Header.Set("Authorization", "Bearer anna")
	w := httptest.NewRecorder()
	e.ServeEvents(w, r)
	if w.Code != http.StatusCreated {
		t.Fatal(w.Code)
	}
	return w.Body.String()
}
