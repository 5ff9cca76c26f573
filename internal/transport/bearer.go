// Package transport is the edge between the network and the graph, where the library's own falls short.
package transport

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"cassetto/internal/access"
	"cassetto/internal/fault"
)

// Bearer lets pass only requests with a good token, and puts the person it proves in their context. The others are answered
// at once: 401 and UNAUTHENTICATED without a word on what was wrong, or 503 while the issuer's keys cannot be had.
func Bearer(verify func(ctx context.Context, token string) (access.Identita, error), next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
		if !strings.EqualFold(kind, "Bearer") {
			token = ""
		}
		who, err := verify(r.Context(), strings.TrimSpace(token))
		if err != nil {
			refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(access.With(r.Context(), who)))
	})
}

func refuse(w http.ResponseWriter, r *http.Request, err error) {
	status, code, message := http.StatusUnauthorized, fault.Unauthenticated, "Accesso non riconosciuto: serve un token valido."
	h := w.Header()
	if fault.Code(err) == fault.Unavailable {
		status, code, message = http.StatusServiceUnavailable, fault.Unavailable, "Servizio di identità non disponibile: riprovare più tardi."
		h.Set("Retry-After", strconv.Itoa(30))
	} else {
		h.Set("WWW-Authenticate", `Bearer realm="cassetto"`)
	}
	slog.InfoContext(r.Context(), "request refused", "status", status, "cause", err)
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{ // the client may have gone
		"errors": []any{map[string]any{"message": message, "extensions": map[string]any{"code": code}}},
	})
}
