package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/fault"
)

const (
	eventNext     = "next"
	eventComplete = "complete"
	eventComment  = ":\n\n" // says nothing, and keeps the connection
)

var errEventsExpired = errors.New("the bearer token has expired")

// appendEvent writes an event of a stream. An id is left out when it is empty or could not stand on its line; there is
// always a line of data, without which a browser shows no event.
func appendEvent(b []byte, id, event string, data []byte) []byte {
	if id != "" && !strings.ContainsAny(id, "\n\r\x00") {
		b = append(append(append(b, "id: "...), id...), '\n')
	}
	b = append(append(append(b, "event: "...), event...), '\n')
	if len(data) == 0 {
		return append(b, "data:\n\n"...)
	}
	for len(data) > 0 {
		line, end := data, len(data)
		if at := bytes.IndexAny(data, "\r\n"); at >= 0 {
			line, end = data[:at], at+1
			if data[at] == '\r' && end < len(data) && data[end] == '\n' {
				end++
			}
		}
		b = append(append(append(b, "data: "...), line...), '\n')
		data = data[end:]
	}
	return append(b, '\n')
}

// cursorOf is where a client goes on after this response; empty when it does not say.
func cursorOf(r *graphql.Response) string {
	cursor, _ := r.Extensions["cursore"].(string)
	return cursor
}

// appendPayload writes the data of an event of the single connection mode; operation is its id.
func appendPayload(b []byte, operation string, r *graphql.Response) []byte {
	b = appendJSON(append(b, `{"id":`...), operation)
	if r != nil {
		b = appendResponse(append(b, `,"payload":`...), r)
	}
	return append(b, '}')
}

// sharedEvent is an event of the single connection mode, with the body of an answer that others have as well.
func sharedEvent(id, operation string, body []byte) eventFrame {
	payload := append(appendText([]byte(`{"id":`), operation), `,"payload":`...)
	if bytes.ContainsAny(body, "\r\n") { // it has lines of its own
		return eventFrame{head: appendEvent(nil, id, eventNext, append(append(payload, body...), '}'))}
	}
	return eventFrame{head: append([]byte("id: "+id+"\nevent: "+eventNext+"\ndata: "), payload...), body: body}
}

// retryLine asks a browser to come back after some time of its own.
func retryLine() []byte { return fmt.Appendf(nil, "retry: %d\n\n", 1000+rand.N(4001)) }

// expiredEvent is the last response of an operation that outlives its bearer.
func expiredEvent() *graphql.Response {
	return failure(fault.Unauthenticated, "L'accesso è scaduto: autenticarsi di nuovo.")
}

// eventsExpired tells whether a context ended with its bearer.
func eventsExpired(ctx context.Context) bool { return errors.Is(context.Cause(ctx), errEventsExpired) }
