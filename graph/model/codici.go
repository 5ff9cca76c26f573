package model

import (
	"io"
	"regexp"
)

// Codes of the domain. They are strings, leading zeros included; a value read from the wire was checked, one read from an
// archive is trusted.
type (
	// Matricola is a company's position number: 10 digits. Its control algorithm is not published: only the shape is checked.
	Matricola string
	// CodiceSede is an office code: 4 digits.
	CodiceSede string
	// Csc is a codice statistico contributivo: 5 digits, settore(1) classe(2) categoria(2).
	Csc string
	// CodiceAutorizzazione is a digit and a letter.
	CodiceAutorizzazione string
	// CodiceAteco is an activity code: two digits, then up to two groups of one or two.
	CodiceAteco string
	// CodiceBelfiore is the cadastral code of a comune or foreign state: a letter and three digits.
	CodiceBelfiore string
	// NumeroRuolo is the number of a cartella or avviso di addebito: 17 to 20 digits.
	NumeroRuolo string
)

var (
	formaAutorizzazione = regexp.MustCompile(`^\d[A-Z]$`)
	formaAteco          = regexp.MustCompile(`^\d{2}(\.\d{1,2}){0,2}$`)
	formaBelfiore       = regexp.MustCompile(`^[A-Z]\d{3}$`)
	formaRuolo          = regexp.MustCompile(`^\d{17,20}$`)
)

// UnmarshalGQL accepts 10 digits.
func (m *Matricola) UnmarshalGQL(v any) error {
	s, err := text(v, "Matricola")
	if err == nil && !cifre(s, 10) {
		err = Rifiuta("Matricola non valida: servono 10 cifre, zeri iniziali compresi.")
	}
	*m = Matricola(s)
	return err
}

// UnmarshalGQL accepts 4 digits.
func (c *CodiceSede) UnmarshalGQL(v any) error {
	s, err := text(v, "Codice sede")
	if err == nil && !cifre(s, 4) {
		err = Rifiuta("Codice sede non valido: servono 4 cifre.")
	}
	*c = CodiceSede(s)
	return err
}

// UnmarshalGQL accepts 5 digits.
func (c *Csc) UnmarshalGQL(v any) error {
	s, err := text(v, "Codice statistico contributivo")
	if err == nil && !cifre(s, 5) {
		err = Rifiuta("Codice statistico contributivo non valido: servono 5 cifre, senza punti.")
	}
	*c = Csc(s)
	return err
}

// UnmarshalGQL accepts a digit and a letter.
func (c *CodiceAutorizzazione) UnmarshalGQL(v any) error {
	s, err := text(v, "Codice di autorizzazione")
	if err == nil && !formaAutorizzazione.MatchString(s) {
		err = Rifiuta("Codice di autorizzazione non valido: servono una cifra e una lettera.")
	}
	*c = CodiceAutorizzazione(s)
	return err
}

// UnmarshalGQL accepts dd, dd.d, dd.dd, dd.dd.d and dd.dd.dd.
func (c *CodiceAteco) UnmarshalGQL(v any) error {
	s, err := text(v, "Codice ATECO")
	if err == nil && !formaAteco.MatchString(s) {
		err = Rifiuta("Codice ATECO non valido: la forma è 56.10.11.")
	}
	*c = CodiceAteco(s)
	return err
}

// UnmarshalGQL accepts a letter and three digits.
func (c *CodiceBelfiore) UnmarshalGQL(v any) error {
	s, err := text(v, "Codice catastale")
	if err == nil && !formaBelfiore.MatchString(s) {
		err = Rifiuta("Codice catastale non valido: servono una lettera e tre cifre.")
	}
	*c = CodiceBelfiore(s)
	return err
}

// UnmarshalGQL accepts 17 to 20 digits.
func (n *NumeroRuolo) UnmarshalGQL(v any) error {
	s, err := text(v, "Numero del titolo")
	if err == nil && !formaRuolo.MatchString(s) {
		err = Rifiuta("Numero di cartella o avviso non valido: servono da 17 a 20 cifre.")
	}
	*n = NumeroRuolo(s)
	return err
}

func (m Matricola) MarshalGQL(w io.Writer)            { quote(w, string(m)) }
func (c CodiceSede) MarshalGQL(w io.Writer)           { quote(w, string(c)) }
func (c Csc) MarshalGQL(w io.Writer)                  { quote(w, string(c)) }
func (c CodiceAutorizzazione) MarshalGQL(w io.Writer) { quote(w, string(c)) }
func (c CodiceAteco) MarshalGQL(w io.Writer)          { quote(w, string(c)) }
func (c CodiceBelfiore) MarshalGQL(w io.Writer)       { quote(w, string(c)) }
func (n NumeroRuolo) MarshalGQL(w io.Writer)          { quote(w, string(n)) }
