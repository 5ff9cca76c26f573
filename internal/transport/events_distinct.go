package transport

import (
	"context"
	"errors"
	"net/http"

	"cassetto/internal/access"
)

// serveDistinct executes one operation on a stream of its own. Errors of the GraphQL request are events: a client that asked
// for events shows no other body. What is no GraphQL request at all is refused with a status.
func (e *Edge) serveDistinct(w http.ResponseWriter, r *http.Request) *problem {
	who, p := e.identify(r.Context(), r.Header.Get("Authorization"))
	if p != nil {
		return p
	}
	params, p := e.eventParams(w, r)
	if p != nil {
		return p
	}
	ctx, end := context.WithCancelCause(r.Context())
	defer end(nil)
	draining, drain := context.WithCancel(context.Background())
	defer drain()
	slot, p := e.admitEvents(who, drain)
	if p != nil {
		return p
	}
	taken := false
	defer func() {
		if !taken {
			slot.close()
		}
	}()
	ctx, stop := eventContext(ctx, who, r.Header.Get("Last-Event-ID"))
	defer stop()
	x := newEventExecution(ctx, e.exec, params)
	if r.Method == http.MethodGet && x.changes() {
		return eventsOnlyByPost()
	}
	if x.streams() { // the others end by themselves; a command that is cut off might be sent again
		defer context.AfterFunc(draining, func() { end(errDraining) })()
	}
	if x.streams() && hijackable(w) {
		to := e.newEventStream(who, slot)
		if to.source = x.open(to); to.source != nil {
			taken = true
			to.open(w, r)
			return nil
		}
		to.cancel()
	}
	to := e.openEvents(w)
	defer to.close()
	for response := x.next(); response != nil; response = x.next() {
		if to.write(appendEvent(nil, cursorOf(response), eventNext, appendResponse(nil, response))) != nil {
			return nil
		}
	}
	_ = to.write(lastEvents(ctx)) // the client may have gone
	return nil
}

// lastEvents are how a stream of one operation ends: without complete when its client is to go on elsewhere.
func lastEvents(ctx context.Context) []byte {
	switch {
	case errors.Is(context.Cause(ctx), errDraining):
		return retryLine()
	case eventsExpired(ctx):
		return expiredEvents()
	}
	return appendEvent(nil, "", eventComplete, nil)
}

// expiredEvents end a stream with its bearer.
func expiredEvents() []byte {
	b := appendEvent(nil, "", eventNext, appendResponse(nil, expiredEvent()))
	return appendEvent(b, "", eventComplete, nil)
}

// admitEvents lets in one more stream of who, or says why not; end is called when the server stops.
func (e *Edge) admitEvents(who access.Identita, end func()) (*stream, *problem) {
	slot, err := e.streams.add(end)
	if err != nil {
		return nil, eventsProblem(err)
	}
	if err := slot.belongsTo(string(who.CodiceFiscale)); err != nil {
		slot.close()
		return nil, eventsTooManyOf("Troppi flussi aperti: chiuderne uno.")
	}
	return slot, nil
}
