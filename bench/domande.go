package main

import (
	"fmt"
	"strings"

	"cassetto/graph"
)

// question is an operation asked as a demo profile.
type question struct{ name, profile, query string }

const cinqueSezioni = `matricola denominazione
	sintetici { csc forzaAziendale pec formaGiuridica { descrizione } }
	dettaglio { soggettiCollegati { nodes { cognome nome ruolo { descrizione } dal } } }
	complementari {
		emens(first: 12) { totalCount nodes { periodo saldo forzaAziendale esito } }
		creditiInadempienze { totalCount nodes { tipo residuo stato } } }
	infocamere { rea statoImpresa cariche { nominativo carica { descrizione } } }`

func questions() []question {
	page := func(arguments, selection string) string {
		return fmt.Sprintf(`{ aziende(first: 50%s) { nodes { %s } } }`, arguments, selection)
	}
	return []question{
		{"association, page of 50 × 5 sections", "associazione", page("", cinqueSezioni)},
		{"association, page of 50 × all 22 sections", "associazione", page("", tutteLeSezioni())},
		{"association, page of 50, names only", "associazione", page("", "denominazione")},
		{"association, search by text", "associazione", page(`, filtro: {testo: "aurora"}`, "denominazione")},
		{"association, by date of registration, latest first", "associazione", page(`, ordine: {campo: DATA_ISCRIZIONE, verso: DECRESCENTE}`, "denominazione")},
		{"association, count", "associazione", `{ aziende { totalCount } }`},
		{"analyst, page of 50 × 5 sections", "analista", page("", cinqueSezioni)},
		{"analyst, search by text among all", "analista", page(`, filtro: {testo: "aurora"}`, "denominazione")},
		{"analyst, count of all", "analista", `{ aziende { totalCount } }`},
		{"consultant, complete dossier of one company", "consulente", `{ azienda(matricola: "9900010011") { ` + tutteLeSezioni() + ` } }`},
	}
}

// tutteLeSezioni selects every section of a company, with a leaf field of the rows of each.
func tutteLeSezioni() string {
	s := graph.NewExecutableSchema(graph.Config{}).Schema()
	var b strings.Builder
	b.WriteString("sintetici { denominazione csc } infocamere { denominazione rea }")
	for _, group := range []struct{ field, name string }{{"dettaglio", "DatiDettaglio"}, {"complementari", "DatiComplementari"}} {
		fmt.Fprintf(&b, " %s {", group.field)
		for _, f := range s.Types[group.name].Fields {
			rows := ""
			if s.Types[f.Type.Name()].Fields.ForName("nodes") != nil {
				rows = "totalCount nodes { __typename }"
			}
			fmt.Fprintf(&b, " %s { fonte aggiornatoAl %s }", f.Name, rows)
		}
		b.WriteString(" }")
	}
	return b.String()
}
