package operation_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cassetto/internal/operation"
	"cassetto/internal/playground"
)

// shipped is an operation that someone uses today.
type shipped struct{ name, query, variables string }

// sections selects every section of a company; rows is what is asked of each page.
func sections(rows string) string {
	s := theSchema()
	var b strings.Builder
	b.WriteString("sintetici { denominazione csc } infocamere { denominazione rea }")
	for _, group := range []struct{ field, name string }{{"dettaglio", "DatiDettaglio"}, {"complementari", "DatiComplementari"}} {
		fmt.Fprintf(&b, " %s {", group.field)
		for _, f := range s.Types[group.name].Fields {
			inner := "fonte aggiornatoAl"
			if s.Types[f.Type.Name()].Fields.ForName("nodes") != nil {
				inner += " " + rows
			}
			fmt.Fprintf(&b, " %s { %s }", f.Name, inner)
		}
		b.WriteString(" }")
	}
	return b.String()
}

// theShipped are the playground's examples, the cases of testdata, GraphiQL's introspection, and what the tests and the
// measurements of speed ask at most.
func theShipped(t testing.TB) []shipped {
	t.Helper()
	var list []shipped
	for _, e := range playground.Esempi() {
		list = append(list, shipped{e.Nome, e.Query, e.Variables})
	}
	cases, err := filepath.Glob("../../testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("%d cases, %v", len(cases), err)
	}
	for _, file := range cases {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, shipped{filepath.Base(file), part(string(b), "query.graphql"), part(string(b), "variables.json")})
	}
	b, err := os.ReadFile("testdata/introspezione.graphql")
	if err != nil {
		t.Fatal(err)
	}
	row := func(sections string) string {
		return strings.ReplaceAll(`dettaglio { aziendeCollegate { nodes { sede { comune } azienda { % } } }
			aziendeStessoCodiceFiscale { nodes { sede { comune } azienda { sede { comune } sintetici { sedeINPS { comune } } % } } }
			posizioneDiRiferimento { azienda { % } } }`, "%", sections)
	}
	return append(list,
		shipped{"GraphiQL", string(b), ""},
		shipped{"50 × 5 sections", `{ aziende(first: 50) { nodes { matricola denominazione
			sintetici { csc forzaAziendale pec formaGiuridica { descrizione } }
			dettaglio { soggettiCollegati { nodes { cognome nome ruolo { descrizione } dal } } }
			complementari {
				emens(first: 12) { totalCount nodes { periodo saldo forzaAziendale esito } }
				creditiInadempienze { totalCount nodes { tipo residuo stato } } }
			infocamere { rea statoImpresa cariche { nominativo carica { descrizione } } } } } }`, ""},
		shipped{"50 × 22 sections, rows", "{ aziende(first: 50) { nodes { " + sections("totalCount nodes { __typename }") + " } } }", ""},
		shipped{"50 × 22 sections, counts", "{ aziende(first: 50) { nodes { matricola " + sections("totalCount") + " } } }", ""},
		shipped{"50 deleghe × 22 sections", "{ utente { deleghe(first: 50) { nodes { azienda { matricola " + sections("totalCount") + " } } } } }", ""},
		shipped{"50 × related companies", "{ aziende(first: 50) { nodes { matricola " + row("complementari { emens { totalCount } } infocamere { rea }") + " } } }", ""},
		shipped{"200 names", "{ aziende(first: 200, ordine: {campo: MATRICOLA}) { nodes { matricola } } }", ""},
	)
}

// part is one file of a txtar archive.
func part(archive, name string) string {
	_, after, _ := strings.Cut(archive, "-- "+name+" --\n")
	text, _, _ := strings.Cut(after, "\n-- ")
	return text
}

// measured takes all the measures of the first operation of a text, which must be valid.
func measured(t testing.TB, c *operation.Coster, q shipped) operation.Measures {
	t.Helper()
	doc := valid(t, theSchema(), q.query)
	return operation.Measures{
		Document: len(q.query), Variables: len(q.variables), Syntax: operation.Scan(q.query, operation.Syntax{}),
		Shape: operation.Measure(doc, doc.Operations[0]), Price: c.Price(doc.Operations[0], object(t, q.variables)),
	}
}

// TestShipped: what is in use passes the default limits, and the scan reads it to its end. With -v it prints the measures.
func TestShipped(t *testing.T) {
	c, limits := coster(t, theSchema()), operation.DefaultPolicy().For(nil)
	for _, q := range theShipped(t) {
		t.Run(q.name, func(t *testing.T) {
			m := measured(t, c, q)
			t.Logf("| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d |", q.name, m.Document, m.Tokens, max(m.Braces, m.Brackets), m.Depth, m.Aliases, m.Fields, m.Work, m.Bulk, m.Cost)
			if over, err := limits.Check(m); err != nil || len(over) > 0 {
				t.Errorf("%v %v: %+v", err, over, m)
			}
			if at := operation.Scan(q.query, limits.Syntax()); at != m.Syntax {
				t.Errorf("the scan stopped at %+v", at)
			}
		})
	}
}
