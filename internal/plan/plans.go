package plan

import (
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

const (
	heaviest   = 64 << 20 // bytes of the plans that are kept, about
	conditions = 4        // variables of @skip and @include, of which an operation has at most so many if its plans are kept
)

// plans keeps those of the operations that are asked for again, for as long as their document is.
type plans struct {
	schema  *ast.Schema
	objects map[string]Object
	kept    *otter.Cache[*ast.OperationDefinition, *variants]
}

func newPlans(schema *ast.Schema, objects map[string]Object) *plans {
	return &plans{schema, objects, otter.Must(&otter.Options[*ast.OperationDefinition, *variants]{
		MaximumWeight: heaviest, Weigher: func(op *ast.OperationDefinition, of *variants) uint32 { return of.weight.Load() + documentWeight(op) },
	})}
}

// Bytes, about: of an operation without plans; of the tree of a document for each byte of its text; of a set and of a field of a plan.
const (
	weightOperation = 1_000
	weightText      = 30
	weightSet       = 100
	weightField     = 300
)

// documentWeight is what an operation keeps from being forgotten besides its plans.
func documentWeight(op *ast.OperationDefinition) uint32 {
	if op.Position == nil || op.Position.Src == nil {
		return weightOperation
	}
	return weightOperation + weightText*uint32(min(len(op.Position.Src.Input), heaviest/weightText))
}

// variants are the plans of one operation, by the values of the variables in its @skip and @include.
type variants struct {
	names []string
	mu    sync.Mutex
	plans [1 << conditions]*compiled

	weight atomic.Uint32 // of the plans
}

// compiled is a plan, or why there is none.
type compiled struct {
	*Plan
	err error
}

// find is the plan of an operation, made if it was not seen before.
func (p *plans) find(op *graphql.OperationContext) (*Plan, error) {
	of, known := p.kept.GetIfPresent(op.Operation)
	if !known {
		of = &variants{names: conditional(op.Operation)}
		of, _ = p.kept.SetIfAbsent(op.Operation, of)
	}
	if len(of.names) > conditions {
		return compile(p.schema, p.objects, op)
	}
	which := 0
	for i, name := range of.names {
		if op.Variables[name] == true {
			which |= 1 << i
		}
	}
	of.mu.Lock()
	defer of.mu.Unlock()
	c := of.plans[which]
	if c == nil {
		made, err := compile(p.schema, p.objects, op)
		c = &compiled{made, err}
		of.plans[which] = c
		of.weight.Add(made.weight())
		p.kept.Set(op.Operation, of) // once more, as heavy as it is now
	}
	return c.Plan, c.err
}

// weight is about how many bytes a plan takes; none is none.
func (p *Plan) weight() uint32 {
	if p == nil {
		return 0
	}
	return uint32(weightSet*p.sets + weightField*p.fields)
}

// conditional are the variables of all @skip and @include that an operation reaches.
func conditional(op *ast.OperationDefinition) []string {
	l := lister{seen: map[any]bool{}}
	l.set(op.SelectionSet)
	return l.names
}

type lister struct {
	seen  map[any]bool // fragments and variables
	names []string
}

func (l *lister) set(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			l.directives(s.Directives)
			l.set(s.SelectionSet)
		case *ast.InlineFragment:
			l.directives(s.Directives)
			l.set(s.SelectionSet)
		case *ast.FragmentSpread:
			l.directives(s.Directives)
			if s.Definition != nil && !l.seen[s.Definition] {
				l.seen[s.Definition] = true
				l.set(s.Definition.SelectionSet)
			}
		}
	}
}

func (l *lister) directives(all ast.DirectiveList) {
	for _, d := range all {
		for _, a := range d.Arguments {
			if a.Value.Kind == ast.Variable && !l.seen[a.Value.Raw] {
				l.seen[a.Value.Raw] = true
				l.names = append(l.names, a.Value.Raw)
			}
		}
	}
}
