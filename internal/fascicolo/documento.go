package fascicolo

import (
	_ "embed"
	"fmt"

	"github.com/vektah/gqlparser/v2/ast"
)

//go:embed fascicolo.graphql
var documento string

// Documento is the text of the operations that a print carries out.
func Documento() string { return documento }

// domanda is an operation that leads to one section.
type domanda struct {
	nome      string
	percorso  []string // of the section in the answer
	tipo      *ast.Definition
	variabili map[string]bool
	a         map[string]bool // fields that are asked for, by their path from the section; "…" under those of an object
}

// domandaDi follows an operation down to where it asks for more than one thing.
func domandaDi(doc *ast.QueryDocument, schema *ast.Schema, nome string) (*domanda, error) {
	op := doc.Operations.ForName(nome)
	if op == nil {
		return nil, fmt.Errorf("fascicolo: no operation %s", nome)
	}
	d := &domanda{nome: nome, variabili: map[string]bool{}, a: map[string]bool{}}
	for _, v := range op.VariableDefinitions {
		d.variabili[v.Variable] = true
	}
	set, tipo := op.SelectionSet, schema.Query
	for len(set) == 1 {
		f, ok := set[0].(*ast.Field)
		if !ok || len(f.SelectionSet) == 0 {
			break
		}
		d.percorso = append(d.percorso, f.Alias)
		set, tipo = f.SelectionSet, schema.Types[f.Definition.Type.Name()]
	}
	d.tipo = tipo
	d.chieste("", set)
	return d, nil
}

func (d *domanda) chieste(prefisso string, set ast.SelectionSet) {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if d.a[prefisso+s.Alias] = true; len(s.SelectionSet) > 0 {
				delete(d.a, prefisso+s.Alias)
				d.chieste(prefisso+s.Alias+".", s.SelectionSet)
			}
		case *ast.FragmentSpread:
			d.chieste(prefisso, s.Definition.SelectionSet)
		}
	}
}

// elenco says whether the section is a list that is read page by page.
func (d *domanda) elenco() bool { return d.variabili["first"] }
