package transport

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/fault"
)

// envelope is what a GraphQL request says. DocumentID names a document that the server knows; DocID and ID are what Relay's
// networks call it.
type envelope struct {
	Query, OperationName, DocumentID, DocID, ID string
	Variables, Extensions                       map[string]any
}

// written is an envelope as clients write it.
type written struct {
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
	return newScanner(body).params()
}

// params reads the request that the scanner was given.
func (s *scanner) params() (*graphql.RawParams, *problem) {
	if e, ok := s.request(); ok {
		return e.params()
	}
	var w written
	if json.Unmarshal(s.All(), &w) == nil { // which copies no long text only to look for its end
		return w.params()
	}
	w = written{}
	if p := decode(s.All(), &w, "Il corpo"); p != nil {
		return nil, p
	}
	return w.params()
}

func (w *written) params() (*graphql.RawParams, *problem) {
	var e envelope
	for from, to := range map[*string]*string{w.Query: &e.Query, w.OperationName: &e.OperationName, w.DocumentID: &e.DocumentID, w.DocID: &e.DocID, w.ID: &e.ID} {
		if from != nil {
			*to = *from
		}
	}
	if len(w.Variables) > 0 {
		if bad := decode(w.Variables, &e.Variables, "variables"); bad != nil {
			return nil, bad
		}
	}
	if len(w.Extensions) > 0 {
		if bad := decode(w.Extensions, &e.Extensions, "extensions"); bad != nil {
			return nil, bad
		}
	}
	return e.params()
}

func (e *envelope) params() (*graphql.RawParams, *problem) {
	p := &graphql.RawParams{Query: e.Query, OperationName: e.OperationName, Variables: e.Variables, Extensions: e.Extensions}
	delete(p.Extensions, documentID) // only the request's own field says it
	if id := cmp.Or(e.DocumentID, e.DocID, e.ID); id != "" {
		if p.Extensions == nil {
			p.Extensions = map[string]any{}
		}
		p.Extensions[documentID] = id
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
	w := written{Query: one("query"), OperationName: one("operationName"), DocumentID: one("documentId"), DocID: one("doc_id"), ID: one("id")}
	for name, to := range map[string]*json.RawMessage{"variables": &w.Variables, "extensions": &w.Extensions} {
		if v := values.Get(name); v != "" {
			*to = json.RawMessage(v)
		}
	}
	return w.params()
}

// bodies are where the bodies of requests are read and scanned: one that does not say its length would otherwise leave behind all
// the sizes that its buffer had while it grew.
var bodies = sync.Pool{New: func() any { return new(body) }}

type body struct {
	bytes.Buffer
	scanner
}

// readParams reads a GraphQL request from the body of an HTTP request.
func (e *Edge) readParams(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *problem) {
	if r.ContentLength > e.options.Body {
		return nil, tooLarge()
	}
	b := bodies.Get().(*body)
	b.Reset()
	defer bodies.Put(b)      // what is read from it is copied
	if r.ContentLength > 0 { // what is announced may never come
		b.Grow(int(min(r.ContentLength, 64<<10)) + bytes.MinRead)
	}
	var text io.Reader = r.Body
	if r.ContentLength < 0 { // no body is longer than it says
		text = http.MaxBytesReader(w, r.Body, e.options.Body)
	}
	_, err := b.ReadFrom(text)
	var over *http.MaxBytesError
	switch {
	case errors.As(err, &over):
		return nil, tooLarge()
	case err != nil:
		return nil, badRequest("Il corpo non è arrivato intero.")
	}
	b.scanner.Reset(b.Bytes())
	b.lately = e.lately
	return b.params()
}

func tooLarge() *problem {
	return &problem{status: http.StatusRequestEntityTooLarge, code: fault.BadUserInput, message: "La richiesta è troppo grande.",
		header: http.Header{"Connection": {"close"}}}
}
