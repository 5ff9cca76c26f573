package importa

import (
	"math"
	"strconv"
)

// maxImporto is the greatest amount in cents: 13 integer digits of euro, as the schema's scalar.
const maxImporto = 999_999_999_999_999

// checker checks the value on which the walker is and leaves the walker after it; it may leave it anywhere when the value
// is wrong. The value is not null.
type checker interface {
	check(w *walker) *Difetto
}

// slot is where a value goes: a field or the elements of a list.
type slot struct {
	checker
	required bool
	key      bool // part of a natural key: a text that is not empty
	only     bool // the whole natural key: may hold a |
}

func (s *slot) read(w *walker) *Difetto {
	if w.word("null") {
		if s.required {
			return difetto("manca: non può essere null")
		}
		return nil
	}
	start := w.at
	if d := s.check(w); d != nil {
		return d
	}
	if s.key {
		return s.checkKey(w.json[start:w.at])
	}
	return nil
}

// checkKey refuses what would make the id of a document ambiguous.
func (s *slot) checkKey(value []byte) *Difetto {
	if string(value) == `""` {
		return difetto("fa parte della chiave: non può essere vuoto")
	}
	if s.only || value[0] != '"' {
		return nil
	}
	inner := walker{json: value}
	text, _ := inner.text()
	for _, c := range text {
		if c == '|' {
			return difetto("fa parte della chiave: non può contenere |")
		}
	}
	return nil
}

type list struct{ of slot }

func (l *list) check(w *walker) *Difetto {
	if w.json[w.at] != '[' {
		return difetto("serve un elenco")
	}
	w.at++
	for i := 0; w.more(']'); i++ {
		if d := l.of.read(w); d != nil {
			return d.under("[" + strconv.Itoa(i) + "]")
		}
	}
	return nil
}

// text is a String or an ID.
type text struct{}

func (text) check(w *walker) *Difetto {
	_, d := w.text()
	return d
}

// scalar is a custom scalar that travels as a string.
type scalar struct {
	canonical func(string) error // nil for a good value
	date      bool               // values sort as time does
}

func (s *scalar) check(w *walker) *Difetto {
	v, d := w.text()
	if d != nil {
		return d
	}
	if err := s.canonical(string(v)); err != nil {
		return difetto(err.Error())
	}
	return nil
}

type enum struct{ values map[string]bool }

func (e *enum) check(w *walker) *Difetto {
	v, d := w.text()
	if d == nil && !e.values[string(v)] {
		d = difetto("non è uno dei valori ammessi")
	}
	return d
}

type boolean struct{}

func (boolean) check(w *walker) *Difetto {
	if w.word("true") || w.word("false") {
		return nil
	}
	return difetto("serve true o false")
}

// integer is a number without decimals nor exponent, up to max in absolute value.
type integer struct {
	min, max int64
	needs    string
}

func (i *integer) check(w *walker) *Difetto {
	n, err := strconv.ParseInt(string(w.number()), 10, 64)
	if err != nil || n < i.min || n > i.max {
		return difetto(i.needs)
	}
	return nil
}

func int32s() *integer {
	return &integer{math.MinInt32, math.MaxInt32, "serve un intero di 32 bit, senza virgolette né decimali"}
}

func cents() *integer {
	return &integer{-maxImporto, maxImporto, "serve un importo in centesimi, intero, di al più 15 cifre e senza virgolette"}
}

type float struct{}

func (float) check(w *walker) *Difetto {
	n := w.number()
	if len(n) == 0 {
		return difetto("serve un numero")
	}
	if _, err := strconv.ParseFloat(string(n), 64); err != nil {
		return difetto("il numero è troppo grande")
	}
	return nil
}
