package resolvers

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// selezione says on what, besides the event, an answer to a subscription depends.
type selezione struct {
	chiave    [sha256.Size]byte // of the operation and of the variables that its answers use
	condivisa bool              // whether an answer may serve others who ask the same
	riservata bool              // whether it depends on who asks
}

// seleziona looks at an operation. What the arguments of the root say decides which events there are, and not what is shown of
// them. A field that is guarded may be another one for everybody.
func seleziona(op *graphql.OperationContext) selezione {
	for _, wants := range op.Extensions {
		if wants == true { // to know how his own answer came about
			return selezione{}
		}
	}
	l := lettore{visti: map[*ast.FragmentDefinition]bool{}, variabili: map[string]any{}, valori: op.Variables}
	l.set(op.Operation.SelectionSet)
	chiave, err := json.Marshal([]any{op.RawQuery, op.Operation.Name, l.variabili})
	if err != nil {
		return selezione{}
	}
	return selezione{sha256.Sum256(chiave), true, l.riservata}
}

// lettore reads a selection with all that it reaches.
type lettore struct {
	visti     map[*ast.FragmentDefinition]bool
	valori    map[string]any
	variabili map[string]any // the values of those that are used
	riservata bool
}

func (l *lettore) set(set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			l.field(s)
		case *ast.InlineFragment:
			l.directives(s.Directives)
			l.set(s.SelectionSet)
		case *ast.FragmentSpread:
			l.directives(s.Directives)
			if s.Definition != nil && !l.visti[s.Definition] {
				l.visti[s.Definition] = true
				l.set(s.Definition.SelectionSet)
			}
		}
	}
}

func (l *lettore) field(f *ast.Field) {
	l.directives(f.Directives)
	if f.ObjectDefinition == nil || f.ObjectDefinition.Name != "Subscription" {
		l.riservata = l.riservata || f.Definition == nil || f.Definition.Directives.ForName("accesso") != nil
		l.arguments(f.Arguments)
	}
	l.set(f.SelectionSet)
}

func (l *lettore) directives(directives ast.DirectiveList) {
	for _, d := range directives {
		l.arguments(d.Arguments)
	}
}

func (l *lettore) arguments(arguments ast.ArgumentList) {
	for _, a := range arguments {
		l.value(a.Value)
	}
}

func (l *lettore) value(v *ast.Value) {
	if v == nil {
		return
	}
	if v.Kind == ast.Variable {
		if valore, given := l.valori[v.Raw]; given {
			l.variabili[v.Raw] = valore
		}
	}
	for _, child := range v.Children {
		l.value(child.Value)
	}
}
