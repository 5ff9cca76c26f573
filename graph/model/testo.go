package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxTesto is how many characters what people write to each other may have.
const MaxTesto = 4000

// ValutaTesto says what is wrong with a text in a field: <FIELD>_MANCANTE when it is empty and must not be, _TROPPO_LUNGO over
// MaxTesto characters, _NON_VALIDO with control characters that do not end a line.
func ValutaTesto(campo, testo string, obbligatorio bool) []ErroreCampo {
	no := func(codice, messaggio string) []ErroreCampo {
		return []ErroreCampo{{Campo: campo, Codice: strings.ToUpper(campo) + codice, Messaggio: messaggio}}
	}
	switch {
	case testo == "" && obbligatorio:
		return no("_MANCANTE", "Il testo manca.")
	case utf8.RuneCountInString(testo) > MaxTesto:
		return no("_TROPPO_LUNGO", "Il testo ha più di 4.000 caratteri.")
	case strings.ContainsFunc(testo, controllo):
		return no("_NON_VALIDO", "Il testo contiene caratteri di controllo.")
	}
	return nil
}

func controllo(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }
