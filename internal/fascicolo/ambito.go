package fascicolo

import (
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// ambito is the type of the object that a modello is of, and where it is in the answer.
type ambito struct {
	tipo     *ast.Definition
	prefisso string
	sopra    *ambito // of the list that it is in
}

// numeri says what the fields of a column have in common: those of amounts are written at its end.
type numeri struct{ tutti, importi bool }

// modello fits a modello to its object.
func (c *compilatore) modello(testo string, in ambito) (modello, numeri) {
	m, err := leggiModello(testo)
	if err != nil {
		c.errori = append(c.errori, err)
		return nil, numeri{}
	}
	n := numeri{tutti: true}
	for _, r := range m {
		c.riga(r, in, &n)
	}
	n.importi = n.importi && n.tutti
	return m, n
}

func (c *compilatore) riga(r riga, in ambito, n *numeri) {
	for i := range r {
		switch p := &r[i]; {
		case p.facolta != nil:
			c.riga(p.facolta, in, n)
		case p.campo != nil:
			c.campo(p, in, n)
		}
	}
}

func (c *compilatore) campo(p *parte, in ambito, n *numeri) {
	da := in
	if p.sopra {
		if in.sopra == nil {
			c.errore("nothing is above %s", strings.Join(p.campo, "."))
			return
		}
		da = *in.sopra
	}
	dentro, finale := c.scendi(da, p.campo)
	if p.elenco != nil {
		n.tutti = false
		for _, r := range p.elenco {
			c.riga(r, ambito{dentro.tipo, dentro.prefisso, &in}, n)
		}
		return
	}
	c.usati[strings.TrimSuffix(dentro.prefisso, ".")] = true
	p.formato = c.formati.di(finale)
	n.tutti = n.tutti && slices.Contains([]string{"Importo", "Percentuale", "Int"}, finale)
	n.importi = n.importi || finale == "Importo" || finale == "Percentuale"
}

// scendi follows a path, and names the type where it ends.
func (c *compilatore) scendi(in ambito, percorso []string) (ambito, string) {
	nome := ""
	for _, passo := range percorso {
		var f *ast.FieldDefinition
		if in.tipo != nil {
			f = in.tipo.Fields.ForName(passo)
		}
		if f == nil {
			c.errore("no field %s in %s", strings.Join(percorso, "."), in.prefisso)
			return ambito{}, ""
		}
		nome = f.Type.Name()
		in = ambito{c.schema.Types[nome], in.prefisso + passo + ".", in.sopra}
	}
	return in, nome
}
