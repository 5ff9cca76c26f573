package transport_test

import (
	"compress/gzip"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cassetto/internal/transport"
)

// get is a query in a URL; more are further parameters, names and values in turn.
func get(query string, more ...string) string {
	v := url.Values{"query": {query}}
	for i := 0; i < len(more); i += 2 {
		v.Set(more[i], more[i+1])
	}
	return "?" + v.Encode()
}

const letto, lettoLungo = `{ letto(secondi: 3600) }`, `{ letto(secondi: 3600, byte: 5000) }`

// TestReuseHeaders: for how long an answer may be used again, and whether it has a tag.
func TestReuseHeaders(t *testing.T) {
	e := serve(t, transport.Options{})
	response := accept("application/graphql-response+json")
	const noStore, noCache, hour = "no-store", "private, no-cache", "private, max-age=3600"
	for _, test := range []struct {
		name    string
		call    call
		control string
		tag     bool
	}{
		{"GET", call{method: "GET", query: get(letto)}, hour, true},
		{"HEAD", call{method: "HEAD", query: get(letto)}, hour, true},
		{"POST", call{body: `{"query":"` + letto + `"}`}, hour, true},
		{"the other media type", call{method: "GET", query: get(letto), header: response}, hour, true},
		{"compressed", call{method: "GET", query: get(lettoLungo), header: map[string]string{"Accept-Encoding": "gzip"}}, hour, true},
		{"kept whole", call{method: "GET", query: get(letto, "extensions", `{"intera":true}`)}, hour, true},
		{"not fresh", call{method: "GET", query: get(`{ letto(secondi: 0) }`)}, noCache, true},
		{"no longer fresh", call{method: "GET", query: get(`{ letto(secondi: -60) }`)}, noCache, true},
		{"with what it cost", call{method: "GET", query: get(letto, "extensions", `{"costo":true}`)}, noCache, false},
		{"nothing is known", call{method: "GET", query: get(`{ saluto }`)}, noStore, false},
		{"partial", call{method: "GET", query: get(`{ letto(secondi: 60) errore }`)}, noStore, false},
		{"partial, response", call{method: "GET", query: get(`{ letto(secondi: 60) errore }`), header: response}, noStore, false},
		{"command", call{body: `{"query":"mutation { letto(secondi: 60) }"}`}, noStore, false},
		{"command by GET", call{method: "GET", query: get(`mutation { letto(secondi: 60) }`)}, noStore, false},
		{"subscription", call{method: "GET", query: get(`subscription { tace }`)}, noStore, false},
		{"invalid, json", call{method: "GET", query: get(`{ nulla }`)}, noStore, false},
		{"invalid, response", call{method: "GET", query: get(`{ nulla }`), header: response}, noStore, false},
		{"not JSON", call{body: `{`}, noStore, false},
		{"401", call{method: "GET", query: get(letto), header: map[string]string{"Authorization": "Bearer nessuno"}}, noStore, false},
		{"403", call{method: "GET", query: get(letto), header: map[string]string{"Authorization": "", "Origin": "https://altro.example"}}, noStore, false},
		{"406", call{method: "GET", query: get(letto), header: accept("text/html")}, noStore, false},
		{"503", call{method: "GET", query: get(letto), header: map[string]string{"Authorization": "Bearer assente"}}, noStore, false},
		{"OPTIONS", call{method: "OPTIONS"}, noStore, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, body := e.send(t, test.call)
			tag := r.Header.Get("Etag")
			if got := r.Header.Get("Cache-Control"); !lasts(got, test.control) || (tag != "") != test.tag {
				t.Errorf("%d Cache-Control: %s, ETag: %s; %.200s", r.StatusCode, got, tag, body)
			}
			if tag != "" && !regexp.MustCompile(`^W/"[0-9A-Za-z_-]{13,16}"$`).MatchString(tag) {
				t.Errorf("ETag: %s", tag)
			}
		})
	}
}

// lasts compares two values of Cache-Control; what was made a while ago lasts a little less.
func lasts(got, want string) bool {
	const most = "private, max-age="
	g, aged := strings.CutPrefix(got, most)
	w, ages := strings.CutPrefix(want, most)
	seconds, _ := strconv.Atoi(g)
	full, _ := strconv.Atoi(w)
	return aged == ages && (!ages && got == want || ages && seconds <= full && seconds > full-int(time.Minute/time.Second))
}

// TestReuseVary: what an answer depends on besides its URL. Another user's is another answer, on one browser too.
func TestReuseVary(t *testing.T) {
	e := serve(t, transport.Options{Origins: []string{"https://portale.example"}})
	for name, c := range map[string]call{
		"GET":          {method: "GET", query: get(letto)},
		"another site": {method: "GET", query: get(letto), header: map[string]string{"Origin": "https://portale.example"}},
		"compressed":   {method: "GET", query: get(lettoLungo), header: map[string]string{"Accept-Encoding": "zstd"}},
		"POST":         {body: ciao},
		"refused":      {method: "GET", query: get(letto), header: map[string]string{"Authorization": "Bearer nessuno"}},
	} {
		r, _ := e.send(t, c)
		fields := map[string]bool{}
		for one := range strings.SplitSeq(strings.Join(r.Header.Values("Vary"), ","), ",") {
			fields[strings.TrimSpace(one)] = true
		}
		if !maps.Equal(fields, map[string]bool{"Accept": true, "Authorization": true, "Cassetto-Cache": true, "Accept-Encoding": true, "Origin": true}) {
			t.Errorf("%s: %v", name, r.Header["Vary"])
		}
	}
}

// TestNotModified: who has the answer already is told so, and nothing else.
func TestNotModified(t *testing.T) {
	e := serve(t, transport.Options{})
	tagOf := func(query, media string) string {
		r, _ := e.send(t, call{method: "GET", query: get(query), header: accept(media)})
		return r.Header.Get("Etag")
	}
	tag, long := tagOf(letto, "*/*"), tagOf(lettoLungo, "*/*")
	response := tagOf(letto, "application/graphql-response+json")
	if tag == long || tag == response || tag == "" {
		t.Fatalf("tags: %s %s %s", tag, long, response)
	}
	strong := strings.TrimPrefix(tag, "W/")
	for _, test := range []struct {
		name, method, query, have string
		header                    map[string]string
		unchanged                 bool
	}{
		{"the tag", "GET", letto, tag, nil, true},
		{"by HEAD", "HEAD", letto, tag, nil, true},
		{"strong", "GET", letto, strong, nil, true},
		{"any", "GET", letto, "*", nil, true},
		{"any, by HEAD", "HEAD", letto, " * ", nil, true},
		{"in a list", "GET", letto, `"a", W/"b",` + tag + `, "c"`, nil, true},
		{"first of a list", "GET", letto, tag + `,"c"`, nil, true},
		{"a list with gaps", "GET", letto, `, ,"a",	` + tag + `,`, nil, true},
		{"commas in a tag", "GET", letto, `"a,b", ` + tag, nil, true},
		{"compressed", "GET", lettoLungo, long, map[string]string{"Accept-Encoding": "gzip"}, true},
		{"compressed otherwise", "GET", lettoLungo, long, map[string]string{"Accept-Encoding": "zstd"}, true},
		{"not fresh", "GET", `{ letto(secondi: 0) }`, tag, nil, true},
		{"another", "GET", letto, `"a"`, nil, false},
		{"another list", "GET", letto, `"a", W/"b"`, nil, false},
		{"of another answer", "GET", letto, long, nil, false},
		{"of the other media type", "GET", letto, response, nil, false},
		{"without quotes", "GET", letto, strings.Trim(strong, `"`), nil, false},
		{"small w", "GET", letto, "w/" + strong, nil, false},
		{"no end", "GET", letto, strings.TrimSuffix(tag, `"`), nil, false},
		{"after nonsense", "GET", letto, "nonsense, " + tag, nil, false},
		{"empty", "GET", letto, "", nil, false},
		{"nothing but a w", "GET", letto, "W/", nil, false},
		{"a prefix", "GET", letto, tag[:len(tag)-2] + `"`, nil, false},
		{"partial", "GET", `{ letto(secondi: 3600) errore }`, "*", nil, false},
		{"refused", "GET", `{ nulla }`, "*", nil, false},
		{"nothing is known", "GET", `{ saluto }`, "*", nil, false},
		{"command", "POST", `mutation { letto(secondi: 60) }`, "*", nil, false},
		{"POST", "POST", letto, tag, nil, false},
		{"POST, any", "POST", letto, "*", nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := call{method: test.method, query: get(test.query), header: map[string]string{"If-None-Match": test.have}}
			if test.method == http.MethodPost {
				c.query, c.body = "", `{"query":`+strconv.Quote(test.query)+`}`
			}
			maps.Copy(c.header, test.header)
			r, body := e.send(t, c)
			if got := r.StatusCode == http.StatusNotModified; got != test.unchanged {
				t.Fatalf("%d %.100s", r.StatusCode, body)
			}
			if !test.unchanged {
				if body == "" {
					t.Error("no body")
				}
				return
			}
			h := r.Header
			if body != "" || h.Get("Content-Type") != "" || h.Get("Content-Encoding") != "" || h.Get("Etag") == "" ||
				!strings.HasPrefix(h.Get("Cache-Control"), "private, ") || !strings.Contains(strings.Join(h.Values("Vary"), ","), "Authorization") {
				t.Errorf("%v %q", h, body)
			}
		})
	}
	t.Run("several headers", func(t *testing.T) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, e.URL+get(letto), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Authorization": {"Bearer anna"}, "If-None-Match": {`"a"`, tag}}
		got, err := http.DefaultTransport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = got.Body.Close()
		if got.StatusCode != http.StatusNotModified {
			t.Error(got.Status)
		}
	})
}

// TestTagOfBody: the tag is the same for the same body, however it travels, and another for any other.
func TestTagOfBody(t *testing.T) {
	e := serve(t, transport.Options{})
	seen := map[string]string{} // tag → media type and body
	for _, query := range []string{letto, lettoLungo, `{ letto(secondi: 7) }`, `{ letto(secondi: 7, byte: 4999) }`, `{ altro: letto(secondi: 7) }`} {
		for _, media := range []string{"application/json", "application/graphql-response+json"} {
			for _, coding := range []string{"identity", "gzip"} {
				r, body := e.send(t, call{method: "GET", query: get(query), header: map[string]string{"Accept": media, "Accept-Encoding": coding}})
				if r.Header.Get("Content-Encoding") == "gzip" {
					z, err := gzip.NewReader(strings.NewReader(body))
					if err != nil {
						t.Fatal(err)
					}
					plain, err := io.ReadAll(z)
					if err != nil {
						t.Fatal(err)
					}
					body = string(plain)
				}
				is, tag := media+" "+body, r.Header.Get("Etag")
				if was, known := seen[tag]; known && was != is {
					t.Errorf("%s is of two answers", tag)
				}
				seen[tag] = is
			}
		}
	}
	if len(seen) != 8 { // the third query's body is that of the first
		t.Errorf("%d tags, want 8", len(seen))
	}
}

// TestCacheHeader: how an answer was read is said to who asks, in a form that clients can parse.
func TestCacheHeader(t *testing.T) {
	e := serve(t, transport.Options{Origins: []string{"https://portale.example"}})
	const parts = "risposta=miss, anagrafica.aziende=hit;n=2, infocamere.impresevive=(hit;n=1 stale;n=3 miss;n=4)"
	detail := map[string]string{"Cassetto-Cache": "dettaglio"}
	member := regexp.MustCompile(`^[a-z*][a-z0-9_.*-]*=(hit|stale|miss|\(([a-z]+;n=\d+( [a-z]+;n=\d+)*)?\))(;n=\d+)?$`) // RFC 8941, §3.2
	for _, test := range []struct {
		name, want string
		call       call
	}{
		{"asked", parts, call{method: "GET", query: get(letto), header: detail}},
		{"by POST", parts, call{body: `{"query":"` + letto + `"}`, header: detail}},
		{"kept whole", "risposta=hit", call{method: "GET", query: get(letto, "extensions", `{"intera":true}`), header: detail}},
		{"partial", parts, call{method: "GET", query: get(`{ letto(secondi: 60) errore }`), header: detail}},
		{"command", parts, call{body: `{"query":"mutation { letto(secondi: 60) }"}`, header: detail}},
		{"unchanged", parts, call{method: "GET", query: get(letto), header: map[string]string{"Cassetto-Cache": "dettaglio", "If-None-Match": "*"}}},
		{"not asked", "", call{method: "GET", query: get(letto)}},
		{"asked otherwise", "", call{method: "GET", query: get(letto), header: map[string]string{"Cassetto-Cache": "tutto"}}},
		{"refused", "", call{method: "GET", query: get(`{ nulla }`), header: detail}},
		{"nothing is known", "", call{method: "GET", query: get(`{ saluto }`), header: detail}},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, body := e.send(t, test.call)
			got := r.Header.Get("Cassetto-Cache")
			if got != test.want {
				t.Errorf("got %q, want %q; %.200s", got, test.want, body)
			}
			for one := range strings.SplitSeq(got, ", ") {
				if got != "" && !member.MatchString(one) {
					t.Errorf("not a member of a dictionary: %s", one)
				}
			}
		})
	}
	r, _ := e.send(t, call{method: "GET", query: get(letto), header: map[string]string{"Origin": "https://portale.example"}})
	if exposed := r.Header.Get("Access-Control-Expose-Headers"); !strings.Contains(exposed, "Cassetto-Cache") {
		t.Errorf("pages of other sites cannot read it: %s", exposed)
	}
}
