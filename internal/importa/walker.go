package importa

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// walker goes through JSON that json.Valid has already accepted.
type walker struct {
	json []byte
	at   int
}

// next skips blanks and gives the byte at which the walker then is; 0 at the end.
func (w *walker) next() byte {
	for w.at < len(w.json) {
		switch c := w.json[w.at]; c {
		case ' ', '\t', '\r', '\n':
			w.at++
		default:
			return c
		}
	}
	return 0
}

// more leaves the walker on the next member or element of an object or list and says whether there is one.
func (w *walker) more(end byte) bool {
	c := w.next()
	if c == ',' {
		w.at++
		c = w.next()
	}
	if c == end {
		w.at++
		return false
	}
	return true
}

// raw gives a string, still escaped and without its quotes, and says whether it holds escapes.
func (w *walker) raw() (text []byte, escaped bool) {
	w.at++ // "
	start := w.at
	for {
		switch w.json[w.at] {
		case '"':
			w.at++
			return w.json[start : w.at-1], escaped
		case '\\':
			escaped = true
			w.at++
		}
		w.at++
	}
}

// name gives the name of a member and leaves the walker on its value.
func (w *walker) name() []byte {
	w.next()
	name, escaped := w.raw()
	if escaped {
		name = []byte(unescape(name))
	}
	w.next()
	w.at++ // :
	w.next()
	return name
}

// text reads a string of at most MaxText characters without control characters, or says what is wrong with it.
func (w *walker) text() ([]byte, *Difetto) {
	if w.json[w.at] != '"' {
		return nil, difetto("serve una stringa")
	}
	s, escaped := w.raw()
	if escaped {
		s = []byte(unescape(s))
		if bytes.ContainsRune(s, utf8.RuneError) {
			return nil, difetto("la stringa contiene un carattere non valido")
		}
	}
	if len(s) > MaxText && utf8.RuneCount(s) > MaxText {
		return nil, difetto("la stringa supera 4.000 caratteri")
	}
	for _, c := range s {
		if c < ' ' && c != '\n' && c != '\t' && c != '\r' || c == 0x7f {
			return nil, difetto("la stringa contiene un carattere di controllo")
		}
	}
	return s, nil
}

// number reads a number as it is written, or nothing when the value is none.
func (w *walker) number() []byte {
	start := w.at
	for w.at < len(w.json) && strings.IndexByte("+-.0123456789eE", w.json[w.at]) >= 0 {
		w.at++
	}
	return w.json[start:w.at]
}

// word skips a literal when it is the one given.
func (w *walker) word(literal string) bool {
	if !bytes.HasPrefix(w.json[w.at:], []byte(literal)) {
		return false
	}
	w.at += len(literal)
	return true
}

// unescape reads the inside of a valid JSON string.
func unescape(raw []byte) (s string) {
	quoted := append(append([]byte{'"'}, raw...), '"')
	_ = json.Unmarshal(quoted, &s) // cannot fail: json.Valid took it
	return s
}
