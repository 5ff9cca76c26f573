package transport_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"cassetto/internal/transport"
)

// FuzzHTTP: whatever is sent is answered, with JSON and with a status that is not the server's fault.
func FuzzHTTP(f *testing.F) {
	for _, seed := range []struct{ method, kind, accept, query, body string }{
		{"POST", "application/json", "application/json", "", ciao},
		{"POST", "application/json", "application/graphql-response+json;q=0.3, */*;q=0.1", "", `{"query":"query($b:Int!){grande(byte:$b)}","variables":{"b":3},"operationName":null,"extensions":{"x":[1.5e3]}}`},
		{"GET", "", "", "query=%7Bsaluto%7D&variables=%7B%22n%22:null%7D", ""},
		{"GET", "", "text/html", "query=mutation%7Bsaluta(nome:%22a%22)%7D&documentId=x", ""},
		{"POST", "multipart/form-data; boundary=x", "", "", "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{\"query\":\"mutation($f:Upload!){carica(file:$f)}\",\"variables\":{\"f\":null}}\r\n--x\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{\"0\":[\"variables.f\"]}\r\n--x\r\nContent-Disposition: form-data; name=\"0\"; filename=\"a\"\r\n\r\nalfa\r\n--x--\r\n"},
		{"POST", "application/json; charset=utf-16", ";q=2", "", "\xff\xfe"},
		{"PATCH", "application/json", "", "", "[]"},
	} {
		f.Add(seed.method, seed.kind, seed.accept, seed.query, seed.body)
	}
	e := transport.New(newGraph().executor(), verify, transport.Options{Body: 10_000, Uploads: 20_000})
	f.Fuzz(func(t *testing.T, method, kind, accept, query, body string) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		r, err := http.NewRequestWithContext(ctx, method, "http://cassetto.example/graphql", strings.NewReader(body))
		if err != nil {
			return // not a method
		}
		if r.URL.RawQuery = query; method == http.MethodPut || method == http.MethodDelete || strings.Contains(accept, "event-stream") {
			return // server-sent events, which have a target of their own
		}
		r.Header = http.Header{"Authorization": {"Bearer anna"}, "Content-Type": {kind}, "Accept": {accept}}
		w := httptest.NewRecorder()
		e.ServeHTTP(w, r)
		if w.Code >= 500 || w.Body.Len() > 0 && !json.Valid(w.Body.Bytes()) {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if values, err := url.ParseQuery(query); w.Code == http.StatusBadRequest && err == nil {
			for _, secret := range []string{body, values.Get("variables")} {
				if len(secret) > 40 && strings.Contains(w.Body.String(), secret) {
					t.Fatalf("echoes what was sent: %s", w.Body)
				}
			}
		}
	})
}
