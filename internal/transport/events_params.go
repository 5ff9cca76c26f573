package transport

import (
	"mime"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
)

// eventParams reads the GraphQL request of a POST, or of the query of a GET.
func (e *Edge) eventParams(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *problem) {
	start := graphql.Now()
	params, p := e.rawEventParams(w, r)
	if p != nil {
		return nil, p
	}
	params.Headers = r.Header
	params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
	return params, nil
}

func (e *Edge) rawEventParams(w http.ResponseWriter, r *http.Request) (*graphql.RawParams, *problem) {
	if r.Method == http.MethodGet {
		return queryParams(r.URL.Query())
	}
	media, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if charset, said := params["charset"]; err != nil || media != "application/json" || said && !eventsUTF8(charset) {
		return nil, eventsUnreadable()
	}
	return e.readParams(w, r)
}
