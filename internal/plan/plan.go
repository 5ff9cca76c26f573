// Package plan answers queries by plans: an operation is compiled once to what it selects of each type, and walked by generated
// encoders that call the resolvers and append what they say to one buffer. A walk waits for nothing. What it lacks is read
// between one walk and the next, all of it at once, so that each level of a query costs one read of each section, however many
// objects there are. What no plan covers the library's executor answers; both say the same, byte for byte.
package plan

import (
	"context"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
)

// Typename is the index of __typename among the fields of every object.
const Typename = -1

// Set is what a plan selects of an object, or of each object that an interface or a union may be.
type Set struct {
	Fields []Field
	On     map[string]*Set // by object; of an interface or a union only
}

// Field is a selected field.
type Field struct {
	Key    []byte // what stands before its value: a comma, its name in the response, a colon
	Index  int    // among the fields of its object
	Set    *Set   // what is selected of it; nil: it has no fields
	chosen graphql.CollectedField
	member Member
	object string
	slot   int // of its arguments among those of the pass; fixed ones, which use no variable, have none
	fixed  bool
	kept   atomic.Value // the arguments, if they are fixed, once they were read
}

// Object is what can be planned of an object of the schema.
type Object struct {
	Satisfies []string // its name, and those of its interfaces
	Fields    map[string]Member
}

// Member is a field of an object.
type Member struct {
	Index            int
	Resolver, Method bool // whether its value is that of a resolver, or of any method
}

// Opened is what a directive's function returns that lets its field be resolved, when it is given Open to go on.
var Opened any = new(struct{ _ byte })

// Open stands for the rest of a field behind its directive.
func Open(context.Context) (any, error) { return Opened, nil }
