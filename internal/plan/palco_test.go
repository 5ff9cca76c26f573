package plan_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/plan"
	"cassetto/resolvers"
)

// palco is the graph with other answers to some of its root fields. Whoever asks for a section panics: there is none.
type palco struct {
	*resolvers.Resolver
	q     domande
	vieta func(obj any) error // what the directive says; nil: nothing
}

type domande struct {
	graph.QueryResolver
	node      func(id string) (model.Node, error)
	sede      func(codice model.CodiceSede) (*model.Sede, error)
	utente    func() (*model.Utente, error)
	ambiti    func() ([]model.AmbitoRichiesta, error)
	richiesta func() (*model.Richiesta, error)
	aziende   func(filtro *model.FiltroAziende, first *int32, after *string) (*model.AziendaConnection, error)
}

func (p *palco) Query() graph.QueryResolver                                    { return &p.q }
func (d *domande) Node(_ context.Context, id string) (model.Node, error)       { return d.node(id) }
func (d *domande) Utente(context.Context) (*model.Utente, error)               { return d.utente() }
func (d *domande) Ambiti(context.Context) ([]model.AmbitoRichiesta, error)     { return d.ambiti() }
func (d *domande) Richiesta(context.Context, string) (*model.Richiesta, error) { return d.richiesta() }

func (d *domande) Sede(_ context.Context, c model.CodiceSede) (*model.Sede, error) { return d.sede(c) }

func (d *domande) Aziende(_ context.Context, f *model.FiltroAziende, _ *model.OrdineAziende, first *int32, after *string) (*model.AziendaConnection, error) {
	return d.aziende(f, first, after)
}

func (p *palco) accesso(ctx context.Context, obj any, next graphql.Resolver, _ *model.Servizio, _ *bool) (any, error) {
	if p.vieta != nil {
		if err := p.vieta(obj); err != nil {
			if errors.Is(err, errZitto) {
				err = nil
			}
			return nil, err
		}
	}
	return next(ctx)
}

// errZitto makes the directive withhold a value without a word.
var errZitto = errors.New("zitto")

// esecutori are the planned one and the library's.
func (p *palco) esecutori() (planned, library *executor.Executor, s *plan.Schema) {
	s = p.schema(func() bool { return false })
	return esecutore(s), esecutore(s.ExecutableSchema), s
}

// schema is the planned one, that walks again as long as more says so.
func (p *palco) schema(more func() bool) *plan.Schema {
	p.Resolver = &resolvers.Resolver{}
	c := graph.Config{Resolvers: p, Directives: graph.DirectiveRoot{Accesso: p.accesso}}
	return plan.New(graph.NewExecutableSchema(c), graph.NewEncoder(c), func(ctx context.Context) (context.Context, func() bool) { return ctx, more })
}

func esecutore(es graphql.ExecutableSchema) *executor.Executor {
	e := executor.New(es)
	e.SetRecoverFunc(func(context.Context, any) error { return errors.New("panicked") })
	return e
}

// chiede answers a query, on one line: the data, and each error with its path.
func chiede(t *testing.T, e *executor.Executor, query string, vars map[string]any) string {
	t.Helper()
	ctx := graphql.StartOperationTrace(t.Context())
	op, errs := e.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: vars})
	if len(errs) > 0 {
		t.Error(errs)
		return ""
	}
	return risponde(e, ctx, op)
}

func risponde(e *executor.Executor, ctx context.Context, op *graphql.OperationContext) string {
	responses, ctx := e.DispatchOperation(ctx, op)
	response := responses(ctx)
	text := string(response.Data)
	for _, err := range response.Errors {
		text += fmt.Sprintf(" | %s: %s", err.Path, err.Message)
	}
	return text
}
