package transport

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gobwas/ws"

	"cassetto/internal/access"
)

// handle does what a message of the client says. Its error closes the socket.
func (s *socket) handle(text []byte) error {
	start := graphql.Now()
	var m map[string]json.RawMessage // names of members count to the letter
	if json.Unmarshal(text, &m) != nil || m == nil {
		return invalid()
	}
	id, payload := textOf(m["id"]), m["payload"]
	if string(payload) == "null" {
		payload = nil
	}
	object := len(payload) > 0 && payload[0] == '{'
	switch kind := textOf(m["type"]); kind {
	case "connection_init", "ping", "pong":
		if payload != nil && !object {
			return invalid()
		}
		return s.manage(kind, payload)
	case "subscribe":
		if id == "" || !object {
			return invalid()
		}
		params, p := parseParams(payload)
		if p != nil {
			return invalid()
		}
		params.ReadTime = graphql.TraceTiming{Start: start, End: graphql.Now()}
		return s.subscribe(id, params)
	case "complete":
		if id == "" {
			return invalid()
		}
		s.giveUp(id)
		return nil
	}
	return invalid()
}

// manage does what a message says that is of no operation.
func (s *socket) manage(kind string, payload json.RawMessage) error {
	token, given := authorizationIn(payload)
	switch {
	case kind == "pong":
		return nil
	case kind == "connection_init":
		return s.initialise(token, given)
	case given:
		return s.renew(token)
	}
	s.send("pong", payload)
	return nil
}

// send queues a message that is of no operation.
func (s *socket) send(kind string, payload json.RawMessage) {
	b := append(make([]byte, headroom), `{"type":`...)
	b = appendJSON(b, kind)
	if payload != nil {
		b = append(append(b, `,"payload":`...), payload...)
	}
	s.answer(seal(ws.OpText, append(b, '}')))
}

// initialise recognises who the client is, once; the token of the opening request serves when connection_init has none.
func (s *socket) initialise(token string, given bool) error {
	s.mu.Lock()
	if s.phase != opened {
		s.mu.Unlock()
		return &farewell{codeTooManyInits, "Too many initialisation requests"}
	}
	s.phase, s.until = initialised, time.Time{}
	s.mu.Unlock()
	if !given {
		token = s.token
	}
	s.token = ""
	who, p := s.identify(token)
	if p != nil {
		return denied(p)
	}
	if s.stream.belongsTo(string(who.CodiceFiscale)) != nil {
		return &farewell{codeTryAgainLater, "Too many connections"}
	}
	s.send("connection_ack", lasting(who)) // first: his time may be over at once, and nothing of his is read meanwhile
	s.accept(who)
	return nil
}

// renew lets a socket live as long as another token of the same person does. The token in force stays so while nobody can say
// whether the other one is good; the client sees that from the answer.
func (s *socket) renew(token string) error {
	s.mu.Lock()
	phase, before := s.phase, s.who
	s.mu.Unlock()
	if phase != acknowledged {
		return &farewell{codeUnauthorized, "Unauthorized"}
	}
	who, p := s.identify(token)
	switch {
	case p != nil && p.status == http.StatusServiceUnavailable:
		who = before
	case p != nil:
		return denied(p)
	case !who.Stessa(before) || !sameAs(who.Profilo, before.Profilo):
		return &farewell{codeForbidden, "Forbidden"}
	}
	s.accept(who)
	s.send("pong", lasting(who))
	return nil
}

// identify asks no longer than a client may take to say who he is.
func (s *socket) identify(token string) (access.Identita, *problem) {
	ctx, cancel := context.WithTimeout(context.Background(), s.edge.options.InitTimeout)
	defer cancel()
	s.mu.Lock()
	if s.identifying = cancel; s.phase == closing {
		cancel()
	}
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.identifying = nil
		s.mu.Unlock()
	}()
	return s.edge.identify(ctx, token)
}

// accept lets operations run in the name of a person for as long as the token lasts.
func (s *socket) accept(who access.Identita) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase == closing {
		return
	}
	now := s.edge.now()
	s.phase, s.who, s.until = acknowledged, who, who.Scadenza
	s.base = access.With(context.Background(), who)
	if s.until.IsZero() { // nobody is recognised for ever
		s.until = now
	}
	s.edge.alarms.ringAt(&s.alarm, s.next())
}

func denied(p *problem) *farewell {
	if p.status == http.StatusServiceUnavailable {
		return &farewell{codeTryAgainLater, "Try again later"}
	}
	return &farewell{codeForbidden, "Forbidden"}
}

// lasting tells the client until when he is recognised.
func lasting(who access.Identita) json.RawMessage {
	return appendJSON(nil, map[string]string{"scadenza": who.Scadenza.UTC().Format(time.RFC3339)})
}

// authorizationIn is what stands for the header in a payload, and whether there is such a thing.
func authorizationIn(payload json.RawMessage) (string, bool) {
	if payload == nil {
		return "", false
	}
	var m map[string]json.RawMessage
	_ = json.Unmarshal(payload, &m) // it is an object
	for _, name := range []string{"Authorization", "authorization"} {
		if v, given := m[name]; given {
			return textOf(v), true
		}
	}
	return "", false
}

// textOf is empty when it is not a text.
func textOf(v json.RawMessage) string {
	var s string
	if len(v) == 0 || json.Unmarshal(v, &s) != nil {
		return ""
	}
	return s
}

func sameAs[T comparable](a, b *T) bool {
	return a == b || a != nil && b != nil && *a == *b
}
