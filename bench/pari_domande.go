package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
)

// inquiry is an operation that all contestants are asked, with its variables.
type inquiry struct {
	name      string
	profile   string // of the demonstration, who asks
	body      []byte // of the request
	companies int
}

// whole is the company whose whole dossier is asked for: the one with the most by hand.
const whole = "9900010011"

// inquiries are a whole dossier and the first page of so many companies, with three sections of each.
func inquiries(companies int) ([]inquiry, error) {
	s := graph.NewExecutableSchema(graph.Config{}).Schema()
	dossier, err := request("Dossier", `query Dossier($m: Matricola!) { azienda(matricola: $m) { `+everything(s)+` } }`, map[string]any{"m": whole})
	if err != nil {
		return nil, err
	}
	page, err := request("Pagina", `query Pagina($n: Int!) { aziende(first: $n) { nodes { `+threeSections(s)+` } } }`, map[string]any{"n": companies})
	return []inquiry{
		{"one dossier, all sections", "consulente", dossier, 1},
		{fmt.Sprintf("%d companies × 3 sections", companies), "associazione", page, companies},
	}, err
}

func request(operation, text string, variables map[string]any) ([]byte, error) {
	return json.Marshal(map[string]any{"operationName": operation, "query": text, "variables": variables})
}

// threeSections selects a company with the leaves of three sections, of three archives.
func threeSections(s *ast.Schema) string {
	return "matricola denominazione sintetici { " + leaves(s, "DatiSintetici", 0) + " } infocamere { " + leaves(s, "DatiInfocamere", 0) +
		" } complementari { emens(first: 1) { nodes { " + leaves(s, "Emens", 0) + " } } }"
}

// everything selects a company with all its sections, and of these every leaf of every row.
func everything(s *ast.Schema) string {
	var b strings.Builder
	b.WriteString(leaves(s, "Azienda", 0) + " sintetici { " + leaves(s, "DatiSintetici", 1) + " } infocamere { " + leaves(s, "DatiInfocamere", 1) + " }")
	for _, group := range []struct{ field, name string }{{"dettaglio", "DatiDettaglio"}, {"complementari", "DatiComplementari"}} {
		fmt.Fprintf(&b, " %s {", group.field)
		for _, f := range s.Types[group.name].Fields {
			rows := s.Types[f.Type.Name()].Fields.ForName("nodes")
			if rows == nil {
				fmt.Fprintf(&b, " %s { %s }", f.Name, leaves(s, f.Type.Name(), 1))
				continue
			}
			fmt.Fprintf(&b, " %s { %s nodes { %s } }", f.Name, leaves(s, f.Type.Name(), 0), leaves(s, rows.Type.Name(), 1))
		}
		b.WriteString(" }")
	}
	return b.String()
}

// leaves selects the leaves of a type, and so many levels deeper those of the objects that are part of it; never what is an object
// of its own, as another company or an office is.
func leaves(s *ast.Schema, name string, deeper int) string {
	var all []string
	for _, f := range s.Types[name].Fields {
		of := s.Types[f.Type.Name()]
		switch {
		case strings.HasPrefix(f.Name, "__") || len(f.Arguments) > 0:
		case of.IsLeafType():
			all = append(all, f.Name)
		case deeper > 0 && of.Kind == ast.Object && len(of.Interfaces) == 0:
			all = append(all, f.Name+" { "+leaves(s, of.Name, deeper-1)+" }")
		}
	}
	return strings.Join(all, " ")
}

// countLeaves is how many values an answer has that are no lists or objects.
func countLeaves(v any) (n int) {
	switch v := v.(type) {
	case map[string]any:
		for _, one := range v {
			n += countLeaves(one)
		}
	case []any:
		for _, one := range v {
			n += countLeaves(one)
		}
	default:
		return 1
	}
	return n
}
