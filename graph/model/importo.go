package model

import (
	"io"
	"regexp"
	"strconv"
	"strings"
)

type (
	// Importo is an amount in euro cents; on the wire "1234.56", in an archive the integer 123456.
	Importo int64
	// Percentuale is a percentage or yearly rate with up to two decimals, such as "35.03"; a string in archives too.
	Percentuale string
)

var (
	formaImporto     = regexp.MustCompile(`^-?\d{1,13}(\.\d{1,2})?$`)
	formaPercentuale = regexp.MustCompile(`^-?\d{1,4}(\.\d{1,2})?$`)
)

// String writes the amount as "1234.56".
func (i Importo) String() string { return string(i.append(nil)) }

// Append appends the amount as a JSON string.
func (i Importo) Append(b []byte) []byte { return append(i.append(append(b, '"')), '"') }

func (i Importo) append(b []byte) []byte {
	n := uint64(i)
	if i < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendUint(b, n/100, 10)
	return append(b, '.', byte('0'+n/10%10), byte('0'+n%10))
}

// UnmarshalGQL accepts a decimal string with at most two decimals and 13 integer digits.
func (i *Importo) UnmarshalGQL(v any) error {
	s, err := text(v, "Importo")
	if err != nil {
		return err
	}
	if !formaImporto.MatchString(s) {
		return Rifiuta("Importo non valido: la forma è 1234.56, con il punto e al più due decimali.")
	}
	intero, decimali, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(intero+(decimali + "00")[:2], 10, 64)
	*i = Importo(n)
	return err
}

// UnmarshalGQL accepts a decimal string with at most two decimals.
func (p *Percentuale) UnmarshalGQL(v any) error {
	s, err := text(v, "Percentuale")
	if err == nil && !formaPercentuale.MatchString(s) {
		err = Rifiuta("Percentuale non valida: la forma è 35.03, con il punto e al più due decimali.")
	}
	*p = Percentuale(s)
	return err
}

func (i Importo) MarshalGQL(w io.Writer)     { w.Write(i.Append(nil)) }
func (p Percentuale) MarshalGQL(w io.Writer) { quote(w, string(p)) }
