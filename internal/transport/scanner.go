package transport

import (
	"encoding/binary"
	"encoding/json"
	"unicode/utf8"
)

// deepestScan is how far values may be nested for the scanner, which calls itself for each level.
const deepestScan = 64

// scanner reads JSON in one pass, as the library's decoder would read it with UseNumber. What is wrong, and what is merely rare,
// it gives up: the decoder then reads it anew and says what it makes of it.
type scanner struct {
	b       []byte
	at      int
	scratch []byte // the last text that had escapes
	lately  *lately
}

// request reads a GraphQL request that has no field but those of the specifications, each once; false for any other.
func (s *scanner) request() (e envelope, ok bool) {
	seen := 0
	ok = s.members(func(name []byte) bool {
		var text *string
		var object *map[string]any
		bit := 0
		switch string(name) {
		case "query":
			text, bit = &e.Query, 1
		case "operationName":
			text, bit = &e.OperationName, 2
		case "documentId":
			text, bit = &e.DocumentID, 4
		case "doc_id":
			text, bit = &e.DocID, 8
		case "id":
			text, bit = &e.ID, 16
		case "variables":
			object, bit = &e.Variables, 32
		case "extensions":
			object, bit = &e.Extensions, 64
		default:
			return false
		}
		if seen&bit != 0 {
			return false
		}
		seen |= bit
		switch {
		case s.word("null"):
			return true
		case text == &e.Query:
			*text, ok = s.document()
		case text != nil:
			*text, ok = s.text()
		default:
			*object, ok = s.object(deepestScan)
		}
		return ok
	})
	s.space()
	return e, ok && s.at == len(s.b)
}

// members reads an object; each has read the name and the colon of a member, and reads its value.
func (s *scanner) members(each func(name []byte) bool) bool {
	if !s.next('{') {
		return false
	}
	if s.next('}') {
		return true
	}
	for {
		s.space()
		name, ok := s.quoted()
		if !ok || !s.next(':') {
			return false
		}
		s.space()
		switch {
		case !each(name):
			return false
		case s.next('}'):
			return true
		case !s.next(','):
			return false
		}
	}
}

func (s *scanner) object(deepest int) (map[string]any, bool) {
	m := map[string]any{}
	return m, s.members(func(name []byte) bool {
		key := string(name)
		v, ok := s.value(deepest - 1)
		m[key] = v
		return ok
	})
}

func (s *scanner) list(deepest int) ([]any, bool) {
	l := []any{}
	if !s.next('[') {
		return nil, false
	}
	if s.next(']') {
		return l, true
	}
	for {
		s.space()
		v, ok := s.value(deepest - 1)
		if !ok {
			return nil, false
		}
		l = append(l, v)
		switch {
		case s.next(']'):
			return l, true
		case !s.next(','):
			return nil, false
		}
	}
}

// value reads a value that begins here.
func (s *scanner) value(deepest int) (any, bool) {
	if s.at >= len(s.b) || deepest == 0 {
		return nil, false
	}
	switch s.b[s.at] {
	case '"':
		return s.text()
	case '{':
		return s.object(deepest)
	case '[':
		return s.list(deepest)
	case 't':
		return true, s.word("true")
	case 'f':
		return false, s.word("false")
	case 'n':
		return nil, s.word("null")
	}
	return s.number()
}

// number reads a number by its grammar (RFC 8259, §6).
func (s *scanner) number() (json.Number, bool) {
	from := s.at
	s.byte('-')
	whole := s.at
	if digits := s.digits(); digits == 0 || digits > 1 && s.b[whole] == '0' {
		return "", false
	}
	if s.byte('.') && s.digits() == 0 {
		return "", false
	}
	if s.byte('e') || s.byte('E') {
		if !s.byte('+') {
			s.byte('-')
		}
		if s.digits() == 0 {
			return "", false
		}
	}
	return json.Number(s.b[from:s.at]), true
}

func (s *scanner) digits() int {
	from := s.at
	for s.at < len(s.b) && '0' <= s.b[s.at] && s.b[s.at] <= '9' {
		s.at++
	}
	return s.at - from
}

func (s *scanner) space() {
	for s.at < len(s.b) && (s.b[s.at] == ' ' || s.b[s.at] == '\n' || s.b[s.at] == '\r' || s.b[s.at] == '\t') {
		s.at++
	}
}

// next skips white space, and a byte if it is that one.
func (s *scanner) next(c byte) bool {
	s.space()
	return s.byte(c)
}

// byte skips a byte if it is that one.
func (s *scanner) byte(c byte) bool {
	if s.at >= len(s.b) || s.b[s.at] != c {
		return false
	}
	s.at++
	return true
}

func (s *scanner) word(w string) bool {
	if len(s.b)-s.at < len(w) || string(s.b[s.at:s.at+len(w)]) != w {
		return false
	}
	s.at += len(w)
	return true
}

func (s *scanner) text() (string, bool) {
	t, ok := s.quoted()
	return string(t), ok
}

// quoted reads a string in valid UTF-8 that begins here. What it returns lasts until the next one is read.
func (s *scanner) quoted() ([]byte, bool) {
	if !s.byte('"') {
		return nil, false
	}
	from := s.at
	high := s.plain()
	if s.byte('"') {
		t := s.b[from : s.at-1]
		return t, !high || utf8.Valid(t)
	}
	t := append(s.scratch[:0], s.b[from:s.at]...)
	for !s.byte('"') {
		c, ok := s.escape()
		if !ok {
			return nil, false
		}
		t = utf8.AppendRune(t, c)
		from = s.at
		high = s.plain() || high
		t = append(t, s.b[from:s.at]...)
	}
	s.scratch = t
	return t, !high || utf8.Valid(t)
}

const (
	ones = 0x0101010101010101
	tops = 0x8080808080808080
)

// plain skips what stands for itself in a string, eight bytes at a time, and says whether some of it is not ASCII.
func (s *scanner) plain() (high bool) {
	for s.at+8 <= len(s.b) {
		w := binary.LittleEndian.Uint64(s.b[s.at:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		if ((w-ones*' ')|(quote-ones)|(slash-ones)|w)&tops != 0 { // some byte may be one of those, or below a space, or not ASCII
			break
		}
		s.at += 8
	}
	for s.at < len(s.b) {
		c := s.b[s.at]
		if c == '"' || c == '\\' || c < ' ' {
			break
		}
		high = high || c >= utf8.RuneSelf
		s.at++
	}
	return high
}

// escape reads one escape; that of half a character it gives up.
func (s *scanner) escape() (rune, bool) {
	if !s.byte('\\') || s.at >= len(s.b) {
		return 0, false
	}
	c := s.b[s.at]
	s.at++
	switch c {
	case '"', '\\', '/':
		return rune(c), true
	case 'b':
		return '\b', true
	case 'f':
		return '\f', true
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'u':
		return s.hex()
	}
	return 0, false
}

func (s *scanner) hex() (r rune, ok bool) {
	if len(s.b)-s.at < 4 {
		return 0, false
	}
	for _, c := range s.b[s.at : s.at+4] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	s.at += 4
	return r, utf8.ValidRune(r)
}
