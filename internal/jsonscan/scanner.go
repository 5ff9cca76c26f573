// Package jsonscan reads JSON in one pass. What is wrong, and what is merely rare, it gives up: encoding/json then reads it anew and
// says what it makes of it.
package jsonscan

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"unicode/utf8"
)

// Scanner walks through a JSON text; every method begins where the last one ended. The zero Scanner is at the end of nothing.
type Scanner struct {
	b       []byte
	at      int
	scratch []byte // the last text that had escapes
}

// Reset goes to the beginning of a text.
func (s *Scanner) Reset(b []byte) { s.b, s.at = b, 0 }

// Ended says whether nothing follows but white space.
func (s *Scanner) Ended() bool {
	s.Space()
	return s.at == len(s.b)
}

// Peek is the byte that comes next, 0 at the end.
func (s *Scanner) Peek() byte {
	if s.at >= len(s.b) {
		return 0
	}
	return s.b[s.at]
}

// All is the whole text.
func (s *Scanner) All() []byte { return s.b }

// Left is how many bytes of it have not been read.
func (s *Scanner) Left() int { return len(s.b) - s.at }

// Forward skips so many bytes.
func (s *Scanner) Forward(n int) { s.at += n }

// Number reads a number by its grammar (RFC 8259, §6).
func (s *Scanner) Number() (json.Number, bool) {
	n, ok := s.number()
	return json.Number(n), ok
}

// number is the number as it is written.
func (s *Scanner) number() ([]byte, bool) {
	from := s.at
	s.Byte('-')
	whole := s.at
	if digits := s.digits(); digits == 0 || digits > 1 && s.b[whole] == '0' {
		return nil, false
	}
	if s.Byte('.') && s.digits() == 0 {
		return nil, false
	}
	if s.Byte('e') || s.Byte('E') {
		if !s.Byte('+') {
			s.Byte('-')
		}
		if s.digits() == 0 {
			return nil, false
		}
	}
	return s.b[from:s.at], true
}

func (s *Scanner) digits() int {
	from := s.at
	for s.at < len(s.b) && '0' <= s.b[s.at] && s.b[s.at] <= '9' {
		s.at++
	}
	return s.at - from
}

// Space skips white space.
func (s *Scanner) Space() {
	for s.at < len(s.b) && (s.b[s.at] == ' ' || s.b[s.at] == '\n' || s.b[s.at] == '\r' || s.b[s.at] == '\t') {
		s.at++
	}
}

// Next skips white space, and a byte if it is that one.
func (s *Scanner) Next(c byte) bool {
	s.Space()
	return s.Byte(c)
}

// Byte skips a byte if it is that one.
func (s *Scanner) Byte(c byte) bool {
	if s.at >= len(s.b) || s.b[s.at] != c {
		return false
	}
	s.at++
	return true
}

// Word skips a word if it comes next.
func (s *Scanner) Word(w string) bool {
	if len(s.b)-s.at < len(w) || string(s.b[s.at:s.at+len(w)]) != w {
		return false
	}
	s.at += len(w)
	return true
}

// Text reads a string in valid UTF-8 that begins here.
func (s *Scanner) Text() (string, bool) {
	t, ok := s.Quoted()
	return string(t), ok
}

// Quoted is Text, but what it returns lasts until the next one is read.
func (s *Scanner) Quoted() ([]byte, bool) {
	if !s.Byte('"') {
		return nil, false
	}
	from := s.at
	high := s.plain()
	if s.Byte('"') {
		t := s.b[from : s.at-1]
		return t, !high || utf8.Valid(t)
	}
	t := append(s.scratch[:0], s.b[from:s.at]...)
	for !s.Byte('"') {
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
func (s *Scanner) plain() (high bool) {
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
func (s *Scanner) escape() (rune, bool) {
	if !s.Byte('\\') || s.at >= len(s.b) {
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

func (s *Scanner) hex() (r rune, ok bool) {
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

// Literal is the string that begins here as it is written, as far as its quotes and backslashes tell; nil when it does not end.
func (s *Scanner) Literal() []byte {
	if end := s.end(); end > 0 {
		return s.b[s.at:end]
	}
	return nil
}

func (s *Scanner) end() int {
	if s.at >= len(s.b) || s.b[s.at] != '"' {
		return 0
	}
	for at := s.at + 1; ; {
		n := bytes.IndexByte(s.b[at:], '"')
		if n < 0 {
			return 0
		}
		at += n + 1
		slashes := at - 2
		for slashes > s.at && s.b[slashes] == '\\' {
			slashes--
		}
		if (at-2-slashes)%2 == 0 {
			return at
		}
	}
}
