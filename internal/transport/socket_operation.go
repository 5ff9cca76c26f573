package transport

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gobwas/ws"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/fault"
	"cassetto/internal/push"
)

// operation is one that a client runs on his socket.
type operation struct {
	socket  *socket
	id      string
	cancel  context.CancelFunc
	left    bool // the client gave it up
	streams bool // whether it goes on until somebody ends it

	ctx      context.Context // of the operation as such
	answered bool            // whether an answer came
	refused  bool            // whether that was all
	paused   bool            // whether its source waits for room
	source   push.Source     // of its answers; nil when they are asked for
	*asked
}

// asked are the answers of an operation that have to be asked for.
type asked struct {
	responses graphql.ResponseHandler
	running   context.Context // of the responses
}

// stop ends an operation of which nothing more is wanted.
func (o *operation) stop() {
	o.cancel()
	if o.source != nil {
		o.source.Close()
	}
}

// find is an operation that may still send something, nil if there is none of that name.
func (s *socket) find(id string) *operation {
	for _, o := range s.operations {
		if o.id == id {
			return o
		}
	}
	return nil
}

// drop forgets an operation.
func (s *socket) drop(o *operation) {
	s.operations = slices.DeleteFunc(s.operations, func(one *operation) bool { return one == o })
}

// subscribe runs an operation in a goroutine of its own.
func (s *socket) subscribe(id string, params *graphql.RawParams) error {
	o := &operation{socket: s, id: id}
	s.mu.Lock()
	most := s.edge.options.Operations
	exists := s.find(id) != nil
	many := len(s.operations) >= most || s.leaving >= most
	switch {
	case s.phase != acknowledged:
		s.mu.Unlock()
		return &farewell{codeUnauthorized, "Unauthorized"}
	case s.stopping: // the client asks again elsewhere, once the socket is closed
		s.mu.Unlock()
		return nil
	case exists:
		s.mu.Unlock()
		const before, after = "Subscriber for ", " already exists"
		return &farewell{codeSubscriber, before + cut(id, ws.MaxControlFramePayloadSize-2-len(before+after)) + after}
	case many:
		s.mu.Unlock()
		refused := failure(fault.RateLimited, "Troppe operazioni insieme sulla stessa connessione.")
		s.answer(o.refusal(refused.Errors))
		return nil
	}
	o.ctx, o.cancel = context.WithCancel(s.base) // endAll ends it: no context of the socket keeps a list
	s.operations = append(s.operations, o)
	s.mu.Unlock()
	go s.execute(o, params)
	return nil
}

// giveUp ends an operation, of which nothing more is sent.
func (s *socket) giveUp(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(id)
	if o := s.find(id); o != nil {
		s.drop(o)
		if o.stop(); o.source == nil {
			o.left = true
			s.leaving++
		}
	}
}

// ended counts an operation off.
func (s *socket) ended(o *operation) {
	s.mu.Lock()
	o.stop()
	if o.left {
		s.leaving--
	}
	s.mu.Unlock()
	s.leaveWhenDone()
}

// execute carries an operation out. One that streams is left to its source, or else handed to follow.
func (s *socket) execute(o *operation, params *graphql.RawParams) {
	follow := false
	defer s.conclude(o, &follow)
	exec, ctx := s.edge.exec, graphql.StartOperationTrace(o.ctx)
	op, errs := exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		refused := exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
		s.push(o.ctx, outgoing{o.refusal(refused.Errors), o, true})
		return
	}
	stream := op.Operation.Operation == ast.Subscription
	if stream {
		s.streaming(o)
	}
	offer := &push.Offer{Taker: o}
	if stream {
		ctx = push.With(ctx, offer)
	}
	responses, running := exec.DispatchOperation(ctx, op)
	if offer.Source != nil {
		s.begin(o, offer.Source)
		follow = true
		return
	}
	o.asked = &asked{responses, running}
	for !stream && s.respond(o) {
	}
	follow = stream
}

// begin lets the source of an operation give its answers, unless it is over already.
func (s *socket) begin(o *operation, source push.Source) {
	s.mu.Lock()
	over := !s.takes(o)
	if o.source = source; over {
		o.stop()
		if o.left {
			s.leaving--
		}
	}
	s.mu.Unlock()
	if over {
		s.leaveWhenDone()
		return
	}
	source.Resume()
}

// follow waits for one response of a stream, and sends it.
func (s *socket) follow(o *operation) {
	follow := false
	defer s.conclude(o, &follow)
	follow = s.respond(o)
}

// conclude ends an operation, unless there is more of it to follow.
func (s *socket) conclude(o *operation, follow *bool) {
	if p := recover(); p != nil {
		*follow = false
		s.push(o.ctx, outgoing{o.refusal(panicked(o.ctx, p).Errors), o, true})
	}
	switch {
	case !*follow:
		s.ended(o)
	case o.asked != nil:
		go s.follow(o)
	}
}

// respond sends one response, or what comes after the last one: it says then false.
func (s *socket) respond(o *operation) bool {
	r := o.responses(o.running)
	first := !o.answered
	o.answered = true
	switch {
	case r == nil:
		s.push(o.ctx, outgoing{o.complete(), o, true})
		return false
	case first && r.Data == nil && len(r.Errors) > 0:
		s.push(o.ctx, outgoing{o.refusal(r.Errors), o, true})
		return false
	}
	f := frames.Get().(*frame)
	defer f.release()
	f.body = nil
	f.buffer = append(appendResponse(o.begun(f.buffer), r), '}')
	return s.push(o.ctx, outgoing{seal(ws.OpText, f.buffer), o, false})
}

// next is a message with the body of an answer; it is made where b is, behind the headroom of its frame.
func (o *operation) next(b, body []byte) []byte {
	return append(append(o.begun(b), body...), '}')
}

func (o *operation) begun(b []byte) []byte { return append(o.open(b[:0], "next"), `,"payload":`...) }

// refusal is the message that an operation was not executed.
func (o *operation) refusal(errs gqlerror.List) []byte {
	b := append(o.open(nil, "error"), `,"payload":`...)
	return seal(ws.OpText, append(appendJSON(b, errs), '}'))
}

func (o *operation) complete() []byte { return seal(ws.OpText, append(o.open(nil, "complete"), '}')) }

// open begins a message.
func (o *operation) open(b []byte, kind string) []byte {
	b = slices.Grow(b, headroom+len(o.id)+64)[:headroom]
	b = appendText(append(b, `{"id":`...), o.id)
	return append(append(append(b, `,"type":"`...), kind...), '"')
}
