package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"cassetto/internal/fault"
)

// depthLimit refuses operations that go deeper than max fields. Each fragment is measured once, so the cost of the check is
// that of reading the document.
type depthLimit struct{ max int }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = depthLimit{}

// ExtensionName names the extension.
func (depthLimit) ExtensionName() string { return "DepthLimit" }

// Validate accepts every schema.
func (depthLimit) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext measures the operation.
func (l depthLimit) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	m := measure{op.Doc.Fragments, map[string]int{}}
	if m.of(op.Operation.SelectionSet) <= l.max {
		return nil
	}
	err := gqlerror.Errorf("Operazione troppo profonda: al più %d livelli.", l.max)
	errcode.Set(err, fault.TooComplex)
	return err
}

type measure struct {
	fragments ast.FragmentDefinitionList
	known     map[string]int
}

func (m measure) of(set ast.SelectionSet) int {
	deepest := 0
	for _, s := range set {
		d := 0
		switch s := s.(type) {
		case *ast.Field:
			d = 1 + m.of(s.SelectionSet)
		case *ast.InlineFragment:
			d = m.of(s.SelectionSet)
		case *ast.FragmentSpread:
			d = m.fragment(s.Name)
		}
		deepest = max(deepest, d)
	}
	return deepest
}

func (m measure) fragment(name string) int {
	d, ok := m.known[name]
	if !ok { // validation has refused unknown fragments and cycles
		d = m.of(m.fragments.ForName(name).SelectionSet)
		m.known[name] = d
	}
	return d
}
