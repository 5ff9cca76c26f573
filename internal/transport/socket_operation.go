package transport

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/gobwas/ws"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/access"
	"cassetto/internal/fault"
)

// operation is one that a client runs on his socket.
type operation struct {
	id      string
	quoted  []byte // the identifier as messages have it
	cancel  context.CancelFunc
	left    bool // the client gave it up
	streams bool // whether it goes on until somebody ends it

	ctx       context.Context // of the operation as such
	responses graphql.ResponseHandler
	running   context.Context // of its responses
	answered  bool            // whether one came
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
	o := &operation{id: id, quoted: appendJSON(nil, id)}
	s.mu.Lock()
	who, most := s.who, s.edge.options.Operations
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
		s.push(s.values, message{frame: o.refusal(refused.Errors)})
		return nil
	}
	o.ctx, o.cancel = context.WithCancel(access.With(s.values, who)) // endAll ends it: no context of the socket keeps a list
	o.ctx = graphql.StartOperationTrace(o.ctx)
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
		o.left = true
		s.leaving++
		o.cancel()
	}
}

// ended counts an operation off.
func (s *socket) ended(o *operation) {
	o.cancel()
	s.mu.Lock()
	if o.left {
		s.leaving--
	}
	s.mu.Unlock()
	s.leaveWhenDone()
}

// execute carries an operation out: one that streams is handed to follow.
func (s *socket) execute(o *operation, params *graphql.RawParams) {
	follow := false
	defer s.conclude(o, &follow)
	exec := s.edge.exec
	op, errs := exec.CreateOperationContext(o.ctx, params)
	if len(errs) > 0 {
		refused := exec.DispatchError(graphql.WithOperationContext(o.ctx, op), errs)
		s.push(o.ctx, message{frame: o.refusal(refused.Errors), of: o, last: true})
		return
	}
	stream := op.Operation.Operation == ast.Subscription
	if stream {
		s.streaming(o)
	}
	o.responses, o.running = exec.DispatchOperation(o.ctx, op)
	for !stream && s.respond(o) {
	}
	follow = stream
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
		s.push(o.ctx, message{frame: o.refusal(panicked(o.ctx, p).Errors), of: o, last: true})
	}
	if *follow {
		go s.follow(o)
		return
	}
	s.ended(o)
}

// respond sends one response, or what comes after the last one: it says then false.
func (s *socket) respond(o *operation) bool {
	r := o.responses(o.running)
	first := !o.answered
	o.answered = true
	switch {
	case r == nil:
		s.push(o.ctx, message{frame: o.complete(), of: o, last: true})
		return false
	case first && r.Data == nil && len(r.Errors) > 0:
		s.push(o.ctx, message{frame: o.refusal(r.Errors), of: o, last: true})
		return false
	}
	buffer := frames.Get().(*[]byte)
	*buffer = o.next(*buffer, r)
	sent, written := s.pass(o.ctx, message{frame: seal(ws.OpText, *buffer), of: o})
	if written && cap(*buffer) <= reused {
		frames.Put(buffer)
	}
	return sent
}

// next is a message with a response, whose data are good only until the next one is asked for; it is made where b is, behind the
// headroom of its frame.
func (o *operation) next(b []byte, r *graphql.Response) []byte {
	b = slices.Grow(b[:0], headroom+len(o.quoted)+len(r.Data)+64)
	b = append(o.open(b, "next"), `,"payload":`...)
	return append(appendResponse(b, r), '}')
}

// refusal is the message that an operation was not executed.
func (o *operation) refusal(errs gqlerror.List) []byte {
	b := append(o.open(nil, "error"), `,"payload":`...)
	return seal(ws.OpText, append(appendJSON(b, errs), '}'))
}

func (o *operation) complete() []byte { return seal(ws.OpText, append(o.open(nil, "complete"), '}')) }

// open begins a message.
func (o *operation) open(b []byte, kind string) []byte {
	b = slices.Grow(b, headroom+len(o.quoted)+64)[:headroom]
	b = append(append(b, `{"id":`...), o.quoted...)
	return append(append(append(b, `,"type":"`...), kind...), '"')
}
