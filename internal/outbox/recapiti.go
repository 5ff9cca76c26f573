package outbox

import (
	"strings"

	"cassetto/graph/model"
)

// Fields and codes of what ValutaRecapiti refuses.
const (
	RecapitoMancante      = "RECAPITO_MANCANTE"
	EmailNonValida        = "EMAIL_NON_VALIDA"
	CellulareNonValido    = "CELLULARE_NON_VALIDO"
	ConsensoSenzaRecapito = "CONSENSO_SENZA_RECAPITO"
)

// ValutaRecapiti checks the contacts of a request and gives them as they are stored: without blanks around, the mobile number
// in international form. At least one is needed, and no consent without its contact. With errors, which never repeat a value,
// the contacts are empty.
func ValutaRecapiti(in model.RecapitiInput) (model.RecapitiRichiesta, []model.ErroreCampo) {
	var errori []model.ErroreCampo
	rifiuta := func(campo, codice, messaggio string) {
		errori = append(errori, model.ErroreCampo{Campo: campo, Codice: codice, Messaggio: messaggio})
	}
	email, cellulare := presente(in.Email), presente(in.Cellulare)
	if email == nil && cellulare == nil {
		rifiuta("recapiti", RecapitoMancante, "Indicare almeno un recapito fra posta elettronica e cellulare.")
	}
	if email != nil && !indirizzoValido(*email) {
		rifiuta("recapiti.email", EmailNonValida, "L'indirizzo di posta elettronica non è valido: la forma è nome@dominio.it.")
	}
	if cellulare != nil {
		numero, ok := internazionale(*cellulare)
		if !ok {
			rifiuta("recapiti.cellulare", CellulareNonValido,
				"Il numero di cellulare non è valido: indicare un cellulare italiano, o un numero con il prefisso internazionale.")
		}
		cellulare = &numero
	}
	if in.ConsensoEmail && email == nil {
		rifiuta("recapiti.consensoEmail", ConsensoSenzaRecapito,
			"Per ricevere le notifiche per posta elettronica occorre indicare l'indirizzo.")
	}
	if in.ConsensoSms && cellulare == nil {
		rifiuta("recapiti.consensoSms", ConsensoSenzaRecapito, "Per ricevere le notifiche per SMS occorre indicare il numero di cellulare.")
	}
	if errori != nil {
		return model.RecapitiRichiesta{}, errori
	}
	return model.RecapitiRichiesta{
		Email: email, Cellulare: cellulare, ConsensoEmail: in.ConsensoEmail, ConsensoSms: in.ConsensoSms,
	}, nil
}

// presente is a value without blanks around, nil when nothing is left.
func presente(v *string) *string {
	if v == nil {
		return nil
	}
	s := strings.Trim(*v, " \u00a0")
	if s == "" {
		return nil
	}
	return &s
}

// internazionale gives a mobile number as E.164 has it; one that is not Italian may be any.
func internazionale(v string) (string, bool) {
	cifre, ok := cifreTelefono(v)
	if !ok {
		return "", false
	}
	if italiano, ok := strings.CutPrefix(cifre, "39"); ok && (italiano[0] != '3' || len(italiano) < 9 || len(italiano) > 10) {
		return "", false
	}
	return "+" + cifre, true
}

// cifreTelefono are the digits of a telephone number from its country's on, at most 15 (E.164). Without a prefix it is Italian.
// Blanks, dots and dashes within are dropped.
func cifreTelefono(v string) (string, bool) {
	n := strings.NewReplacer(" ", "", "\u00a0", "", ".", "", "-", "").Replace(v)
	if rest, ok := strings.CutPrefix(n, "00"); ok {
		n = "+" + rest
	}
	cifre, prefisso := strings.CutPrefix(n, "+")
	if !prefisso {
		cifre = "39" + cifre
	}
	return cifre, strings.Trim(cifre, "0123456789") == "" && len(cifre) >= 8 && len(cifre) <= 15 && cifre[0] != '0'
}
