package fascicolo

import (
	"fmt"
	"strings"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
)

const (
	meno  = "\u2212"
	unito = "\u00a0" // a space that does not break
	vuoto = "–"      // in the place of what is not there
)

// formato writes a value of one type.
type formato func(string) string

// formati write values in Italian; the type of a field says how.
type formati struct {
	schema *ast.Schema
	parole map[string]map[string]string // of the values of an enum
}

func nuoviFormati(schema *ast.Schema) formati {
	f := formati{schema, map[string]map[string]string{}}
	for _, tipo := range schema.Types {
		if tipo.Kind != ast.Enum {
			continue
		}
		parole := make(map[string]string, len(tipo.EnumValues))
		for _, v := range tipo.EnumValues {
			parole[v.Name] = primaFrase(v.Description)
		}
		f.parole[tipo.Name] = parole
	}
	return f
}

// di is how values of a type are written.
func (f formati) di(tipo string) formato {
	if parole, enum := f.parole[tipo]; enum {
		return func(v string) string {
			if p := parole[v]; p != "" {
				return p
			}
			return v
		}
	}
	switch tipo {
	case "Importo":
		return func(v string) string { return decimale(v) + unito + "€" }
	case "Percentuale":
		return func(v string) string { return decimale(v) + unito + "%" }
	case "Data":
		return data
	case "AnnoMese":
		return mese
	case "DataOra":
		return istante
	case "Boolean":
		return siNo
	case "Csc":
		return csc
	case "NumeroRuolo":
		return numeroRuolo
	}
	return func(v string) string { return v }
}

// parola is a value of an enum in words.
func (f formati) parola(tipo, valore string) string { return f.di(tipo)(valore) }

// primaFrase is the first sentence of a description, without its full stop: one that a capital follows, and that ends no
// abbreviation, which would be a capital or a short word.
func primaFrase(testo string) string {
	testo = strings.Join(strings.Fields(testo), " ")
	for i := 0; i+2 < len(testo); i++ {
		if testo[i] == '.' && testo[i+1] == ' ' && testo[i+2] >= 'A' && testo[i+2] <= 'Z' && parolaIntera(testo[:i]) {
			return testo[:i]
		}
	}
	return strings.TrimSuffix(testo, ".")
}

func parolaIntera(testo string) bool {
	ultima := testo[strings.LastIndexByte(testo, ' ')+1:]
	return len(ultima) > 3 && !strings.Contains(ultima, ".")
}

// decimale writes 1234.56 as 1.234,56.
func decimale(v string) string {
	v, negativo := strings.CutPrefix(v, "-")
	segno := ""
	if negativo {
		segno = meno
	}
	intero, resto, _ := strings.Cut(v, ".")
	resto = (resto + "00")[:2]
	for i := len(intero) - 3; i > 0; i -= 3 {
		intero = intero[:i] + "." + intero[i:]
	}
	return segno + intero + "," + resto
}

func data(v string) string {
	t, err := time.Parse(time.DateOnly, v)
	if err != nil {
		return v
	}
	return t.Format("02/01/2006")
}

func mese(v string) string {
	t, err := time.Parse("2006-01", v)
	if err != nil {
		return v
	}
	return t.Format("01/2006")
}

func istante(v string) string {
	t, err := time.Parse(time.RFC3339, v)
	if err != nil {
		return v
	}
	return oraDi(t)
}

func oraDi(t time.Time) string { return t.In(model.Roma).Format("02/01/2006 15:04") }

func siNo(v string) string {
	if v == "true" {
		return "Sì"
	}
	return "No"
}

// csc writes 70502 as 7.05.02: sector, class, category.
func csc(v string) string {
	if len(v) != 5 {
		return v
	}
	return v[:1] + "." + v[1:3] + "." + v[3:]
}

// numeroRuolo writes 39720250012345678000 as 397 2025 0012345678 000, as the collector's letters do.
func numeroRuolo(v string) string {
	if len(v) < 17 {
		return v
	}
	return strings.TrimSpace(v[:3] + " " + v[3:7] + " " + v[7:17] + " " + v[17:])
}

// scrivi is the text of a JSON scalar; false when there is none.
func scrivi(v any, f formato) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", false
	case string:
		return f(v), v != ""
	default: // a number as it was written, or a truth value
		return f(fmt.Sprint(v)), true
	}
}
