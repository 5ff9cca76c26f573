package transport_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// eventPatience is how long a test waits for what must happen.
const eventPatience = 20 * time.Second

// eventRead is what a browser makes of an event.
type eventRead struct{ id, name, data string }

// eventStream reads a stream as the standard says.
type eventStream struct {
	t       testing.TB
	res     *http.Response
	lines   *bufio.Reader
	retry   string // the last said
	lastID  string
	comment int
}

// askEvents sends a request to the edge; header are pairs. The answer's body is closed with the test.
func (e *edge) askEvents(t testing.TB, method, query, body string, header ...string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, e.URL+query, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := e.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	return res
}

// events opens a stream, which must succeed.
func (e *edge) events(t testing.TB, method, query, body string, header ...string) *eventStream {
	t.Helper()
	res := e.askEvents(t, method, query, body, append(header, "Accept", "text/event-stream")...)
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Fatalf("%s %s: %s", res.Status, res.Header.Get("Content-Type"), eventText(t, res))
	}
	return &eventStream{t: t, res: res, lines: bufio.NewReader(res.Body)}
}

// eventsOf streams one operation of anna's.
func (e *edge) eventsOf(t testing.TB, query string, header ...string) *eventStream {
	t.Helper()
	return e.events(t, http.MethodPost, "", eventRequest(query, ""), append([]string{"Authorization", "Bearer anna"}, header...)...)
}

// eventRequest is the body of a POST.
func eventRequest(query, operationID string) string {
	m := map[string]any{"query": query}
	if operationID != "" {
		m["extensions"] = map[string]any{"operationId": operationID}
	}
	b, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return string(b)
}

func eventText(t testing.TB, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// next is the next event; false at the end of the stream, whichever way it ended.
func (s *eventStream) next() (eventRead, bool) {
	s.t.Helper()
	watch := time.AfterFunc(eventPatience, func() { s.res.Body.Close() })
	defer watch.Stop()
	var e eventRead
	var data []string
	for {
		line, err := s.lines.ReadString('\n')
		if err != nil {
			return eventRead{}, false
		}
		field, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		value = strings.TrimPrefix(value, " ")
		switch {
		case line == "\n":
			if data != nil {
				e.id, e.data = s.lastID, incident.ReplaceAllString(strings.Join(data, "\n"), `"id":"…"`)
				return e, true
			}
			e = eventRead{}
		case field == "":
			s.comment++
		case field == "id":
			s.lastID = value
		case field == "event":
			e.name = value
		case field == "data":
			data = append(data, value)
		case field == "retry":
			s.retry = value
		}
	}
}

// rest reads to the end, one line an event: "name data", with the id before it when there is one.
func (s *eventStream) rest() string {
	s.t.Helper()
	var b strings.Builder
	for e, ok := s.next(); ok; e, ok = s.next() {
		b.WriteString(e.String() + "\n")
	}
	return b.String()
}

func (e eventRead) String() string {
	return strings.TrimSpace(strings.TrimSpace(e.id+" "+e.name) + " " + e.data)
}

func (s *eventStream) want(wanted ...string) {
	s.t.Helper()
	for _, w := range wanted {
		if e, ok := s.next(); !ok || e.String() != w {
			s.t.Fatalf("got %q (more: %v), want %q", e.String(), ok, w)
		}
	}
}

// eventSoon waits until something is so.
func eventSoon(t testing.TB, what string, so func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(eventPatience)
	for !so() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("not so after %v: %s", eventPatience, what)
		}
	}
}
