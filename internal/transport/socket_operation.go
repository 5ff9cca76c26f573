package transport

import (
	"context"

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
	cancel  context.CancelFunc
	left    bool // the client gave it up
	streams bool // whether it goes on until somebody ends it
}

// subscribe runs an operation in a goroutine of its own.
func (s *socket) subscribe(id string, params *graphql.RawParams) error {
	o := &operation{id: id}
	s.mu.Lock()
	who, most := s.who, s.edge.options.Operations
	_, exists := s.operations[id]
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
		s.push(s.ctx, message{frame: o.refusal(refused.Errors)})
		return nil
	}
	var ctx context.Context
	ctx, o.cancel = context.WithCancel(access.With(s.ctx, who))
	s.operations[id] = o
	s.mu.Unlock()
	go s.execute(graphql.StartOperationTrace(ctx), o, params)
	return nil
}

// giveUp ends an operation, of which nothing more is sent.
func (s *socket) giveUp(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(id)
	if o := s.operations[id]; o != nil {
		delete(s.operations, id)
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

func (s *socket) execute(ctx context.Context, o *operation, params *graphql.RawParams) {
	defer s.ended(o)
	defer func() {
		if p := recover(); p != nil {
			s.push(ctx, message{frame: o.refusal(panicked(ctx, p).Errors), of: o, last: true})
		}
	}()
	s.answer(ctx, o, params)
}

// answer sends what an operation answers, to its end.
func (s *socket) answer(ctx context.Context, o *operation, params *graphql.RawParams) {
	exec := s.edge.exec
	op, errs := exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		refused := exec.DispatchError(graphql.WithOperationContext(ctx, op), errs)
		s.push(ctx, message{frame: o.refusal(refused.Errors), of: o, last: true})
		return
	}
	if op.Operation.Operation == ast.Subscription {
		s.streaming(o)
	}
	responses, running := exec.DispatchOperation(ctx, op)
	for first := true; ; first = false {
		r := responses(running)
		if r == nil {
			break
		}
		if first && r.Data == nil && len(r.Errors) > 0 {
			s.push(ctx, message{frame: o.refusal(r.Errors), of: o, last: true})
			return
		}
		if !s.push(ctx, message{frame: o.next(r), of: o}) {
			return
		}
	}
	s.push(ctx, message{frame: o.complete(), of: o, last: true})
}

// next is a message with a response, whose data are good only until the next one is asked for.
func (o *operation) next(r *graphql.Response) []byte {
	b := append(o.open("next", len(r.Data)), `,"payload":`...)
	return seal(ws.OpText, append(appendResponse(b, r), '}'))
}

// refusal is the message that an operation was not executed.
func (o *operation) refusal(errs gqlerror.List) []byte {
	b := append(o.open("error", 0), `,"payload":`...)
	return seal(ws.OpText, append(appendJSON(b, errs), '}'))
}

func (o *operation) complete() []byte { return seal(ws.OpText, append(o.open("complete", 0), '}')) }

// open begins a message, with room for so many bytes of content.
func (o *operation) open(kind string, content int) []byte {
	b := make([]byte, headroom, headroom+len(o.id)+content+64)
	b = appendJSON(append(b, `{"id":`...), o.id)
	return append(append(append(b, `,"type":"`...), kind...), '"')
}
