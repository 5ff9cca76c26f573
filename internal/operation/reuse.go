package operation

import (
	"crypto/sha256"
	"math"
	"strconv"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
)

// Reuse says how an answer to an operation may be used again.
type Reuse struct {
	MaxAge    time.Duration     // at most so long after it was asked for; 0: never
	Operation [sha256.Size]byte // identifies the operation and the text that it stands in, when MaxAge is not 0
}

// reuse reads @cacheControl: the lowest maxAge of all the fields of an operation, also of those that @skip and @include may
// leave out. A field without it has that of its type, of an abstract type the lowest of those that it may be, when all have
// one; most have none and last as long as what they stand in. A field of the root must have one, or nothing is used again.
func reuse(schema *ast.Schema, text string, op *ast.OperationDefinition) Reuse {
	if op.Operation != ast.Query {
		return Reuse{}
	}
	l := lasting{schema: schema, seconds: ever, seen: map[string]bool{}}
	l.set(op.SelectionSet)
	if l.seconds <= 0 || l.seconds == ever { // or nothing but __typename
		return Reuse{}
	}
	return Reuse{time.Duration(l.seconds) * time.Second, sha256.Sum256([]byte(op.Name + "\x00" + text))} // no name has a zero
}

// ever is what no @cacheControl says.
const ever = math.MaxInt32

// lasting looks for the lowest maxAge.
type lasting struct {
	schema  *ast.Schema
	seconds int
	seen    map[string]bool // fragments
}

func (l *lasting) set(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if s.Name != "__typename" {
				l.seconds = min(l.seconds, l.field(s))
				l.set(s.SelectionSet)
			}
		case *ast.InlineFragment:
			l.set(s.SelectionSet)
		case *ast.FragmentSpread:
			if !l.seen[s.Name] && s.Definition != nil {
				l.seen[s.Name] = true
				l.set(s.Definition.SelectionSet)
			}
		}
	}
}

func (l *lasting) field(f *ast.Field) int {
	if f.Definition == nil {
		return 0
	}
	seconds := said(f.Definition.Directives)
	if seconds == ever {
		seconds = l.of(l.schema.Types[f.Definition.Type.Name()])
	}
	if seconds == ever && f.ObjectDefinition == l.schema.Query {
		return 0
	}
	return seconds
}

// of is the maxAge of a type.
func (l *lasting) of(t *ast.Definition) int {
	seconds := said(t.Directives)
	if seconds != ever || !t.IsAbstractType() {
		return seconds
	}
	for _, possible := range l.schema.GetPossibleTypes(t) {
		one := said(possible.Directives)
		if one == ever {
			return ever
		}
		seconds = min(seconds, one)
	}
	return seconds
}

// said is the maxAge of a @cacheControl; 0 when it cannot be read.
func said(directives ast.DirectiveList) int {
	d := directives.ForName("cacheControl")
	if d == nil {
		return ever
	}
	a := d.Arguments.ForName("maxAge")
	if a == nil {
		return ever
	}
	seconds, err := strconv.Atoi(a.Value.Raw)
	if err != nil {
		return 0
	}
	return seconds
}
