package operation

import (
	"slices"

	"github.com/99designs/gqlgen/graphql"
)

// admissionOf is the name under which an operation's statistics hold its admission.
const admissionOf = "ammissione"

// admission is what is known of an operation that has passed the gate.
type admission struct {
	*measured
	spent Spent
}

func admissionTo(op *graphql.OperationContext) *admission {
	a, _ := op.Stats.GetExtension(admissionOf).(*admission)
	return a
}

// ReuseOf says how an answer to an operation may be used again: never, if the operation was not admitted.
func ReuseOf(op *graphql.OperationContext) Reuse {
	if a := admissionTo(op); a != nil {
		return a.reuse
	}
	return Reuse{}
}

// Asks says whether an operation that was admitted has a field at its root, also one that its variables may leave out.
func Asks(op *graphql.OperationContext, field string) bool {
	a := admissionTo(op)
	return a != nil && slices.Contains(a.roots, field)
}
