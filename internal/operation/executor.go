package operation

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/access"
	"cassetto/internal/documents"
	"cassetto/internal/fault"
	"cassetto/internal/quota"
)

// Gate is what stands before the graph.
type Gate struct {
	Policy    *Policy
	Documents *documents.Resolver
	Quota     quota.Limiter
	Explores  func(ctx context.Context) bool     // whether the caller may ask about the schema
	Exempt    func(ctx context.Context) bool     // whether the caller may run what no manifest lists
	Admitted  func(op *graphql.OperationContext) // told of every operation that has passed, before it is carried out
}

// Executor carries out the operations that have passed the gate: queries and mutations itself, subscriptions as Stream does.
type Executor struct {
	*executor.Executor
	Gate
	Stream    func(ctx context.Context, op *graphql.OperationContext) graphql.ResponseHandler // of a subscription; nil: the library's
	graph     graphql.ExecutableSchema
	around    graphql.ResponseMiddleware
	present   graphql.ErrorPresenterFunc
	schema    *ast.Schema
	coster    *Coster
	shelf     *library
	recovered graphql.RecoverFunc
}

var _ graphql.GraphExecutor = &Executor{}

// NewExecutor makes an executor whose gate is set before it is used. It fails when the schema's cost directives are wrong.
func NewExecutor(es graphql.ExecutableSchema) (*Executor, error) {
	coster, err := NewCoster(es.Schema())
	if err != nil {
		return nil, err
	}
	e := &Executor{
		Executor: executor.New(es), graph: es, schema: es.Schema(), coster: coster, shelf: newLibrary(es.Schema(), coster),
		around:  func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response { return next(ctx) },
		present: graphql.DefaultErrorPresenter, recovered: graphql.DefaultRecover,
	}
	e.AroundResponses(tellCost)
	return e, nil
}

// Check says what is wrong with a document against the schema and the limits of a caller without a profile.
func (e *Executor) Check(text string) error {
	d, err := e.shelf.find(context.Background(), text, &caller{limits: e.Policy.For(nil)}, func(int) error { return nil })
	if err == nil && len(d.invalid) > 0 {
		err = d.invalid
	}
	return err
}

// Warm prepares a document that is going to be asked for.
func (e *Executor) Warm(text string) {
	for range 2 { // what is asked for again is kept
		_ = e.Check(text) // whoever asks for a bad one is told why it does not run
	}
}

// CreateOperationContext takes a request through the gate, the cheapest questions first: which document it means, whether that
// is within the limits and valid, whether the variables are what it declares, what it costs, and whether its caller may spend
// that much now. The errors have a code and say in Italian what must change.
func (e *Executor) CreateOperationContext(ctx context.Context, params *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	op := &graphql.OperationContext{
		OperationName: params.OperationName, Extensions: params.Extensions, Headers: params.Headers,
		RecoverFunc: e.recovered, ResolverMiddleware: plainField, RootResolverMiddleware: plainRoot,
		Stats: graphql.Stats{Read: params.ReadTime, OperationStart: graphql.GetStartTime(ctx)},
	}
	if err := e.admit(ctx, op, params); err != nil {
		return op, asList(err)
	}
	return op, nil
}

func plainField(ctx context.Context, next graphql.Resolver) (any, error) { return next(ctx) }

func plainRoot(ctx context.Context, next graphql.RootResolver) graphql.Marshaler { return next(ctx) }

func (e *Executor) admit(ctx context.Context, op *graphql.OperationContext, params *graphql.RawParams) error {
	who, _ := access.From(ctx)
	c := &caller{who, e.Policy.For(who.Profilo)}
	id, _ := params.Extensions["documentId"].(string)
	found, err := e.Documents.Resolve(ctx, documents.Request{
		Text: params.Query, DocumentID: id, Extensions: params.Extensions, Exempt: e.Exempt(ctx),
	})
	if err != nil {
		return err
	}
	d, err := e.document(ctx, found.Text, c)
	if err != nil {
		return err
	}
	if len(d.invalid) > 0 {
		return e.told(ctx, found.Text, d)
	}
	op.RawQuery, op.Doc = found.Text, d.parsed
	if op.Operation = d.parsed.Operations.ForName(params.OperationName); op.Operation == nil {
		return rejected("L'operazione indicata da operationName non è nel documento, o non è indicata fra più d'una.")
	}
	m := d.operations[op.Operation]
	if m.explores && !e.Explores(ctx) {
		return fault.Errorf(fault.Forbidden, "Lo schema si può leggere solo con il profilo di analista.")
	}
	if err := c.measure(ctx, d, m, sizeOf(params.Variables)); err != nil {
		return err
	}
	if op.Variables, err = e.variables(op.Operation, params.Variables); err != nil {
		return err
	}
	price := m.prices.with(op.Variables)
	if err := c.afford(ctx, price); err != nil {
		return err
	}
	spent, err := e.spend(ctx, c, price.Cost)
	if err != nil {
		return err
	}
	if err := found.Remember(); err != nil {
		return err
	}
	op.Stats.SetExtension(admissionOf, &admission{m, spent})
	e.Admitted(op)
	return nil
}

// document is that of a text, at no cost when it is ready.
func (e *Executor) document(ctx context.Context, text string, c *caller) (*document, error) {
	if d, ok := e.shelf.ready.GetIfPresent(text); ok {
		return d, nil
	}
	return e.shelf.find(ctx, text, c, func(units int) error {
		_, err := e.spend(ctx, c, units)
		return err
	})
}
