package resolvers

import (
	"context"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/internal/fault"
	"cassetto/internal/operation"
)

// Operazioni carry out the operations of a document of the program's own: as whoever the context names, who sees what he may see, but
// without the gate before the graph, whose limits are for documents of others.
type Operazioni struct {
	exec   *executor.Executor
	schema *ast.Schema
	doc    *ast.QueryDocument
	testo  string
}

// NewOperazioni prepares a document, which must be valid.
func NewOperazioni(e *operation.Executor, schema *ast.Schema, testo string) (*Operazioni, error) {
	doc, err := parser.ParseQuery(&ast.Source{Input: testo})
	if err != nil {
		return nil, err
	}
	if errs := validator.ValidateWithRules(schema, doc, rules.NewDefaultRules()); len(errs) > 0 {
		return nil, errs
	}
	return &Operazioni{e.Executor, schema, doc, testo}, nil
}

// Esegue carries out one operation. It reads what it needs in a batch of its own. Its errors are as a client would see them.
func (o *Operazioni) Esegue(ctx context.Context, nome string, variabili map[string]any) (json.RawMessage, gqlerror.List) {
	ctx = graphql.StartOperationTrace(ctx)
	op := &graphql.OperationContext{
		RawQuery: o.testo, Doc: o.doc, OperationName: nome, Operation: o.doc.Operations.ForName(nome), DisableIntrospection: true,
		RecoverFunc: recovered, ResolverMiddleware: campoSemplice, RootResolverMiddleware: radiceSemplice,
		Stats: graphql.Stats{OperationStart: graphql.GetStartTime(ctx)},
	}
	if op.Operation == nil {
		return nil, gqlerror.List{Present(ctx, fault.Errorf(fault.BadUserInput, "Operazione sconosciuta."))}
	}
	var err error
	if op.Variables, err = validator.VariableValues(o.schema, op.Operation, variabili); err != nil {
		return nil, gqlerror.List{Present(ctx, err)}
	}
	responses, running := o.exec.DispatchOperation(ctx, op)
	response := responses(running)
	if response == nil {
		return nil, gqlerror.List{Present(ctx, context.Cause(ctx))}
	}
	return response.Data, response.Errors
}

func campoSemplice(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) }

func radiceSemplice(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	return next(ctx)
}
