package transport

import "testing"

func TestEventFrame(t *testing.T) {
	for _, c := range []struct{ name, id, event, data, want string }{
		{"one line", "", "next", `{"a":1}`, "event: next\ndata: {\"a\":1}\n\n"},
		{"with an id", "7", "next", `{}`, "id: 7\nevent: next\ndata: {}\n\n"},
		{"no data has its line all the same", "", "complete", "", "event: complete\ndata:\n\n"},
		{"lines of any kind", "", "next", "a\nb\r\nc\rd", "event: next\ndata: a\ndata: b\ndata: c\ndata: d\n\n"},
		{"an empty line in the middle", "", "next", "a\n\nb", "event: next\ndata: a\ndata: \ndata: b\n\n"},
		{"an id that would end its line", "1\nevent: evil", "next", "{}", "event: next\ndata: {}\n\n"},
		{"an id with a return", "1\r2", "next", "{}", "event: next\ndata: {}\n\n"},
		{"an id that browsers ignore", "1\x00", "next", "{}", "event: next\ndata: {}\n\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := string(appendEvent(nil, c.id, c.event, []byte(c.data))); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestEventAccept(t *testing.T) {
	for _, c := range []struct {
		accept string
		want   bool
	}{
		{"text/event-stream", true},
		{"TEXT/Event-Stream; charset=utf-8", true},
		{"text/event-stream, */*;q=0.1", true},
		{"text/event-stream, application/json", true},
		{"application/json;q=0.5, text/event-stream;q=0.9", true},
		{"text/event-stream;q=0.2, application/json;q=0.9", false},
		{"application/graphql-response+json, application/json, text/event-stream, multipart/mixed", false},
		{"text/event-stream;q=0", false},
		{"text/event-stream;q=x", false},
		{"text/event-streams", false},
		{"*/*", false},
		{"", false},
	} {
		t.Run(c.accept, func(t *testing.T) {
			if got := prefersEvents([]string{c.accept}); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
