package fascicolo

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/graph/model"
	"cassetto/internal/tagpdf"
)

// capitoloPronto is a chapter that fits the schema.
type capitoloPronto struct {
	titolo  string
	sezioni []sezionePronta
}

// sezionePronta is a section that fits the schema.
type sezionePronta struct {
	nome     model.SezioneFascicolo
	titolo   string
	capitolo string // title of its chapter; empty when it is one itself
	numero   string // of the section, such as 3.4
	archivio string
	domanda  *domanda
	campi    []campoPronto
	tabella  tabellaPronta
	tabelle  []tabellaPronta
}

type campoPronto struct {
	nome    string
	modello modello
}

type tabellaPronta struct {
	titolo  string
	elenco  []string
	colonne []tagpdf.Column
	modelli []modello
}

// compilatore fits the layout to the schema and the document.
type compilatore struct {
	schema  *ast.Schema
	doc     *ast.QueryDocument
	formati formati
	errori  []error
	usati   map[string]bool // fields that the section at hand prints
	numero  int             // of the last chapter
}

func nuovoCompilatore(schema *ast.Schema) (*compilatore, error) {
	doc, err := parser.ParseQuery(&ast.Source{Name: "fascicolo.graphql", Input: documento})
	if err != nil {
		return nil, err
	}
	if errs := validator.ValidateWithRules(schema, doc, rules.NewDefaultRules()); len(errs) > 0 {
		return nil, gqlerror.List(errs)
	}
	return &compilatore{schema: schema, doc: doc, formati: nuoviFormati(schema)}, nil
}

func (c *compilatore) errore(formato string, args ...any) {
	c.errori = append(c.errori, fmt.Errorf("fascicolo: "+formato, args...))
}

func (c *compilatore) capitolo(uno capitolo) capitoloPronto {
	c.numero++
	pronto := capitoloPronto{titolo: uno.titolo}
	for i, s := range uno.sezioni {
		numero := fmt.Sprint(c.numero)
		if uno.titolo != "" {
			numero = fmt.Sprintf("%d.%d", c.numero, i+1)
			pronto.titolo = fmt.Sprintf("%d %s", c.numero, uno.titolo)
		}
		pronto.sezioni = append(pronto.sezioni, c.sezione(s, numero, pronto.titolo))
	}
	return pronto
}

func (c *compilatore) sezione(s sezione, numero, capitolo string) sezionePronta {
	d, err := domandaDi(c.doc, c.schema, s.operazione)
	if err != nil {
		c.errori = append(c.errori, err)
		return sezionePronta{}
	}
	c.usati = map[string]bool{}
	riga, prefisso := d.tipo, ""
	if d.elenco() {
		riga, prefisso = c.schema.Types[d.tipo.Fields.ForName("nodes").Type.Name()], "nodes."
	}
	pronta := sezionePronta{
		nome: s.nome, titolo: c.formati.parola("SezioneFascicolo", string(s.nome)), capitolo: capitolo, numero: numero, archivio: s.archivio, domanda: d,
		campi: c.campi(s.campi, ambito{riga, prefisso, nil}), tabella: c.tabella(tabella{colonne: s.colonne}, ambito{riga, prefisso, nil}),
	}
	for _, t := range s.tabelle {
		pronta.tabelle = append(pronta.tabelle, c.tabella(t, ambito{riga, prefisso, nil}))
	}
	c.confronta(d)
	return pronta
}

// confronta says what is asked for and not printed, or printed and not asked for.
func (c *compilatore) confronta(d *domanda) {
	letti := []string{"fonte", "aggiornatoAl", "pageInfo.hasNextPage", "pageInfo.endCursor"}
	for _, campo := range letti {
		if d.a[campo] {
			c.usati[campo] = true
		}
	}
	for campo := range d.a {
		if !c.usati[campo] {
			c.errore("%s asks for %s, which is not printed", d.nome, campo)
		}
	}
	for campo := range c.usati {
		if !d.a[campo] {
			c.errore("%s does not ask for %s, which is printed", d.nome, campo)
		}
	}
}

// fronte are the fields of the cover that the graph knows.
func (c *compilatore) fronte() []campoPronto {
	d, err := domandaDi(c.doc, c.schema, intestazione)
	if err != nil {
		c.errori = append(c.errori, err)
		return nil
	}
	c.usati = map[string]bool{"denominazione": true}                                                 // under the title
	c.usati["sintetici.codiciAutorizzazione.al"], c.usati["sintetici.ateco.prevalente"] = true, true // see inVigore
	campi := c.campi(campiFronte(), ambito{d.tipo, "", nil})
	c.confronta(d)
	return campi
}

func (c *compilatore) campi(campi []campo, in ambito) (pronti []campoPronto) {
	for _, uno := range campi {
		m, _ := c.modello(uno.modello, in)
		pronti = append(pronti, campoPronto{uno.nome, m})
	}
	return pronti
}

func (c *compilatore) tabella(t tabella, in ambito) tabellaPronta {
	pronta := tabellaPronta{titolo: t.titolo}
	if t.elenco != "" {
		pronta.elenco = strings.Split(t.elenco, ".")
		sopra := in
		in, _ = c.scendi(sopra, pronta.elenco)
		in.sopra = &sopra
	}
	for i, col := range t.colonne {
		m, numeri := c.modello(col.modello, in)
		align := tagpdf.Start
		if numeri.importi || numeri.tutti && i > 0 {
			align = tagpdf.End
		}
		pronta.colonne = append(pronta.colonne, tagpdf.Column{Title: col.titolo, Width: col.larghezza, Align: align})
		pronta.modelli = append(pronta.modelli, m)
	}
	return pronta
}
