package transport

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/fault"
)

// envelope is a GraphQL request as clients write it. DocumentID names a document that the server knows; DocID and ID are what
// Relay's networks call it.
type envelope struct {
	Query         *string         `json:"query"`
	OperationName *string         `json:"operationName"`
	Variables     json.RawMessage `json:"variables"`
	Extensions    json.RawMessage `json:"extensions"`
	DocumentID    *string         `json:"documentId"`
	DocID         *string         `json:"doc_id"`
	ID            *string         `json:"id"`
}

// documentID is the key of RawParams.Extensions under which the graph finds the document's name.
const documentID = "documentId"

// parseParams reads a GraphQL request. Its problems name the field that is wrong and repeat nothing of what was sent.
func parseParams(body []byte) (*graphql.RawParams, *problem) {
	var e envelope
	if json.Unmarshal(body, &e) == nil { // which copies no long text only to look for its end
		return e.params()
	}
	e = envelope{}
	if p := decode(body, &e, "Il corpo"); p != nil {
		return nil, p
	}
	return e.params()
}

func (e *envelope) params() (*graphql.RawParams, *problem) {
	p := &graphql.RawParams{}
	if e.Query != nil {
		p.Query = *e.Query
	}
	if e.OperationName != nil {
		p.OperationName = *e.OperationName
	}
	if len(e.Variables) > 0 {
		if bad := decode(e.Variables, &p.Variables, "variables"); bad != nil {
			return nil, bad
		}
	}
	if len(e.Extensions) > 0 {
		if bad := decode(e.Extensions, &p.Extensions, "extensions"); bad != nil {
			return nil, bad
		}
	}
	delete(p.Extensions, documentID) // only the request's own field says it
	for _, id := range []*string{e.DocumentID, e.DocID, e.ID} {
		if id == nil || *id == "" {
			continue
		}
		if p.Extensions == nil {
			p.Extensions = map[string]any{}
		}
		p.Extensions[documentID] = *id
		break
	}
	if p.Query == "" && p.Extensions[documentID] == nil && p.Extensions["persistedQuery"] == nil {
		return nil, badRequest("Manca il documento: indicare query, o documentId.")
	}
	return p, nil
}

// decode reads one JSON object and nothing else; what names it in the problem.
func decode(b []byte, to any, what string) *problem {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber() // the graph's scalars tell 1 from 1.0
	err := d.Decode(to)
	if err == nil {
		_, err = d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		return badRequest(what + " non è un solo oggetto JSON.")
	}
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Field != "" {
		return badRequest("Il campo " + wrong.Field + " è di un altro tipo.")
	}
	return badRequest(what + " non è un oggetto JSON valido.")
}

// queryParams reads a GraphQL request from the query of a URL.
func queryParams(values url.Values) (*graphql.RawParams, *problem) {
	one := func(name string) *string {
		if !values.Has(name) {
			return nil
		}
		v := values.Get(name)
		return &v
	}
	e := envelope{Query: one("query"), OperationName: one("operationName"), DocumentID: one("documentId"), DocID: one("doc_id"), ID: one("id")}
	for name, to := range map[string]*json.RawMessage{"variables": &e.Variables, "extensions": &e.Extensions} {
		if v := values.Get(name); v != "" {
			*to = json.RawMessage(v)
		}
	}
	return e.params()
}

// bodies are where the bodies of requests are read: one that does not say its length would otherwise leave behind all the sizes
// that its buffer had while it grew.
var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readParams reads a GraphQL request from a body of at most max bytes.
func readParams(w http.ResponseWriter, r *http.Request, max int64) (*graphql.RawParams, *problem) {
	if r.ContentLength > max {
		return nil, tooLarge()
	}
	b := bodies.Get().(*bytes.Buffer)
	b.Reset()
	defer bodies.Put(b)      // what is read from it is copied
	if r.ContentLength > 0 { // what is announced may never come
		b.Grow(int(min(r.ContentLength, 64<<10)) + bytes.MinRead)
	}
	_, err := b.ReadFrom(http.MaxBytesReader(w, r.Body, max))
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, tooLarge()
	case err != nil:
		return nil, badRequest("Il corpo non è arrivato intero.")
	}
	return parseParams(b.Bytes())
}

func tooLarge() *problem {
	return &problem{status: http.StatusRequestEntityTooLarge, code: fault.BadUserInput, message: "La richiesta è troppo grande.",
		header: http.Header{"Connection": {"close"}}}
}
