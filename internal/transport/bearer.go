package transport

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"cassetto/internal/access"
	"cassetto/internal/fault"
)

// identify recognises who sends an Authorization header, or what stands for it in a message.
func (e *Edge) identify(ctx context.Context, authorization string) (access.Identita, *problem) {
	kind, token, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(kind, "Bearer") {
		token = ""
	}
	who, err := e.verify(ctx, strings.TrimSpace(token))
	if err == nil {
		return who, nil
	}
	p := unrecognised(err)
	e.refusals.note(p.status, err)
	return who, p
}

// unrecognised says nothing of what was wrong with a token.
func unrecognised(err error) *problem {
	if fault.Code(err) == fault.Unavailable {
		return &problem{http.StatusServiceUnavailable, fault.Unavailable, "Servizio di identità non disponibile: riprovare più tardi.",
			http.Header{"Retry-After": {strconv.Itoa(30)}}}
	}
	return &problem{http.StatusUnauthorized, fault.Unauthenticated, "Accesso non riconosciuto: serve un token valido.",
		http.Header{"Www-Authenticate": {`Bearer realm="cassetto"`}}}
}
