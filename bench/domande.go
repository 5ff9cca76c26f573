package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"cassetto/graph"
)

// question is an operation asked as a demo profile.
type question struct{ name, profile, query string }

// target is the question whose time was promised.
const target = "association, page of 50 × 5 sections"

// dossier is the question that reads the most of one company.
const dossier = "consultant, complete dossier of one company"

const cinqueSezioni = `matricola denominazione
	sintetici { csc forzaAziendale pec formaGiuridica { descrizione } }
	dettaglio { soggettiCollegati { nodes { cognome nome ruolo { descrizione } dal } } }
	complementari {
		emens(first: 12) { totalCount nodes { periodo saldo forzaAziendale esito } }
		creditiInadempienze { totalCount nodes { tipo residuo stato } } }
	infocamere { rea statoImpresa cariche { nominativo carica { descrizione } } }`

// questions are all that is measured. after is a cursor in the middle of the association's companies.
func questions(after string) []question {
	page := func(arguments, selection string) string {
		return fmt.Sprintf(`{ aziende(first: 50%s) { nodes { %s } } }`, arguments, selection)
	}
	later := fmt.Sprintf(`, after: %q`, after)
	return []question{
		{target, "associazione", page("", cinqueSezioni)},
		{"association, page of 50 × all 22 sections", "associazione", page("", tutteLeSezioni())},
		{"association, page of 50, names only", "associazione", page("", "denominazione")},
		{"association, a later page × 5 sections", "associazione", page(later, cinqueSezioni)},
		{"association, search by text", "associazione", page(`, filtro: {testo: "aurora"}`, "denominazione")},
		{"association, by date of registration, latest first", "associazione", page(`, ordine: {campo: DATA_ISCRIZIONE, verso: DECRESCENTE}`, "denominazione")},
		{"association, count", "associazione", `{ aziende { totalCount } }`},
		{"analyst, page of 50 × 5 sections", "analista", page("", cinqueSezioni)},
		{"analyst, a later page × 5 sections", "analista", page(later, cinqueSezioni)},
		{"analyst, search by a common text among all", "analista", page(`, filtro: {testo: "aurora"}`, "denominazione")},
		{"analyst, search by a text that nobody has", "analista", page(`, filtro: {testo: "zzzz"}`, "denominazione")},
		{"analyst, count of a text among all", "analista", `{ aziende(filtro: {testo: "aurora"}) { totalCount } }`},
		{"analyst, count of all", "analista", `{ aziende { totalCount } }`},
		{dossier, "consulente", `{ azienda(matricola: "9900010011") { ` + tutteLeSezioni() + ` } }`},
	}
}

// tutteLeSezioni selects every section of a company, with where it comes from and as many rows as a page has.
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

// middle walks through the association's companies to the cursor in their middle.
func middle(ask func(profile, query string) ([]byte, error)) (cursor string, err error) {
	for page, seen, total := 1, 0, 2; seen < total/2; {
		arguments := fmt.Sprintf("first: %d", page)
		if cursor != "" {
			arguments += fmt.Sprintf(", after: %q", cursor)
		}
		var found struct {
			Data struct {
				Aziende struct {
					TotalCount int
					PageInfo   struct{ EndCursor string }
				}
			}
		}
		text, err := ask("associazione", `{ aziende(`+arguments+`) { totalCount pageInfo { endCursor } } }`)
		if err == nil {
			err = json.Unmarshal(text, &found)
		}
		if err != nil {
			return "", err
		}
		seen += page
		total, cursor = found.Data.Aziende.TotalCount, found.Data.Aziende.PageInfo.EndCursor
		page = max(1, min(200, total/4))
	}
	return cursor, nil
}
