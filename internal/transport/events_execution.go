package transport

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/internal/access"
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
