package resolvers

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/99designs/gqlgen/graphql/handler/extension"

	"cassetto/graph"
)

// SDL is what a federated graph is composed from: what _service answers to a router.
func SDL(ctx context.Context) (string, error) {
	e := executor.New(graph.NewExecutableSchema(graph.Config{}))
	e.Use(extension.Introspection{})
	ctx = graphql.StartOperationTrace(ctx)
	op, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: `{ _service { sdl } }`})
	if len(errs) > 0 {
		return "", errs
	}
	answer, ctx := e.DispatchOperation(ctx, op)
	response := answer(ctx)
	if len(response.Errors) > 0 {
		return "", response.Errors
	}
	var data struct {
		Service struct{ SDL string } `json:"_service"`
	}
	err := json.Unmarshal(response.Data, &data)
	return data.Service.SDL, err
}
