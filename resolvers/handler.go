package resolvers

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
	"cassetto/sources"
)

const (
	maxTokens    = 15_000 // of a document
	maxBody      = 1 << 20
	maxDepth     = 30 // introspection of GraphiQL takes 13
	maxDocuments = 1_000
)

// Schema is the executable schema, with its directive.
func Schema(r *Resolver) graphql.ExecutableSchema {
	return graph.NewExecutableSchema(graph.Config{
		Resolvers:  r,
		Directives: graph.DirectiveRoot{Accesso: r.Accesso},
	})
}

// Handler answers GraphQL over HTTP. The transports are named one by one: the library's default server is for examples.
func Handler(r *Resolver) http.Handler {
	schema := Schema(r)
	h := handler.New(schema)
	h.AddTransport(transport.GET{})
	h.AddTransport(transport.POST{})
	h.SetParserTokenLimit(maxTokens)
	h.SetQueryCache(lru.New[*ast.QueryDocument](maxDocuments))
	h.Use(extension.Introspection{})
	h.Use(strictVariables{schema.Schema()})
	h.Use(depthLimit{maxDepth})
	h.Use(federazione{r})
	h.SetErrorPresenter(Present)
	h.SetRecoverFunc(recovered)
	h.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		response := next(sources.WithBatch(ctx))
		if response != nil {
			response.Errors = settle(ctx, response.Errors)
		}
		return response
	})
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		q.Body = http.MaxBytesReader(w, q.Body, maxBody)
		h.ServeHTTP(w, q)
	})
}
