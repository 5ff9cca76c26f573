package transport

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/fault"
	"cassetto/internal/freshness"
)

// appendResponse writes a response as JSON, its data as they are: they were encoded once already. A response without data,
// that of a request that was not executed, has no such key.
func appendResponse(b []byte, r *graphql.Response) []byte {
	open := len(b)
	b = append(b, '{')
	key := func(name string) {
		if len(b) > open+1 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), name...), '"', ':')
	}
	if len(r.Errors) > 0 {
		key("errors")
		b = appendJSON(b, r.Errors)
	}
	if r.Data != nil {
		key("data")
		b = append(b, r.Data...)
	}
	if r.Label != "" {
		key("label")
		b = appendJSON(b, r.Label)
	}
	if len(r.Path) > 0 {
		key("path")
		b = appendJSON(b, r.Path)
	}
	if r.HasNext != nil {
		key("hasNext")
		b = strconv.AppendBool(b, *r.HasNext)
	}
	if len(r.Extensions) > 0 {
		key("extensions")
		b = appendExtensions(b, r.Extensions)
	}
	return append(b, '}')
}

// appendExtensions writes a cursor alone, which every event has, without what the library's encoder takes for it: mostly stack.
func appendExtensions(b []byte, extensions map[string]any) []byte {
	cursor, alone := extensions["cursore"].(string)
	if !alone || len(extensions) > 1 {
		return appendJSON(b, extensions)
	}
	return append(appendText(append(b, `{"cursore":`...), cursor), '}')
}

// appendText writes a text, as it is where that is known to be good.
func appendText(b []byte, text string) []byte {
	if strings.ContainsFunc(text, escaped) {
		return appendJSON(b, text)
	}
	return append(append(append(b, '"'), text...), '"')
}

// escaped says whether a character may have to be escaped.
func escaped(r rune) bool { return r < ' ' || r > '~' || strings.ContainsRune(`"\<>&`, r) }

// appendJSON writes what the program itself made, which can always be written.
func appendJSON(b []byte, v any) []byte {
	encoded, err := json.Marshal(v)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, encoded...)
}

// failure is the response to a request that was not executed.
func failure(code, message string) *graphql.Response {
	return &graphql.Response{Errors: gqlerror.List{{Message: message, Extensions: map[string]any{"code": code}}}}
}

// problem is why a request was refused before it reached the graph.
type problem struct {
	status  int
	code    string
	message string
	header  http.Header // more headers; may be nil
}

func (p *problem) Error() string { return p.code + ": " + p.message }

func badRequest(message string) *problem {
	return &problem{status: http.StatusBadRequest, code: fault.BadUserInput, message: message}
}

// refuse answers a request that was not executed.
func refuse(w http.ResponseWriter, media string, p *problem) {
	for name, values := range p.header {
		w.Header()[name] = values
	}
	write(w, media, p.status, failure(p.code, p.message))
}

// buffers are where responses are written before they are sent, whole and with their length.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// kept is the greatest buffer that is used again.
const kept = 256 << 10

// write sends a response that is not compressed.
func write(w http.ResponseWriter, media string, status int, r *graphql.Response) {
	send(w, sent{media: media, status: status}, r)
}

// sent is how a response is sent.
type sent struct {
	media  string
	status int
	coding freshness.Coding
	kept   *freshness.Kept // the whole response, where it is kept
}

// send sends a response, in one piece and with its length.
func send(w http.ResponseWriter, s sent, r *graphql.Response) {
	if s.kept != nil && s.kept.Body != nil {
		sendBytes(w, s, s.kept.Body)
		return
	}
	buffer := buffers.Get().(*[]byte)
	body := appendResponse((*buffer)[:0], r)
	sendBytes(w, s, body)
	if cap(body) <= kept {
		*buffer = body
		buffers.Put(buffer)
	}
}

func sendBytes(w http.ResponseWriter, s sent, body []byte) {
	kind := typeJSON
	if s.media == mediaResponse {
		kind = typeResponse
	} else if s.media != mediaJSON {
		kind = s.media + charset
	}
	h, values := w.Header(), make([]string, 3)
	if s.coding != freshness.Plain && len(body) >= packedFrom {
		body = s.kept.In(s.coding, func() []byte { return pack(body, s.coding) })
		values[2] = string(s.coding)
		h["Content-Encoding"] = values[2:3:3]
	}
	values[0], values[1] = kind, strconv.Itoa(len(body))
	h["Content-Type"], h["Content-Length"] = values[:1:1], values[1:2:2]
	w.WriteHeader(s.status)
	_, _ = w.Write(body) // the client may have gone
}

// The types of almost all responses, with their charset.
const (
	charset      = "; charset=utf-8"
	typeJSON     = mediaJSON + charset
	typeResponse = mediaResponse + charset
)

// retryAfter is the header that says to a client when to come back.
func retryAfter(errs gqlerror.List) map[string]string {
	for _, e := range errs {
		if e.Extensions["code"] == fault.RateLimited {
			return map[string]string{"Retry-After": fmt.Sprint(e.Extensions["retryAfter"])}
		}
	}
	return nil
}

// panicked is the response to an operation that panicked; the log has its identifier.
func panicked(ctx context.Context, p any) *graphql.Response {
	id := rand.Text()
	slog.ErrorContext(ctx, "operation panicked", "id", id, "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
	response := failure(fault.Internal, "Errore interno: segnalarlo con il suo identificativo.")
	response.Errors[0].Extensions["id"] = id
	return response
}
