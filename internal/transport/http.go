package transport

import (
	"context"
	"mime"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/access"
	"cassetto/internal/fault"
)

// bodyTimeout is how long the body of a request may take to arrive.
const bodyTimeout = 30 * time.Second

// serveOnce answers a request that has one response, by the GraphQL-over-HTTP specification.
func (e *Edge) serveOnce(w http.ResponseWriter, r *http.Request) {
	media, acceptable := negotiate(r.Header["Accept"])
	h := w.Header()
	h["Vary"] = append(h["Vary"], varies)
	if p := refusedByMethod(r); p != nil {
		refuse(w, media, p)
		return
	}
	if r.Method == http.MethodOptions {
		h.Set("Allow", allowed)
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if !acceptable {
		refuse(w, media, &problem{status: http.StatusNotAcceptable, code: fault.BadUserInput,
			message: "Si risponde con " + mediaResponse + " o " + mediaJSON + ", o con text/event-stream."})
		return
	}
	who, p := e.identify(r.Context(), r.Header.Get("Authorization"))
	if p != nil {
		refuse(w, media, p)
		return
	}
	params, release, p := e.read(w, r)
	defer release()
	if p != nil {
		refuse(w, media, p)
		return
	}
	params.Headers = r.Header
	response, status, read := e.execute(access.With(r.Context(), who), r.Method, params)
	for name, value := range retryAfter(response.Errors) {
		h.Set(name, value)
	}
	switch {
	case status == http.StatusMethodNotAllowed:
		h.Set("Allow", http.MethodPost)
	case media == mediaJSON && status < http.StatusInternalServerError && status != http.StatusTooManyRequests:
		status = http.StatusOK // what every client of application/json expects of a well-formed request
	}
	if read.describe(h, r, media, e.now()) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	send(w, sent{media, status, codingFor(r), read.kept()}, response)
	read.release()
}

// varies are the headers that an answer depends on.
const varies = "Accept, Accept-Encoding, Authorization, " + cacheHeader

// allowed are the methods of the endpoint; PUT and DELETE are those of event streams.
const allowed = "GET, HEAD, POST, PUT, DELETE, OPTIONS"

// refusedByMethod refuses what no GraphQL request looks like.
func refusedByMethod(r *http.Request) *problem {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		return nil
	case http.MethodPost:
	default:
		return &problem{http.StatusMethodNotAllowed, fault.BadUserInput, "Metodo non ammesso.", http.Header{"Allow": {allowed}}}
	}
	if kind := bodyKind(r); kind == mediaJSON || kind == mediaForm {
		return nil
	}
	return &problem{http.StatusUnsupportedMediaType, fault.BadUserInput, "Il corpo deve essere application/json o multipart/form-data.",
		http.Header{"Accept-Post": {"application/json, multipart/form-data"}}}
}

// bodyKind is the media type of a request's body, empty when it is malformed.
func bodyKind(r *http.Request) string {
	kind := r.Header.Get("Content-Type")
	if kind == mediaJSON { // almost always
		return kind
	}
	kind, _, err := mime.ParseMediaType(kind)
	if err != nil {
		return ""
	}
	return kind
}

// read reads the GraphQL request of an HTTP request; release frees what it holds, the files that came with it.
func (e *Edge) read(w http.ResponseWriter, r *http.Request) (params *graphql.RawParams, release func(), p *problem) {
	release = nothing
	if r.Method != http.MethodPost {
		params, p = queryParams(r.URL.Query())
		return params, release, p
	}
	_ = http.NewResponseController(w).SetReadDeadline(e.now().Add(bodyTimeout)) // not every connection has one
	if bodyKind(r) == mediaForm {
		return e.readMultipart(w, r)
	}
	params, p = e.readParams(w, r)
	return params, release, p
}

func nothing() {}

// execute carries out an operation that has one response. The status is that of application/graphql-response+json; read says
// how the response was read, if it was.
func (e *Edge) execute(ctx context.Context, method string, params *graphql.RawParams) (response *graphql.Response, status int, read *reading) {
	defer func() {
		if p := recover(); p != nil {
			response, status, read = panicked(ctx, p), http.StatusInternalServerError, nil
		}
	}()
	ctx = graphql.StartOperationTrace(ctx)
	op, errs := e.exec.CreateOperationContext(ctx, params)
	if errs != nil {
		response := e.exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
		return response, statusOf(response.Errors), nil
	}
	switch kind := op.Operation.Operation; {
	case kind == ast.Subscription:
		return failure(fault.BadUserInput, "Le sottoscrizioni si ricevono via WebSocket o text/event-stream."), http.StatusBadRequest, nil
	case kind == ast.Mutation && method != http.MethodPost:
		return failure(fault.BadUserInput, "Le modifiche si chiedono con POST."), http.StatusMethodNotAllowed, nil
	}
	responses, ctx := e.exec.DispatchOperation(ctx, op)
	response = responses(ctx)
	switch {
	case response == nil: // the client has gone
		return &graphql.Response{}, http.StatusOK, nil
	case response.Data == nil:
		return response, statusOf(response.Errors), nil
	}
	return response, http.StatusOK, readingOf(op, response)
}

// statusOf is the status of a request that was not executed.
func statusOf(errs gqlerror.List) int {
	for _, e := range errs {
		switch e.Extensions["code"] {
		case fault.Unauthenticated:
			return http.StatusUnauthorized
		case fault.Forbidden:
			return http.StatusForbidden
		case fault.RateLimited:
			return http.StatusTooManyRequests
		case fault.Unavailable:
			return http.StatusServiceUnavailable
		case fault.Internal:
			return http.StatusInternalServerError
		}
	}
	return http.StatusBadRequest
}
