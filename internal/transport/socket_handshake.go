package transport

import (
	"errors"
	"net/http"
	"strings"

	"cassetto/internal/fault"
)

func isUpgrade(r *http.Request) bool {
	for _, v := range r.Header.Values("Upgrade") {
		for one := range strings.SplitSeq(v, ",") {
			if strings.EqualFold(strings.TrimSpace(one), "websocket") {
				return true
			}
		}
	}
	return false
}

// refuseSocket is why a socket is not opened; nil when it may be, as far as the request tells.
func refuseSocket(r *http.Request) *problem {
	version := r.Header.Get("Sec-Websocket-Version")
	switch {
	case r.Method != http.MethodGet:
		return &problem{http.StatusMethodNotAllowed, fault.BadUserInput, "Una connessione WebSocket si apre con GET.", http.Header{"Allow": {http.MethodGet}}}
	case version != "13":
		return &problem{http.StatusUpgradeRequired, fault.BadUserInput, "Serve la versione 13 di WebSocket.", http.Header{"Sec-Websocket-Version": {"13"}}}
	}
	return nil
}

// busy is why streams did not take one more.
func busy(err error) *problem {
	message := "Troppe connessioni aperte: riprovare più tardi."
	if errors.Is(err, errDraining) {
		message = "Il servizio sta per riavviarsi: riprovare."
	}
	return &problem{http.StatusServiceUnavailable, fault.Unavailable, message, http.Header{"Retry-After": {"5"}}}
}
