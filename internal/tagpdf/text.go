package tagpdf

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// clean makes a text fit to be written: composed (NFC), without control and invisible formatting characters, each run of spaces one
// space but those that do not break, lines kept apart by "\n". What is private or not valid UTF-8 becomes U+FFFD, whose meaning no reader has to guess.
func clean(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029' || r == '\v' || r == '\f':
			return '\n'
		case r == '\t' || r == '\r':
			return ' '
		case r == '\u00a0' || r == '\u202f' || r == '\u2007':
			return '\u00a0'
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Noncharacter_Code_Point, unicode.Variation_Selector):
			return -1
		case unicode.Is(unicode.Co, r):
			return utf8.RuneError
		case unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(text, "\uFFFD")))
	lines := strings.Split(text, "\n")
	kept := lines[:0]
	for _, line := range lines {
		words := strings.FieldsFunc(line, func(r rune) bool { return r == ' ' })
		if line = strings.Trim(strings.Join(words, " "), " \u00a0"); line != "" {
			kept = append(kept, line)
		}
	}
	return norm.NFC.String(strings.Join(kept, "\n"))
}

// oneLine is clean for what has to stay on one line.
func oneLine(text string) string { return strings.ReplaceAll(clean(text), "\n", " ") }

// wrap breaks a clean text into lines of a width in points. Every line but the last ends with a space, which keeps words apart for who
// listens; only a word wider than the line is broken, and there no space is added.
func (s style) wrap(text string, width float64) []string {
	if text == "" {
		return nil
	}
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		if lines = s.wrapLine(lines, paragraph, width); len(lines) > 0 {
			lines[len(lines)-1] += " "
		}
	}
	if n := len(lines) - 1; n >= 0 {
		lines[n] = strings.TrimSuffix(lines[n], " ")
	}
	return lines
}

// wrapLine measures in thousandths of the size, each letter once or twice however long the words are.
func (s style) wrapLine(lines []string, paragraph string, width float64) []string {
	limit, space := int(width*1000/s.size), s.face.advance(' ')
	line, used := 0, 0 // where the line starts, and how wide it is up to end
	end := 0
	for end < len(paragraph) {
		start := end
		if start > line {
			start++ // the space
		}
		stop := len(paragraph)
		if i := strings.IndexByte(paragraph[start:], ' '); i >= 0 {
			stop = start + i
		}
		w := s.face.advances(paragraph[start:stop])
		switch {
		case start > line && used+space+w <= limit:
			used, end = used+space+w, stop
			continue
		case start > line:
			lines = append(lines, paragraph[line:start])
		}
		for w > limit {
			cut := s.fit(paragraph[start:stop], limit)
			if start+cut == stop {
				break // one character, wider than the line
			}
			lines = append(lines, paragraph[start:start+cut])
			w -= s.face.advances(paragraph[start : start+cut])
			start += cut
		}
		line, used, end = start, w, stop
	}
	return append(lines, paragraph[line:])
}

// fit is how many bytes of a word that is too wide are written in a line, one character at least. What joins the parts of addresses,
// codes and dates stays at the end of the line, unless that would leave half of it empty.
func (s style) fit(word string, limit int) int {
	sum, joint := 0, 0
	for i, r := range word {
		sum += s.face.advance(r)
		switch {
		case sum <= limit || i == 0:
		case joint > i/2:
			return joint
		default:
			return i
		}
		if strings.ContainsRune("-/@._\u00a0", r) {
			joint = i + utf8.RuneLen(r)
		}
	}
	return len(word)
}

func utf16BE(text string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return b
}

// pdfText is a text string for dictionaries: UTF-16 with its mark, cut to what PDF/A allows.
func pdfText(text string) string {
	b := utf16BE(text)
	if len(b) > maxText {
		b = b[:maxText]
		if b[maxText-2]&0xFC == 0xD8 { // half of a character
			b = b[:maxText-2]
		}
	}
	return fmt.Sprintf("<FEFF%X>", b)
}

// maxText is how many bytes a string may have, without its mark.
const maxText = 32764
