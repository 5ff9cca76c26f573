package transport

import (
	"io"
	"net/http"
	"strings"

	"cassetto/internal/access"
)

// eventOperationIDBytes is more than any generated identifier needs.
const eventOperationIDBytes = 128

// reserve answers PUT with the token of a new reservation.
func (e *Edge) reserve(w http.ResponseWriter, r *http.Request) *problem {
	who, p := e.identify(r.Context(), r.Header.Get("Authorization"))
	if p != nil {
		return p
	}
	token, p := e.newReservation(who)
	if p != nil {
		return p
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, token) // the client may have gone
	return nil
}

// openReserved serves GET, the event stream of a reservation. The token says enough: a browser's EventSource sends no header.
func (e *Edge) openReserved(w http.ResponseWriter, r *http.Request) *problem {
	reserved := e.reservations.find(eventToken(r))
	if reserved == nil {
		return noReservation()
	}
	if hijackable(w) {
		return reserved.readApart(w, r)
	}
	one := newHandler()
	if p := reserved.attached(one, r); p != nil {
		return p
	}
	defer reserved.detach(one)
	to := e.openEvents(w)
	defer to.close()
	_ = to.write(firstWords(r)) // the client may have gone
	reserved.read(r.Context(), one, to)
	return nil
}

// attached makes a connection the reader, or says why it is not.
func (r *reservation) attached(one eventReader, request *http.Request) *problem {
	p := r.attach(one, request.Header.Get("Last-Event-ID"))
	if p != nil && p.status == http.StatusGone {
		r.end(errEventsGone) // nobody can use it any more
	}
	return p
}

// firstWords are no event, but from then on a browser says what it saw.
func firstWords(r *http.Request) []byte {
	if r.Header.Get("Last-Event-ID") != "" {
		return nil
	}
	return []byte("id: 0\n\n")
}

// startOperation serves POST with a token: the operation answers on the stream. So do errors of the GraphQL request, unless
// the client says that it wants JSON: the protocol's own client takes any other status for a broken network, and tries again.
func (e *Edge) startOperation(w http.ResponseWriter, r *http.Request) *problem {
	reserved, who, p := e.reservationOf(r)
	if p != nil {
		return p
	}
	params, p := e.eventParams(w, r)
	if p != nil {
		return p
	}
	id, p := eventOperationID(params.Extensions["operationId"])
	if p != nil {
		return p
	}
	ctx, op, p := reserved.begin(r.Context(), id)
	if p != nil {
		return p
	}
	ctx, stop := eventContext(ctx, who, r.Header.Get("Last-Event-ID"))
	x := newEventExecution(ctx, e.exec, params)
	if media := eventsNamedJSON(r); x.refused != nil && media != "" {
		stop()
		reserved.withdraw(op)
		write(w, media, http.StatusBadRequest, x.refused)
		return nil
	}
	go func() {
		defer stop()
		reserved.run(x, op, who)
	}()
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusAccepted)
	return nil
}

// run puts what an operation answers on the stream, unless its source does so by itself.
func (r *reservation) run(x *eventExecution, op *eventOperation, who access.Identita) {
	ctx := x.ctx
	if x.streams() {
		r.streaming(op)
		if r.follow(x, op, who) {
			return
		}
	}
	for response := x.next(); response != nil; response = x.next() {
		if r.next(ctx, op, response) != nil {
			break
		}
	}
	if eventsExpired(ctx) {
		r.finish(op, expiredEvent())
		return
	}
	r.finish(op, nil)
}

// stopOperation serves DELETE: an operation that has ended already is not an error, since the two may cross.
func (e *Edge) stopOperation(w http.ResponseWriter, r *http.Request) *problem {
	reserved, _, p := e.reservationOf(r)
	if p != nil {
		return p
	}
	id, p := eventOperationID(r.URL.Query().Get("operationId"))
	if p != nil {
		return p
	}
	reserved.stop(id)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK) // the protocol's own client takes no other
	return nil
}

// reservationOf is the reservation that a request names, and who asks: it must be who made it.
func (e *Edge) reservationOf(r *http.Request) (*reservation, access.Identita, *problem) {
	who, p := e.identify(r.Context(), r.Header.Get("Authorization"))
	if p != nil {
		return nil, who, p
	}
	reserved := e.reservations.find(eventToken(r))
	if reserved == nil || !reserved.who.Stessa(who) {
		return nil, who, noReservation()
	}
	return reserved, who, nil
}

func eventOperationID(v any) (string, *problem) {
	id, _ := v.(string)
	if id == "" || len(id) > eventOperationIDBytes {
		return "", badRequest("Manca operationId: un testo di al più 128 byte.")
	}
	return id, nil
}

// eventsNamedJSON is the JSON that a client asks for by name, empty when it asks for none.
func eventsNamedJSON(r *http.Request) string {
	accept := strings.Join(r.Header.Values("Accept"), ",")
	for _, media := range []string{"application/graphql-response+json", "application/json"} {
		if strings.Contains(accept, media) {
			return media
		}
	}
	return ""
}
