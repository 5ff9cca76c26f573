package tagpdf

import (
	_ "embed"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Titillium Web is under the SIL Open Font License 1.1, which has to travel with it: titillium/OFL.txt.
//
//go:embed titillium/regular.ttf
var regularTTF []byte

//go:embed titillium/bold.ttf
var boldTTF []byte

// License is the text of the licence of the fonts that a document embeds.
//
//go:embed titillium/OFL.txt
var License string

// boxWidth is how wide the box is that stands for a character which the font lacks, in thousandths of the size.
const boxWidth = 600

// maxGlyphs is how many characters one document can tell apart; the rest is written as U+FFFD.
const maxGlyphs = 60000

// A used is a character of the document: the number that its text is written with is its place in face.used.
type used struct {
	char    rune
	glyph   int // in the font; 0 is the box
	advance int // thousandths of the size
}

// A face is a font of which only the characters that were written are embedded, numbered as they came. A character that the font
// lacks is seen as the letter without its marks, or else as a box, and copied or read aloud as what it is; glyph 0, .notdef, is never
// written.
type face struct {
	name string // in the pages' resources
	base string // of the font
	ttf  *truetype
	id   map[rune]uint16
	near [0x250]uint16 // the same for Latin letters, which are most; 0 is none yet
	used []used
}

func newFace(name, base string, file []byte) (*face, error) {
	ttf, err := parseTrueType(file)
	if err != nil {
		return nil, err
	}
	f := &face{name: name, base: base, ttf: ttf, id: map[rune]uint16{}, used: []used{{advance: ttf.advance(0)}}}
	f.number(utf8.RuneError)
	return f, nil
}

func (f *face) number(r rune) uint16 {
	if uint32(r) < uint32(len(f.near)) && f.near[r] != 0 {
		return f.near[r]
	}
	if id, ok := f.id[r]; ok {
		return id
	}
	if len(f.used) >= maxGlyphs {
		return f.id[utf8.RuneError]
	}
	u := used{char: r, glyph: f.ttf.glyph(r), advance: boxWidth}
	if u.glyph == 0 {
		u.glyph = f.ttf.glyph(unmarked(r))
	}
	switch {
	case u.glyph != 0:
		u.advance = f.ttf.advance(u.glyph)
	case unicode.Is(unicode.Mn, r):
		u.glyph, u.advance = f.ttf.glyph(' '), 0
	}
	id := uint16(len(f.used))
	f.used, f.id[r] = append(f.used, u), id
	if uint32(r) < uint32(len(f.near)) {
		f.near[r] = id
	}
	return id
}

// unmarked is a letter without its marks, and the hyphen for dashes of every kind.
func unmarked(r rune) rune {
	if unicode.Is(unicode.Pd, r) {
		return '-'
	}
	parts := []rune(norm.NFKD.String(string(r)))
	for _, mark := range parts[1:] {
		if !unicode.Is(unicode.Mn, mark) {
			return r
		}
	}
	return parts[0]
}

func (f *face) advance(r rune) int { return f.used[f.number(r)].advance }

// advances is how wide a text is, in thousandths of the size.
func (f *face) advances(text string) (sum int) {
	for _, r := range text {
		sum += f.advance(r)
	}
	return sum
}

const hexDigits = "0123456789ABCDEF"

// appendText writes a text as a PDF string, two bytes a character.
func (f *face) appendText(b []byte, text string) []byte {
	b = append(b, '<')
	for _, r := range text {
		n := f.number(r)
		b = append(b, hexDigits[n>>12], hexDigits[n>>8&15], hexDigits[n>>4&15], hexDigits[n&15])
	}
	return append(b, '>')
}
