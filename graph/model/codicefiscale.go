package model

import (
	"io"
	"regexp"
	"strings"
)

type (
	// CodiceFiscale identifies a taxpayer: 16 characters for a person, 11 digits for an entity or as a provisional code.
	CodiceFiscale string
	// PartitaIva is a VAT number: 11 digits.
	PartitaIva string
)

// Shape and tables of the codice fiscale: D.M. 23 December 1976; omocodia included.
var formaPersona = regexp.MustCompile(`^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$`)

const omocodia = "LMNPQRSTUV" // the letter that stands for each digit

// valoriDispari are the values of A..Z in odd positions; the digits 0..9 have those of A..J.
var valoriDispari = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// ControlloPersona computes the check letter of the first 15 characters of a person's codice fiscale, in upper case.
func ControlloPersona(primi15 string) byte {
	somma := 0
	for i := range 15 {
		n := int(primi15[i] - 'A')
		if primi15[i] <= '9' {
			n = int(primi15[i] - '0')
		}
		if i%2 == 0 {
			n = valoriDispari[n]
		}
		somma += n
	}
	return byte('A' + somma%26)
}

// ControlloEnte computes the check digit of the first 10 digits of an entity's code or partita IVA (D.M. 23 December 1976:
// Luhn, even positions doubled).
func ControlloEnte(prime10 string) byte {
	somma := 0
	for i := range 10 {
		n := int(prime10[i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		somma += n
	}
	return byte('0' + (10-somma%10)%10)
}

func personaValida(s string) bool {
	if !formaPersona.MatchString(s) || s[15] != ControlloPersona(s) {
		return false
	}
	giorno := 10*cifraOmocoda(s[9]) + cifraOmocoda(s[10])
	return giorno >= 1 && giorno <= 31 || giorno >= 41 && giorno <= 71 // women are born on day + 40
}

func cifraOmocoda(c byte) int {
	if c <= '9' {
		return int(c - '0')
	}
	return strings.IndexByte(omocodia, c)
}

func enteValido(s string) bool {
	return cifre(s, 11) && s != "00000000000" && s[10] == ControlloEnte(s)
}

// UnmarshalGQL accepts 16 characters or 11 digits with the right check character; small letters are raised.
func (c *CodiceFiscale) UnmarshalGQL(v any) error {
	s, err := text(v, "Codice fiscale")
	switch {
	case err != nil:
	case len(s) != 16 && len(s) != 11:
		err = Rifiuta("Codice fiscale non valido: servono 16 caratteri per una persona o 11 cifre per un ente.")
	case !personaValida(s) && !enteValido(s):
		err = Rifiuta("Codice fiscale non valido: la forma o il carattere di controllo non tornano.")
	}
	*c = CodiceFiscale(s)
	return err
}

// UnmarshalGQL accepts 11 digits with the right check digit.
func (p *PartitaIva) UnmarshalGQL(v any) error {
	s, err := text(v, "Partita IVA")
	if err == nil && !enteValido(s) {
		err = Rifiuta("Partita IVA non valida: servono 11 cifre, l'ultima di controllo.")
	}
	*p = PartitaIva(s)
	return err
}

func (c CodiceFiscale) MarshalGQL(w io.Writer) { quote(w, string(c)) }
func (p PartitaIva) MarshalGQL(w io.Writer)    { quote(w, string(p)) }
