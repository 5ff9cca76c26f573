package transport

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/internal/access"
	"cassetto/internal/push"
)

// eventStream is an event stream of one operation whose answers come by themselves.
type eventStream struct {
	eventConn
	slot   *stream
	ctx    context.Context // of the operation
	cancel context.CancelFunc
	source push.Source
	paused bool // whether the source waits for room
}

// newEventStream makes a stream of who, which is not connected yet.
func (e *Edge) newEventStream(who access.Identita, slot *stream) *eventStream {
	s := &eventStream{slot: slot}
	s.init(e, s)
	s.until = who.Scadenza
	s.ctx, s.cancel = context.WithCancel(access.With(context.Background(), who))
	return s
}

// open takes the connection over and lets the source begin; when that fails there is nobody to tell.
func (s *eventStream) open(w http.ResponseWriter, r *http.Request) {
	if !s.take(w, r, []byte(eventComment)) { // some browsers wait for a first byte
		return
	}
	if !s.slot.endsBy(s.leave) {
		s.leave()
	}
	s.source.Resume()
}

// Context is that of the operation.
func (s *eventStream) Context() context.Context { return s.ctx }

// Take sends an answer, or the end. Those who get the same share its bytes, also those that wait in a queue.
func (s *eventStream) Take(a *push.Answer) bool {
	if a == nil {
		s.finish(appendEvent(nil, "", eventComplete, nil))
		return false
	}
	event := a.Written(push.Events, writeEvent)
	if s.plain {
		event = unchunked(event)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return false
	}
	s.share(event)
	s.beat = s.edge.now().Add(s.edge.options.Heartbeat)
	s.paused = s.full()
	return !s.paused
}

// roomy lets the source go on. It is called with mu held.
func (s *eventStream) roomy() {
	if s.paused && !s.full() {
		s.paused = false
		s.source.Resume()
	}
}

// stop ends the operation, with mu held.
func (s *eventStream) stop() {
	s.cancel()
	s.source.Close()
}

func (s *eventStream) gone() { s.slot.close() }

// leave ends the stream because the server stops: its client is to go on elsewhere.
func (s *eventStream) leave() { s.finish(retryLine()) }

// writeEvent is a response as an event that is shared.
func writeEvent(r *graphql.Response) []byte {
	return chunked(appendEvent(nil, cursorOf(r), eventNext, appendResponse(nil, r)))
}
