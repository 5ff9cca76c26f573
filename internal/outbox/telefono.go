package outbox

import (
	"strings"

	"cassetto/graph/model"
)

// Codes of what ValutaTelefono refuses.
const (
	TelefonoMancante  = "TELEFONO_MANCANTE"
	TelefonoNonValido = "TELEFONO_NON_VALIDO"
)

// ValutaTelefono checks a telephone number that an office may call, and gives it as E.164 has it: an Italian one, landline or
// mobile, or any other with its prefix; without a prefix it is Italian. An error, which never repeats the value, is about the field
// telefono; the number is then empty.
func ValutaTelefono(v string) (string, *model.ErroreCampo) {
	rifiuta := func(codice, messaggio string) (string, *model.ErroreCampo) {
		return "", &model.ErroreCampo{Campo: "telefono", Codice: codice, Messaggio: messaggio}
	}
	p := presente(&v)
	if p == nil {
		return rifiuta(TelefonoMancante, "Indicare il numero di telefono a cui la sede può chiamare.")
	}
	cifre, ok := cifreTelefono(strings.NewReplacer("(", "", ")", "", "/", "").Replace(*p))
	if italiano, suo := strings.CutPrefix(cifre, "39"); ok && suo {
		ok = fissoOMobile(italiano)
	}
	if !ok {
		return rifiuta(TelefonoNonValido,
			"Il numero di telefono non è valido: indicare un numero italiano, con il prefisso, o un numero con il prefisso internazionale.")
	}
	return "+" + cifre, nil
}

// fissoOMobile says whether a number without +39 can be called: a landline, from six digits to eleven with the 0 it begins with,
// or a mobile, of nine or ten that begin with 3. Free and paid numbers do not ring at anybody's desk.
func fissoOMobile(n string) bool {
	switch {
	case strings.HasPrefix(n, "0"):
		return len(n) >= 6 && len(n) <= 11 && n[1] != '0'
	case strings.HasPrefix(n, "3"):
		return len(n) == 9 || len(n) == 10
	}
	return false
}
