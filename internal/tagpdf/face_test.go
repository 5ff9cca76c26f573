package tagpdf

import (
	"io"
	"slices"
	"strings"
	"testing"
)

// TestLacking finds characters that the font lacks as wide as what is seen in their place.
func TestLacking(t *testing.T) {
	d, err := New(io.Discard, options)
	if err != nil {
		t.Fatal(err)
	}
	f := d.regular
	for r, seen := range map[rune]rune{'ễ': 'e', 'Ḥ': 'H', '\u2011': '-', 'à': 'à', '\u00a0': ' '} {
		if f.advance(r) != f.advance(seen) || f.used[f.number(r)].char != r {
			t.Errorf("%c is %d wide, %c %d", r, f.advance(r), seen, f.advance(seen))
		}
	}
	for _, r := range "日Жא😀\ufb01\ufffd" {
		if u := f.used[f.number(r)]; u.glyph != 0 || u.advance != boxWidth {
			t.Errorf("%c is not a box: %+v", r, u)
		}
	}
	if f.advance('\u0303') != 0 {
		t.Error("a mark has a width")
	}
}

func TestLongWords(t *testing.T) {
	d, err := New(io.Discard, options)
	if err != nil {
		t.Fatal(err)
	}
	s := d.style(plain)
	for word, first := range map[string]string{
		"officine.meccaniche@pec.esempio.it": "officine.meccaniche@", "16/11/2026-16/11/2027 x": "16/11/2026-16/11/", "ab-" + strings.Repeat("c", 60): "ab-cccccccccccccccc",
	} {
		if lines := s.wrap(word, 97); len(lines) < 2 || !strings.HasPrefix(lines[0], first) {
			t.Errorf("%q", lines)
		}
	}
}

func TestLongStrings(t *testing.T) {
	read(t, write(t, options, func(d *Doc) {
		d.Index(1)
		d.Heading(1, strings.Repeat("😀 ", 12000))
		d.Table(Table{Caption: strings.Repeat("x😀", 12000), Columns: []Column{{"A", 1, Start}}}, slices.Values([][]string{{"1"}}))
	})).check()
	if got := pdfText(strings.Repeat("x", 1) + strings.Repeat("😀", 9000)); len(got) != len("<FEFF>")+2*(maxText-2) || !strings.HasSuffix(got, "D83DDE00>") {
		t.Errorf("%d digits, %s", len(got), got[len(got)-20:])
	}
}
