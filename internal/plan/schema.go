package plan

import (
	"context"
	"maps"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Encoder is what is generated: it appends the answer to a query, and says whether it is more than null.
type Encoder interface {
	Objects() map[string]Object
	Query(p *Pass, b []byte, s *Set) ([]byte, bool)
}

// Gather makes the reads of a response wait for each other: with the context that it returns they fail at once, for whatever is
// not at hand. more then reads all of it, and says whether there was anything; if so the response is to be made again.
type Gather func(ctx context.Context) (_ context.Context, more func() bool)

// Schema answers queries by plans, and leaves the rest to the library's executor.
type Schema struct {
	graphql.ExecutableSchema
	encoder Encoder
	gather  Gather
	plans   *plans
	buffers sync.Pool

	mu      sync.Mutex
	planned int64
	left    map[string]int64
}

// New makes the schema of an encoder, whose resolvers are those of the library's schema.
func New(library graphql.ExecutableSchema, e Encoder, g Gather) *Schema {
	return &Schema{
		ExecutableSchema: library, encoder: e, gather: g, plans: newPlans(library.Schema(), e.Objects()),
		buffers: sync.Pool{New: func() any { return new([]byte) }}, left: map[string]int64{},
	}
}

// Counts is how many operations were answered so far, by plans and, by reason, by the library.
type Counts struct {
	Planned int64
	Left    map[string]int64 // by the field or the type that no plan covers, or the kind of the operation
}

// Counts says how many operations were answered so far, and by whom.
func (s *Schema) Counts() Counts {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Counts{s.planned, maps.Clone(s.left)}
}

// Exec begins to answer an operation.
func (s *Schema) Exec(ctx context.Context) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	if op.Operation.Operation != ast.Query {
		s.count(unplanned(op.Operation.Operation))
		return s.ExecutableSchema.Exec(ctx)
	}
	p, err := s.plans.find(op)
	s.count(err)
	if err != nil {
		return s.ExecutableSchema.Exec(ctx)
	}
	answered := false
	return func(ctx context.Context) *graphql.Response {
		if answered {
			return nil
		}
		answered = true
		return s.answer(ctx, op, p)
	}
}

func (s *Schema) count(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if why, left := err.(unplanned); left {
		s.left[string(why)]++
		return
	}
	s.planned++
}

// greatest is the greatest buffer that is used again.
const greatest = 1 << 20

// answer walks through a plan until a walk lacks nothing.
func (s *Schema) answer(ctx context.Context, op *graphql.OperationContext, plan *Plan) *graphql.Response {
	gathering, more := s.gather(ctx)
	p := &Pass{Operation: op, arguments: make([]any, plan.slots)}
	p.Context = context.WithValue(gathering, passKey{}, p)
	buffer := s.buffers.Get().(*[]byte)
	b, _ := s.encoder.Query(p, (*buffer)[:0], plan.set)
	for more() {
		p.again()
		b, _ = s.encoder.Query(p, b[:0], plan.set)
	}
	p.report(ctx)
	if cap(b) <= greatest {
		*buffer = b
		op.Stats.SetExtension(releaseOf, func() { s.buffers.Put(buffer) })
	}
	return &graphql.Response{Data: b}
}

// releaseOf is the name under which an operation's statistics hold what gives back the buffer of its data.
const releaseOf = "piani"

// Release is to be called, once, when nobody looks at an answer's data any more: they will be written over. It is nil when there is
// nothing to give back, and need not be called at all.
func Release(op *graphql.OperationContext) func() {
	release, _ := op.Stats.GetExtension(releaseOf).(func())
	return release
}
