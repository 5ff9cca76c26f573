package transport

import (
	"net/http"
	"slices"
	"strings"
)

const (
	eventMedia       = "text/event-stream"
	eventTokenHeader = "X-Graphql-Event-Stream-Token" // as net/http spells it
	eventTokenQuery  = "token"
	eventRefusal     = "application/json" // what a refused request is told in
)

// isStream tells the requests of the protocol graphql-sse from the others on the same path: those that would rather have
// events than JSON, and those of the single connection mode.
func isStream(r *http.Request) bool {
	switch r.Method {
	case http.MethodPut, http.MethodDelete:
		return true
	case http.MethodGet:
		return eventToken(r) != "" || prefersEvents(r.Header.Values("Accept"))
	case http.MethodPost:
		return r.Header.Get(eventTokenHeader) != "" || prefersEvents(r.Header.Values("Accept"))
	}
	return false
}

// serveEvents answers them; on a stream it returns when that has ended.
func (e *Edge) serveEvents(w http.ResponseWriter, r *http.Request) {
	var p *problem
	switch token := eventToken(r); {
	case r.Method == http.MethodPut:
		p = e.reserve(w, r)
	case r.Method == http.MethodDelete:
		p = e.stopOperation(w, r)
	case r.Method == http.MethodGet && token != "":
		p = e.openReserved(w, r)
	case r.Header.Get(eventTokenHeader) != "":
		p = e.startOperation(w, r)
	default:
		p = e.serveDistinct(w, r)
	}
	if p != nil {
		w.Header().Set("Cache-Control", "no-store")
		refuse(w, eventRefusal, p)
	}
}

// eventToken is the token of the reservation that a request names; a browser's EventSource can only say it in the URL.
func eventToken(r *http.Request) string {
	if t := r.Header.Get(eventTokenHeader); t != "" || r.Method == http.MethodPost {
		return t
	}
	return r.URL.Query().Get(eventTokenQuery)
}

// prefersEvents tells whether an Accept header asks for events before JSON: some clients name both in every request, and a
// plain query is better answered in JSON.
func prefersEvents(accept []string) bool {
	if !slices.ContainsFunc(accept, func(v string) bool { return strings.Contains(strings.ToLower(v), eventMedia) }) {
		return false
	}
	var events, json float64
	for _, r := range parseAccept(accept) {
		switch r.media {
		case eventMedia:
			if r.q > json { // on a par, what is named first
				events = max(events, r.q)
			}
		case mediaJSON, mediaResponse:
			json = max(json, r.q)
		}
	}
	return events > 0 && events >= json
}
