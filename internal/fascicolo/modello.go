package fascicolo

import (
	"fmt"
	"strings"
)

// A modello is how some fields of an object are written as one text: what is outside of braces as it is, and
//
//	{campo}            the field, by its path (sede.codice); values of a list are separated by commas; "../" begins above a list
//	{elenco: modello}  each object of a list, on lines of their own
//	[modello]          only if every field in it has a value
//
// A line whose fields have no value at all is left out.
type modello []riga

// riga is a line of a modello.
type riga []parte

// parte is a piece of a line: a text, a field, a list, or what may be left out.
type parte struct {
	testo   string
	campo   []string // path
	sopra   bool     // the path begins above the list
	formato formato
	elenco  modello // of the objects at campo
	facolta riga
}

// leggiModello reads a modello.
func leggiModello(testo string) (modello, error) {
	var m modello
	l := lettore{resto: testo}
	for {
		r, err := l.riga("\n")
		if err != nil {
			return nil, fmt.Errorf("fascicolo: %w in %q", err, testo)
		}
		m = append(m, r)
		if l.resto == "" {
			return m, nil
		}
		l.resto = l.resto[1:]
	}
}

// lettore reads what is left of a modello.
type lettore struct{ resto string }

// riga reads up to one of the ends, which it leaves, or to the end of the text.
func (l *lettore) riga(fini string) (r riga, err error) {
	for l.resto != "" && !strings.ContainsAny(l.resto[:1], fini) {
		var p parte
		switch c := l.resto[0]; c {
		case '{':
			p, err = l.campo()
		case '[':
			l.resto = l.resto[1:]
			if p.facolta, err = l.riga("]"); err == nil {
				err = l.chiudi(']')
			}
		default:
			n := strings.IndexAny(l.resto, "{["+fini)
			if n < 0 {
				n = len(l.resto)
			}
			p.testo, l.resto = l.resto[:n], l.resto[n:]
		}
		if err != nil {
			return nil, err
		}
		r = append(r, p)
	}
	return r, nil
}

func (l *lettore) chiudi(c byte) error {
	if l.resto == "" || l.resto[0] != c {
		return fmt.Errorf("no %q", c)
	}
	l.resto = l.resto[1:]
	return nil
}

func (l *lettore) campo() (p parte, err error) {
	l.resto = l.resto[1:]
	n := strings.IndexAny(l.resto, ":}")
	if n < 0 {
		return p, fmt.Errorf("no %q", '}')
	}
	nome := l.resto[:n]
	nome, p.sopra = strings.CutPrefix(nome, "../")
	p.campo = strings.Split(nome, ".")
	l.resto = l.resto[n:]
	if l.resto[0] == ':' {
		l.resto = strings.TrimPrefix(l.resto[1:], " ")
		r, err := l.riga("}")
		if err != nil {
			return p, err
		}
		p.elenco = modello{r}
	}
	return p, l.chiudi('}')
}

// scrive is the text of an object, which may be in a list of another; empty when no field has a value.
func (m modello) scrive(o, sopra oggetto) string {
	var righe []string
	for _, r := range m {
		testo, campi, pieni := r.scrive(o, sopra)
		if testo = strings.TrimSpace(testo); testo != "" && (campi == 0 || pieni > 0) {
			righe = append(righe, testo)
		}
	}
	return strings.Join(righe, "\n")
}

// scrive says besides how many fields there are, and how many have a value.
func (r riga) scrive(o, sopra oggetto) (testo string, campi, pieni int) {
	var b strings.Builder
	for _, p := range r {
		switch {
		case p.facolta != nil:
			dentro, n, k := p.facolta.scrive(o, sopra)
			campi, pieni = campi+n, pieni+k
			if n == k {
				b.WriteString(dentro)
			}
		case p.campo != nil:
			campi++
			if valore := p.valore(o, sopra); valore != "" {
				pieni++
				b.WriteString(valore)
			}
		default:
			b.WriteString(p.testo)
		}
	}
	return b.String(), campi, pieni
}

func (p parte) valore(o, sopra oggetto) string {
	da, separatore := o, ", "
	if p.sopra {
		da = sopra
	}
	if p.elenco != nil {
		separatore = "\n"
	}
	var scritti []string
	for _, v := range trova(da, p.campo, nil) {
		if p.elenco != nil {
			dentro, _ := v.(oggetto)
			if testo := p.elenco.scrive(dentro, o); testo != "" {
				scritti = append(scritti, testo)
			}
		} else if testo, c := scrivi(v, p.formato); c {
			scritti = append(scritti, testo)
		}
	}
	return strings.Join(scritti, separatore)
}

// trova adds to list what is at a path, through objects and lists.
func trova(v any, percorso []string, trovati []any) []any {
	switch v := v.(type) {
	case nil:
		return trovati
	case []any:
		for _, uno := range v {
			trovati = trova(uno, percorso, trovati)
		}
		return trovati
	case oggetto:
		if len(percorso) > 0 {
			return trova(v[percorso[0]], percorso[1:], trovati)
		}
	}
	return append(trovati, v)
}
