// Package model is the only model of the graph: what the schema says, as Go types. Files named *.generated.go, and
// federation_keys.go, are written by gqlgen; the others hold what a schema cannot say: how a scalar is checked and how rows are
// paged.
package model

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// InputError says that a value given by the user is not acceptable. The message is for him, in Italian, and never repeats
// the value, which may be personal data.
type InputError struct {
	Campo     string // argument that is wrong, below the one that the path of the error names; "filtro.testo"
	Messaggio string
}

func (e *InputError) Error() string { return e.Messaggio }

// Rifiuta makes an InputError.
func Rifiuta(format string, args ...any) error {
	return &InputError{Messaggio: fmt.Sprintf(format, args...)}
}

// RifiutaCampo makes an InputError about an argument.
func RifiutaCampo(campo, format string, args ...any) error {
	return &InputError{campo, fmt.Sprintf(format, args...)}
}

// text reads a scalar that travels as a string, in upper case and without outer blanks.
func text(v any, cosa string) (string, error) {
	s, ok := v.(string)
	if !ok {
		return "", Rifiuta("%s: indicare una stringa.", cosa)
	}
	return strings.ToUpper(strings.TrimSpace(s)), nil
}

// quote writes a JSON string.
func quote(w io.Writer, s string) { w.Write(Quote(make([]byte, 0, len(s)+2), s)) }

// asIs are the bytes that stand for themselves in a JSON string.
var asIs = func() (t [256]bool) {
	for c := ' '; c <= '~'; c++ {
		t[c] = c != '"' && c != '\\'
	}
	return t
}()

// Quote appends a JSON string; what was checked on its way in needs no escapes, what an archive holds may.
func Quote(b []byte, s string) []byte {
	for i := range len(s) {
		if !asIs[s[i]] {
			escaped, _ := json.Marshal(s) // a string always marshals
			return append(b, escaped...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// cifre says whether s is made of n ASCII digits.
func cifre(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
