package operation

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// AroundResponses puts f around every response, within those that were put there before.
func (e *Executor) AroundResponses(f graphql.ResponseMiddleware) {
	e.Executor.AroundResponses(f)
	outer := e.around
	e.around = func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		return outer(ctx, func(ctx context.Context) *graphql.Response { return f(ctx, next) })
	}
}

// SetErrorPresenter says how errors are told.
func (e *Executor) SetErrorPresenter(f graphql.ErrorPresenterFunc) {
	e.present = f
	e.Executor.SetErrorPresenter(f)
}

// SetRecoverFunc says what error a panic becomes. The library's own prints the panic, which may hold anything.
func (e *Executor) SetRecoverFunc(f graphql.RecoverFunc) {
	e.recovered = f
	e.Executor.SetRecoverFunc(f)
}

// DispatchOperation begins to carry out an operation that has passed the gate. A query or a mutation has one response, and the
// graph is not asked before somebody around it asks for that.
func (e *Executor) DispatchOperation(ctx context.Context, op *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	switch {
	case op.Operation.Operation != ast.Subscription:
		return e.once(), graphql.WithOperationContext(ctx, op)
	case e.Stream == nil:
		return e.Executor.DispatchOperation(ctx, op)
	}
	ctx = graphql.WithOperationContext(ctx, op)
	return e.Stream(ctx, op), ctx
}

// once gives one response, to a caller who is still there.
func (e *Executor) once() graphql.ResponseHandler {
	done := false
	return func(ctx context.Context) *graphql.Response {
		if done || ctx.Err() != nil {
			return nil
		}
		done = true
		return e.around(graphql.WithResponseContext(ctx, e.present, e.recovered), e.carryOut)
	}
}

// carryOut asks the graph.
func (e *Executor) carryOut(ctx context.Context) *graphql.Response {
	response := e.graph.Exec(ctx)(ctx)
	if response == nil {
		return nil
	}
	response.Errors = append(response.Errors, graphql.GetErrors(ctx)...)
	response.Extensions = graphql.GetExtensions(ctx)
	return response
}
