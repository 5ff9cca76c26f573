package plan

import (
	"context"
	"slices"

	"github.com/99designs/gqlgen/graphql"
)

// Pass is one walk through a plan. It belongs to one goroutine.
type Pass struct {
	Context   context.Context // of the resolvers
	Operation *graphql.OperationContext
	path      []step
	arguments []any
	failures  []failure
}

// step is a field, or the place of an element in a list.
type step struct {
	field *Field
	index int
}

// failure is an error, or a null where none may be, kept until the last pass: that of a pass which lacked something means nothing.
type failure struct {
	at       []step
	err      error
	declared string // the type that forbids a null, if err is nil
}

// Enter goes to a field.
func (p *Pass) Enter(f *Field) { p.path = append(p.path, step{field: f}) }

// EnterList goes to the elements of the field's list.
func (p *Pass) EnterList() { p.path = append(p.path, step{}) }

// Element goes to an element of the list.
func (p *Pass) Element(i int) { p.path[len(p.path)-1].index = i }

// Leave goes back to where the field, or the list, was entered.
func (p *Pass) Leave() { p.path = p.path[:len(p.path)-1] }

// Missing writes null for a field without a value, whose error is kept; without one a directive has withheld it.
func (p *Pass) Missing(b []byte, err error) ([]byte, bool) {
	if f := p.path[len(p.path)-1].field; err != nil || f.chosen.Definition.Type.NonNull {
		p.failures = append(p.failures, failure{slices.Clone(p.path), err, ""})
	}
	return append(b, "null"...), false
}

// InvalidNull keeps that here is a null, where the type allows none.
func (p *Pass) InvalidNull(declared string) {
	p.failures = append(p.failures, failure{slices.Clone(p.path), nil, declared})
}

// Recovered is to be deferred around other code: it makes an error of a panic.
func (p *Pass) Recovered(given *bool, err *error) {
	if r := recover(); r != nil {
		*given, *err = false, p.Operation.Recover(p.Context, r)
	}
}

// Arguments are those of a field that were remembered; nil when they were not read yet.
func (p *Pass) Arguments(f *Field) any {
	if f.fixed {
		return f.kept.Load()
	}
	return p.arguments[f.slot]
}

// Remember keeps the arguments of a field: for this response, or for all when they are the same in all.
func (p *Pass) Remember(f *Field, arguments any) {
	if f.fixed {
		f.kept.Store(arguments)
		return
	}
	p.arguments[f.slot] = arguments
}

// Given are the arguments of a field as the document and the variables say them.
func (p *Pass) Given(f *Field) map[string]any { return f.chosen.ArgumentMap(p.Operation.Variables) }

// Here is a context that says where the pass is, as the library's does.
func (p *Pass) Here() context.Context { return at(p.Context, p.path) }

func at(ctx context.Context, path []step) context.Context {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Object: "Query"})
	for _, s := range path {
		fc := &graphql.FieldContext{}
		if s.field != nil {
			fc.Field, fc.Object = s.field.chosen, s.field.object
			fc.IsResolver, fc.IsMethod = s.field.member.Resolver, s.field.member.Method
		} else {
			fc.Index = &s.index
		}
		ctx = graphql.WithFieldContext(ctx, fc)
	}
	return ctx
}

// again forgets what the last pass has met.
func (p *Pass) again() {
	clear(p.failures)
	p.path, p.failures = p.path[:0], p.failures[:0]
}

// report hands what went wrong to the error presenter.
func (p *Pass) report(ctx context.Context) {
	for _, f := range p.failures {
		here := at(ctx, f.at)
		if f.err == nil {
			graphql.AddInvalidNullError(here, f.declared)
			continue
		}
		graphql.AddError(here, graphql.AddFieldLocationToError(here, f.err))
	}
}

type passKey struct{}

// Wants says whether the field that is being resolved has a field selected, by whichever executor.
func Wants(ctx context.Context, name string) bool {
	p, ok := ctx.Value(passKey{}).(*Pass)
	if !ok {
		return slices.Contains(graphql.CollectAllFields(ctx), name)
	}
	of := p.path[len(p.path)-1].field
	return slices.ContainsFunc(of.Set.Fields, func(f Field) bool { return f.chosen.Field != nil && f.chosen.Name == name })
}
