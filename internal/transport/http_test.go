package transport_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"

	"cassetto/internal/transport"
)

const (
	mediaResponse = "application/graphql-response+json; charset=utf-8"
	mediaJSON     = "application/json; charset=utf-8"
)

// call is one HTTP request as a test writes it; what is empty has its usual value.
type call struct {
	method, query, body string
	header              map[string]string // an empty value removes the header
}

// send makes a call as anna, with a JSON body.
func (e *edge) send(t testing.TB, c call) (*http.Response, string) {
	t.Helper()
	method := c.method
	if method == "" {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(t.Context(), method, e.URL+c.query, strings.NewReader(c.body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer anna")
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range c.header {
		if r.Header.Del(name); value != "" {
			r.Header.Set(name, value)
		}
	}
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	b, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(b)
}

func accept(media string) map[string]string { return map[string]string{"Accept": media} }

const ciao = `{"query":"{ saluto }"}`

// TestHTTP is the GraphQL-over-HTTP specification, case by case: what is sent, the status, the media type, what the body holds.
func TestHTTP(t *testing.T) {
	e := serve(t, transport.Options{Body: 2000})
	const data = `{"data":{"saluto":"ciao mondo"}}`
	tests := []struct {
		name   string
		call   call
		status int
		media  string
		body   string // what it is, or holds when it begins with …
	}{
		{"no Accept", call{body: ciao}, 200, mediaJSON, data},
		{"Accept */*", call{body: ciao, header: accept("*/*")}, 200, mediaJSON, data},
		{"Accept application/*", call{body: ciao, header: accept("application/*")}, 200, mediaJSON, data},
		{"Accept application/json", call{body: ciao, header: accept("application/json")}, 200, mediaJSON, data},
		{"Accept graphql-response", call{body: ciao, header: accept("application/graphql-response+json")}, 200, mediaResponse, data},
		{"both alike", call{body: ciao, header: accept("application/json, application/graphql-response+json")}, 200, mediaResponse, data},
		{"q prefers json", call{body: ciao, header: accept("application/graphql-response+json;q=0.5, application/json")}, 200, mediaJSON, data},
		{"q prefers response", call{body: ciao, header: accept("application/json;q=0.1, application/graphql-response+json;q=0.2")}, 200, mediaResponse, data},
		{"precise beats wildcard", call{body: ciao, header: accept("*/*, application/json;q=0")}, 200, mediaResponse, data},
		{"charset utf-8", call{body: ciao, header: accept("application/json; charset=UTF-8")}, 200, mediaJSON, data},
		{"406 html", call{body: ciao, header: accept("text/html")}, 406, mediaJSON, `…BAD_USER_INPUT`},
		{"406 q=0", call{body: ciao, header: accept("application/json;q=0, application/graphql-response+json;q=0")}, 406, mediaJSON, `…errors`},
		{"406 charset", call{body: ciao, header: accept("application/json; charset=latin1")}, 406, mediaJSON, `…errors`},
		{"406 nonsense", call{body: ciao, header: accept(";;;")}, 406, mediaJSON, `…errors`},

		{"parse error, json", call{body: `{"query":"{"}`}, 200, mediaJSON, `…GRAPHQL_PARSE_FAILED`},
		{"parse error, response", call{body: `{"query":"{"}`, header: accept("application/graphql-response+json")}, 400, mediaResponse, `…GRAPHQL_PARSE_FAILED`},
		{"validation, json", call{body: `{"query":"{ nulla }"}`}, 200, mediaJSON, `…GRAPHQL_VALIDATION_FAILED`},
		{"validation, response", call{body: `{"query":"{ nulla }"}`, header: accept("application/graphql-response+json")}, 400, mediaResponse, `…GRAPHQL_VALIDATION_FAILED`},
		{"variables, response", call{body: `{"query":"query($b:Int!){grande(byte:$b)}","variables":{"b":"x"}}`, header: accept("application/graphql-response+json")}, 400, mediaResponse, `…errors`},
		{"field error", call{body: `{"query":"{ errore }"}`, header: accept("application/graphql-response+json")}, 200, mediaResponse, `…"data":{"errore":null}`},
		{"operation by name", call{body: `{"query":"query A { saluto } query B { saluto(nome: \"b\") }","operationName":"B"}`}, 200, mediaJSON, `{"data":{"saluto":"ciao b"}}`},
		{"unknown operation", call{body: `{"query":"query A { saluto }","operationName":"B"}`, header: accept("application/graphql-response+json")}, 400, mediaResponse, `…errors`},

		{"not JSON", call{body: `{"query":`}, 400, mediaJSON, `…BAD_USER_INPUT`},
		{"empty body", call{}, 400, mediaJSON, `…errors`},
		{"array", call{body: `[` + ciao + `]`}, 400, mediaJSON, `…errors`},
		{"null", call{body: `null`}, 400, mediaJSON, `…Manca il documento`},
		{"two objects", call{body: ciao + ciao}, 400, mediaJSON, `…un solo oggetto`},
		{"no query", call{body: `{}`}, 400, mediaJSON, `…Manca il documento`},
		{"query is a number", call{body: `{"query":1}`}, 400, mediaJSON, `…campo query`},
		{"variables is a text", call{body: `{"query":"{saluto}","variables":"x"}`}, 400, mediaJSON, `…variables`},
		{"variables is null", call{body: `{"query":"{saluto}","variables":null}`}, 200, mediaJSON, data},
		{"extensions is a list", call{body: `{"query":"{saluto}","extensions":[]}`}, 400, mediaJSON, `…extensions`},
		{"operationName is a number", call{body: `{"query":"{saluto}","operationName":7}`}, 400, mediaJSON, `…operationName`},
		{"413 announced", call{body: `{"query":"{ saluto }` + strings.Repeat(" ", 2000) + `"}`}, 413, mediaJSON, `…troppo grande`},
		{"415 text", call{body: ciao, header: map[string]string{"Content-Type": "text/json"}}, 415, mediaJSON, `…application/json`},
		{"415 graphql", call{body: `{ saluto }`, header: map[string]string{"Content-Type": "application/graphql"}}, 415, mediaJSON, `…errors`},
		{"415 none", call{body: ciao, header: map[string]string{"Content-Type": ""}}, 415, mediaJSON, `…errors`},
		{"415 form", call{body: `query={saluto}`, header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}, 415, mediaJSON, `…errors`},
		{"405 PATCH", call{method: "PATCH", body: ciao}, 405, mediaJSON, `…errors`},

		{"GET", call{method: "GET", query: "?query={saluto}"}, 200, mediaJSON, data},
		{"GET with variables", call{method: "GET", query: `?query=query($n:String){saluto(nome:$n)}&variables={"n":"tu"}`}, 200, mediaJSON, `{"data":{"saluto":"ciao tu"}}`},
		{"GET bad variables", call{method: "GET", query: `?query={saluto}&variables={`}, 400, mediaJSON, `…variables`},
		{"GET nothing", call{method: "GET"}, 400, mediaJSON, `…errors`},
		{"GET mutation", call{method: "GET", query: `?query=mutation{saluta(nome:"a")}`}, 405, mediaJSON, `…errors`},
		{"GET mutation, response", call{method: "GET", query: `?query=mutation{saluta(nome:"a")}`, header: accept("application/graphql-response+json")}, 405, mediaResponse, `…errors`},
		{"GET subscription", call{method: "GET", query: `?query=subscription{tace}`, header: accept("application/graphql-response+json")}, 400, mediaResponse, `…event-stream`},
		{"HEAD", call{method: "HEAD", query: "?query={saluto}"}, 200, mediaJSON, ``},
		{"OPTIONS", call{method: "OPTIONS"}, 204, "", ``},
		{"subscription by POST", call{body: `{"query":"subscription{tace}"}`, header: accept("application/graphql-response+json")}, 400, mediaResponse, `…WebSocket`},

		{"401", call{body: ciao, header: map[string]string{"Authorization": "Bearer nessuno"}}, 401, mediaJSON, `…UNAUTHENTICATED`},
		{"401 another scheme", call{body: ciao, header: map[string]string{"Authorization": "Basic anna"}}, 401, mediaJSON, `…UNAUTHENTICATED`},
		{"503 no keys", call{body: ciao, header: map[string]string{"Authorization": "Bearer assente"}}, 503, mediaJSON, `…ARCHIVE_UNAVAILABLE`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.call.query = strings.NewReplacer("{", "%7B", "}", "%7D", `"`, "%22", "$", "%24").Replace(test.call.query)
			response, body := e.send(t, test.call)
			if response.StatusCode != test.status || response.Header.Get("Content-Type") != test.media {
				t.Errorf("%d %s %s", response.StatusCode, response.Header.Get("Content-Type"), body)
			}
			if inside, part := strings.CutPrefix(test.body, "…"); part && !strings.Contains(body, inside) || !part && body != test.body {
				t.Errorf("got %s, want %s", body, test.body)
			}
			if vary := strings.Join(response.Header.Values("Vary"), ","); !strings.Contains(vary, "Accept") {
				t.Errorf("Vary: %s", vary)
			}
			var parsed map[string]json.RawMessage
			if body != "" && json.Unmarshal([]byte(body), &parsed) != nil {
				t.Errorf("not JSON: %s", body)
			}
			if _, data := parsed["data"]; data && (response.StatusCode >= 400 || strings.Contains(body, "GRAPHQL_")) {
				t.Errorf("a request error with data: %s", body)
			}
		})
	}
}

// TestHTTPHeaders: what each refusal says besides its status, and what every answer says.
func TestHTTPHeaders(t *testing.T) {
	e := serve(t, transport.Options{})
	tests := []struct {
		name, header, value string
		call                call
	}{
		{"405", "Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS", call{method: "PATCH"}},
		{"GET mutation", "Allow", "POST", call{method: "GET", query: `?query=mutation%7Bsaluta(nome:%22a%22)%7D`}},
		{"OPTIONS", "Allow", "GET, HEAD, POST, PUT, DELETE, OPTIONS", call{method: "OPTIONS"}},
		{"415", "Accept-Post", "application/json, multipart/form-data", call{body: ciao, header: map[string]string{"Content-Type": "text/csv"}}},
		{"401", "Www-Authenticate", `Bearer realm="cassetto"`, call{body: ciao, header: map[string]string{"Authorization": "Bearer nessuno"}}},
		{"503", "Retry-After", "30", call{body: ciao, header: map[string]string{"Authorization": "Bearer assente"}}},
		{"nosniff", "X-Content-Type-Options", "nosniff", call{body: ciao}},
		{"no-store", "Cache-Control", "no-store", call{body: ciao}},
		{"no frames", "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'", call{body: ciao}},
		{"no referrer", "Referrer-Policy", "no-referrer", call{body: ciao}},
		{"not for other sites", "Cross-Origin-Resource-Policy", "same-origin", call{body: ciao}},
		{"length", "Content-Length", "32", call{body: ciao}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if response, body := e.send(t, test.call); response.Header.Get(test.header) != test.value {
				t.Errorf("%s: %s; %s", test.header, response.Header.Get(test.header), body)
			}
		})
	}
}

// TestHTTPNoEcho: nothing of a request that cannot be read comes back.
func TestHTTPNoEcho(t *testing.T) {
	e := serve(t, transport.Options{})
	const secret = "SLAMRC75D12A000F"
	for _, body := range []string{
		secret, `{"query":"` + secret, `{"query":{"a":"` + secret + `"}}`, `{"variables":"` + secret + `","query":"{saluto}"}`,
		`{"query":"{saluto}"} ` + secret, `{"` + secret + `":1}`, `{"query":"{saluto}","extensions":["` + secret + `"]}`,
	} {
		response, answer := e.send(t, call{body: body})
		if response.StatusCode != http.StatusBadRequest || strings.Contains(answer, secret) {
			t.Errorf("%s: %d %s", body, response.StatusCode, answer)
		}
	}
}

// TestHTTPBodyLimit: a body of unannounced length is cut at the limit.
func TestHTTPBodyLimit(t *testing.T) {
	e := serve(t, transport.Options{Body: 2000})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, e.URL, io.MultiReader(strings.NewReader(ciao), bytes.NewReader(bytes.Repeat([]byte(" "), 5000))))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer anna")
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestEntityTooLarge {
		t.Error(response.Status)
	}
}

// TestHTTPBodiesApart: the bodies of many requests at once, long and short, are not mixed up.
func TestHTTPBodiesApart(t *testing.T) {
	e := serve(t, transport.Options{})
	var all sync.WaitGroup
	for client := range 8 {
		all.Go(func() {
			for n := range 20 {
				name := strings.Repeat(string(rune('a'+client)), 1+n*n*10)
				_, answer := e.send(t, call{body: `{"query":"query($n: String) { saluto(nome: $n) }","variables":{"n":"` + name + `"}}`})
				if !strings.Contains(answer, " "+name+`"`) {
					t.Errorf("client %d, request %d: %.200s", client, n, answer)
				}
			}
		})
	}
	all.Wait()
}

// TestHTTPCompression: long answers are compressed for those who ask for it, short ones never.
func TestHTTPCompression(t *testing.T) {
	e := serve(t, transport.Options{})
	long, short := `{"query":"{ grande(byte: 20000) }"}`, ciao
	decode := map[string]func(io.Reader) (io.Reader, error){
		"gzip": func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
		"zstd": func(r io.Reader) (io.Reader, error) { return zstd.NewReader(r) },
		"":     func(r io.Reader) (io.Reader, error) { return r, nil },
	}
	for _, test := range []struct{ name, wants, gets, body string }{
		{"gzip", "gzip", "gzip", long},
		{"zstd", "zstd", "zstd", long},
		{"zstd first", "gzip, zstd", "zstd", long},
		{"q", "gzip;q=1, zstd;q=0", "gzip", long},
		{"identity", "identity", "", long},
		{"capitals", "GZIP;Q=0.5", "gzip", long},
		{"gzip rather", "zstd;q=0.5, gzip", "gzip", long},
		{"not wanted", "gzip;q=0, zstd;q=0", "", long},
		{"nonsense", "gzip;q=x", "", long},
		{"none of ours", "br, deflate, *;q=0.1", "", long},
		{"short", "gzip, zstd", "", short},
	} {
		t.Run(test.name, func(t *testing.T) {
			response, body := e.send(t, call{body: test.body, header: map[string]string{"Accept-Encoding": test.wants}})
			plain, err := decode[test.gets](strings.NewReader(body))
			if err != nil || response.Header.Get("Content-Encoding") != test.gets {
				t.Fatalf("%v %s", err, response.Header.Get("Content-Encoding"))
			}
			if n := response.ContentLength; n != int64(len(body)) {
				t.Errorf("Content-Length: %d for %d bytes", n, len(body))
			}
			b, err := io.ReadAll(plain)
			if err != nil || !json.Valid(b) || test.gets != "" && len(body) > 2000 {
				t.Errorf("%v, %d bytes: %.60s", err, len(body), b)
			}
			if vary := strings.Join(response.Header.Values("Vary"), ","); !strings.Contains(vary, "Accept-Encoding") {
				t.Errorf("Vary: %s", vary)
			}
		})
	}
}
