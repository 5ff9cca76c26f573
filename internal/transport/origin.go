package transport

import (
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/rs/cors"

	"cassetto/internal/fault"
)

// guarded sets the headers that keep an answer out of other sites' pages and, unless it says otherwise, of caches, answers the questions of browsers
// about other origins (CORS), and refuses what a page of another site can send without asking first.
func (e *Edge) guarded(next http.Handler) http.Handler {
	shared := cors.New(cors.Options{
		AllowOriginFunc: func(origin string) bool { return slices.Contains(e.options.Origins, strings.ToLower(origin)) },
		AllowedMethods:  []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete},
		AllowedHeaders:  []string{"*"},
		ExposedHeaders:  []string{"Retry-After", cacheHeader},
		MaxAge:          7200,
	})
	checked := shared.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !e.sameSite(r) || !isUpgrade(r) && !preflighted(r) {
			refuse(w, mediaJSON, anotherSite())
			return
		}
		next.ServeHTTP(w, r)
	}))
	always := http.Header{
		"X-Content-Type-Options":       {"nosniff"},
		"Cache-Control":                {"no-store"},
		"Referrer-Policy":              {"no-referrer"},
		"Content-Security-Policy":      {"default-src 'none'; frame-ancestors 'none'"},
		"Cross-Origin-Resource-Policy": {"same-origin"},
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for name, values := range always {
			h[name] = values[:1:1] // whoever adds to it makes another
		}
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		checked.ServeHTTP(w, r)
	})
}

func anotherSite() *problem {
	return &problem{status: http.StatusForbidden, code: fault.Forbidden,
		message: "Richiesta rifiutata: potrebbe venire dalla pagina di un altro sito. Serve l'intestazione Authorization o GraphQL-Require-Preflight."}
}

// sameSite says whether a request comes from no page at all, from one of this host or from one of the allowed origins.
func (e *Edge) sameSite(r *http.Request) bool {
	origins := r.Header["Origin"]
	if len(origins) == 0 { // browsers send it with every request but a plain navigation or image, which says where it comes from
		site := r.Header.Get("Sec-Fetch-Site")
		return site == "" || site == "none" || site == "same-origin"
	}
	page, err := url.Parse(origins[0])
	return len(origins) == 1 && err == nil &&
		(page.Host != "" && strings.EqualFold(page.Host, r.Host) || slices.Contains(e.options.Origins, strings.ToLower(origins[0])))
}

// preflighted says whether a browser asks this server before it lets a page of another site send such a request. It does not
// for forms and for reads without a header of their own.
func preflighted(r *http.Request) bool {
	for _, name := range []string{"Authorization", "Graphql-Require-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name"} {
		if r.Header.Get(name) != "" {
			return true
		}
	}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		return eventToken(r) != "" // a secret that was given to a page that may call
	case http.MethodPost:
		kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		simple := err != nil || kind == "application/x-www-form-urlencoded" || kind == "multipart/form-data" || kind == "text/plain"
		return !simple || r.Header.Get("Content-Type") == ""
	}
	return true
}
