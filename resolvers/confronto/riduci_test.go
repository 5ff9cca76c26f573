package confronto_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
	"github.com/vektah/gqlparser/v2/parser"
)

// riduci makes a failing operation as small as it gets, and says what it is and how the answers differ.
func (m *mondo) riduci(t *testing.T, op operazione) string {
	t.Helper()
	differ := func(op operazione) string {
		piani, libreria := m.confronta(t, op, true)
		return differenza(piani, libreria)
	}
	why := differ(op)
	for smaller := why != ""; smaller; {
		smaller = false
		for n := 0; ; n++ {
			other, ok := senza(op, n)
			if !ok {
				break
			}
			if diff := differ(other); diff != "" {
				op, why, smaller = other, diff, true
				n--
			}
		}
	}
	if why == "" {
		why = "not again"
	}
	return fmt.Sprintf("%s %v\n%s\n%s\n%s", op.chi.CodiceFiscale, op.chi.Profilo, op.testo, encode(t, op.variabili), why)
}

// senza is the operation without its n-th part; false when it has not so many.
func senza(op operazione, n int) (operazione, bool) {
	doc, err := parser.ParseQuery(&ast.Source{Input: op.testo})
	if err != nil {
		return op, false
	}
	taglio := taglio{n: n}
	taglio.set(&doc.Operations[0].SelectionSet)
	for _, f := range doc.Fragments {
		taglio.set(&f.SelectionSet)
	}
	if !taglio.fatto {
		return op, false
	}
	sfronda(doc)
	var b strings.Builder
	formatter.NewFormatter(&b, formatter.WithIndent(" ")).FormatQueryDocument(doc)
	op.testo = b.String()
	return op, true
}

// taglio removes one part of a document.
type taglio struct {
	n     int
	fatto bool
}

func (c *taglio) questo() bool {
	c.n--
	c.fatto = c.fatto || c.n == -1
	return c.n == -1
}

func (c *taglio) set(set *ast.SelectionSet) {
	for i := 0; i < len(*set) && !c.fatto; i++ {
		if len(*set) > 1 && c.questo() {
			*set = append((*set)[:i:i], (*set)[i+1:]...)
			return
		}
		switch s := (*set)[i].(type) {
		case *ast.Field:
			c.directives(&s.Directives)
			for j := range s.Arguments {
				if c.questo() {
					s.Arguments = append(s.Arguments[:j:j], s.Arguments[j+1:]...)
					return
				}
			}
			c.set(&s.SelectionSet)
		case *ast.InlineFragment:
			if c.questo() { // what is in it stands in its place
				*set = append(append((*set)[:i:i], s.SelectionSet...), (*set)[i+1:]...)
				return
			}
			c.directives(&s.Directives)
			c.set(&s.SelectionSet)
		case *ast.FragmentSpread:
			c.directives(&s.Directives)
		}
	}
}

func (c *taglio) directives(all *ast.DirectiveList) {
	for i := range *all {
		if c.questo() {
			*all = append((*all)[:i:i], (*all)[i+1:]...)
			return
		}
	}
}

// sfronda removes the fragments and the variables that nothing uses any more.
func sfronda(doc *ast.QueryDocument) {
	var b strings.Builder
	print := func() string {
		b.Reset()
		formatter.NewFormatter(&b).FormatQueryDocument(doc)
		return b.String()
	}
	for again := true; again; {
		again = false
		text := print()
		for i, f := range doc.Fragments {
			if !strings.Contains(text, "..."+f.Name+"\n") && !strings.Contains(text, "... "+f.Name+"\n") && !strings.Contains(text, "..."+f.Name+" ") {
				doc.Fragments = append(doc.Fragments[:i:i], doc.Fragments[i+1:]...)
				again = true
				break
			}
		}
	}
	op, text := doc.Operations[0], print()
	var used ast.VariableDefinitionList
	for _, v := range op.VariableDefinitions {
		if n := strings.Count(text, "$"+v.Variable); n > 1 && strings.ContainsAny(text, "$") && usata(text, v.Variable) {
			used = append(used, v)
		}
	}
	op.VariableDefinitions = used
}

// usata says whether a text mentions a variable besides its declaration.
func usata(text, name string) bool {
	n := 0
	for _, end := range []string{")", ",", " ", "]", "}", "\n"} {
		n += strings.Count(text, "$"+name+end)
	}
	return n > 0
}
