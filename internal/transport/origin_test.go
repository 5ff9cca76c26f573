package transport_test

import (
	"net/http"
	"strings"
	"testing"

	"cassetto/internal/transport"
)

// TestCrossSite: what a page of another site can make a browser send without asking is refused; what it must ask for is
// answered to the allowed origins only.
func TestCrossSite(t *testing.T) {
	e := serve(t, transport.Options{Origins: []string{"https://portale.example"}})
	own := strings.TrimSuffix(e.URL, "/graphql")
	const saluto = "?query=%7Bsaluto%7D"
	no, form := "", "application/x-www-form-urlencoded"
	tests := []struct {
		name   string
		call   call
		status int
	}{
		{"simple GET", call{method: "GET", query: saluto, header: map[string]string{"Authorization": no}}, 403},
		{"GET with the preflight header", call{method: "GET", query: saluto, header: map[string]string{"Authorization": no, "GraphQL-Require-Preflight": "1"}}, 401},
		{"GET with Apollo's header", call{method: "GET", query: saluto, header: map[string]string{"Authorization": no, "Apollo-Require-Preflight": "1"}}, 401},
		{"GET with a token", call{method: "GET", query: saluto}, 200},
		{"form post", call{body: "query={saluto}", header: map[string]string{"Authorization": no, "Content-Type": form}}, 403},
		{"text post", call{body: ciao, header: map[string]string{"Authorization": no, "Content-Type": "text/plain"}}, 403},
		{"multipart post", call{body: ciao, header: map[string]string{"Authorization": no, "Content-Type": "multipart/form-data; boundary=x"}}, 403},
		{"post without a type", call{body: ciao, header: map[string]string{"Authorization": no, "Content-Type": no}}, 415},
		{"JSON post without a token", call{body: ciao, header: map[string]string{"Authorization": no}}, 401},
		{"another origin", call{body: ciao, header: map[string]string{"Origin": "https://altro.example"}}, 403},
		{"an origin like the allowed one", call{body: ciao, header: map[string]string{"Origin": "https://portale.example.altro"}}, 403},
		{"origin null", call{body: ciao, header: map[string]string{"Origin": "null"}}, 403},
		{"allowed origin", call{body: ciao, header: map[string]string{"Origin": "https://portale.example"}}, 200},
		{"own origin", call{body: ciao, header: map[string]string{"Origin": own}}, 200},
		{"link from another site", call{method: "GET", query: saluto, header: map[string]string{"Sec-Fetch-Site": "cross-site"}}, 403},
		{"link from the same site", call{method: "GET", query: saluto, header: map[string]string{"Sec-Fetch-Site": "same-origin"}}, 200},
		{"address bar", call{method: "GET", query: saluto, header: map[string]string{"Sec-Fetch-Site": "none"}}, 200},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			response, body := e.send(t, test.call)
			if response.StatusCode != test.status {
				t.Errorf("%d %s", response.StatusCode, body)
			}
			allowed, shared := test.call.header["Origin"], response.Header.Get("Access-Control-Allow-Origin")
			if want := allowed == "https://portale.example"; (shared != "") != want || want && shared != allowed {
				t.Errorf("Access-Control-Allow-Origin: %s", shared)
			}
		})
	}
}

// TestPreflight: browsers are told what the allowed origins may send, and nothing to the others.
func TestPreflight(t *testing.T) {
	e := serve(t, transport.Options{Origins: []string{"https://portale.example"}})
	for origin, allowed := range map[string]bool{"https://portale.example": true, "https://altro.example": false} {
		response, _ := e.send(t, call{method: http.MethodOptions, header: map[string]string{
			"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type", "Authorization": "",
		}})
		h := response.Header
		if response.StatusCode != http.StatusNoContent || (h.Get("Access-Control-Allow-Origin") == origin) != allowed ||
			(h.Get("Access-Control-Allow-Headers") == "authorization,content-type") != allowed || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %s %v", origin, response.Status, h)
		}
	}
}
