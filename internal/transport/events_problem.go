package transport

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"

	"cassetto/internal/fault"
)

// eventsProblem says why a new stream is not let in.
func eventsProblem(err error) *problem {
	message := "Il servizio non accetta altri flussi in questo momento: riprovare più tardi."
	if errors.Is(err, errDraining) {
		message = "Il servizio sta per riavviarsi: riprovare tra poco."
	}
	return &problem{http.StatusServiceUnavailable, fault.Unavailable, message, eventsRetryAfter()}
}

func eventsTooManyOf(message string) *problem {
	return &problem{http.StatusTooManyRequests, fault.RateLimited, message, eventsRetryAfter()}
}

// eventsRetryAfter is a few seconds, not the same for all.
func eventsRetryAfter() http.Header { return http.Header{"Retry-After": {strconv.Itoa(1 + rand.N(5))}} }

// noReservation answers an unknown token and the token of another person alike.
func noReservation() *problem {
	return &problem{http.StatusNotFound, fault.NotFound, "Flusso non trovato: chiederne un altro con PUT.", nil}
}

func eventsConflict(message string) *problem {
	return &problem{http.StatusConflict, fault.Conflict, message, nil}
}

func eventsUnreadable() *problem {
	return &problem{http.StatusUnsupportedMediaType, fault.BadUserInput, "Il corpo deve essere application/json, in UTF-8.",
		http.Header{"Accept": {"application/json"}}}
}

func eventsOnlyByPost() *problem {
	return &problem{http.StatusMethodNotAllowed, fault.BadUserInput, "Una mutation si esegue solo con POST.", http.Header{"Allow": {http.MethodPost}}}
}

func eventsUTF8(charset string) bool { return strings.EqualFold(charset, "utf-8") }
