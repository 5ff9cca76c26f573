package transport

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/internal/access"
	"cassetto/internal/push"
)

// eventExecution is a GraphQL operation whose responses are asked for one by one.
type eventExecution struct {
	exec      graphql.GraphExecutor
	ctx       context.Context
	operation *graphql.OperationContext // nil when it could not be made
	refused   *graphql.Response         // what an operation that cannot be executed answers with
	responses graphql.ResponseHandler
	over      bool
}

// eventContext is the context of an operation of who; it ends with his bearer. Seen is the cursor to go on after.
func eventContext(ctx context.Context, who access.Identita, seen string) (context.Context, context.CancelFunc) {
	ctx = context.WithValue(access.With(graphql.StartOperationTrace(ctx), who), lastEventKey{}, seen)
	if who.Scadenza.IsZero() {
		return context.WithCancel(ctx)
	}
	return context.WithDeadlineCause(ctx, who.Scadenza, errEventsExpired)
}

// newEventExecution checks an operation, and executes nothing of it.
func newEventExecution(ctx context.Context, exec graphql.GraphExecutor, params *graphql.RawParams) (x *eventExecution) {
	x = &eventExecution{exec: exec, ctx: ctx}
	defer x.recovered(&x.refused)
	operation, errs := exec.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		x.refused = exec.DispatchError(graphql.WithOperationContext(ctx, operation), errs)
		return x
	}
	x.operation = operation
	return x
}

// changes tells whether the operation is a mutation.
func (x *eventExecution) changes() bool {
	return x.operation != nil && x.operation.Operation.Operation == ast.Mutation
}

// streams tells whether the operation goes on until somebody ends it.
func (x *eventExecution) streams() bool {
	return x.operation != nil && x.operation.Operation.Operation == ast.Subscription
}

// open begins to execute an operation that streams. When its answers come by themselves their source is told; the others are asked
// for as ever, also that of an opening that panicked.
func (x *eventExecution) open(to push.Taker) push.Source {
	offer := &push.Offer{Taker: to}
	defer func() {
		if p := recover(); p != nil {
			x.refused = panicked(x.ctx, p)
		}
	}()
	responses, ctx := x.exec.DispatchOperation(push.With(x.ctx, offer), x.operation)
	x.responses, x.ctx = responses, ctx
	return offer.Source
}

// next is the next response, nil after the last and when the context has ended. Its data are good until the next call.
func (x *eventExecution) next() (response *graphql.Response) {
	if x.over {
		return nil
	}
	defer func() {
		x.over = x.over || response == nil || x.ctx.Err() != nil
		if x.ctx.Err() != nil {
			response = nil // nobody may have it any more
		}
	}()
	defer x.recovered(&response)
	if x.refused != nil {
		x.over = true
		return x.refused
	}
	if x.responses == nil {
		x.responses, x.ctx = x.exec.DispatchOperation(x.ctx, x.operation)
	}
	return x.responses(x.ctx)
}

// recovered turns a panic into the last response.
func (x *eventExecution) recovered(response **graphql.Response) {
	p := recover()
	if p == nil {
		return
	}
	x.over = x.operation != nil // one that could not be made still has to answer
	*response = panicked(x.ctx, p)
}
