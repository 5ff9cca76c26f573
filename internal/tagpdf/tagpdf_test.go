package tagpdf

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func TestSameBytes(t *testing.T) {
	one, two := write(t, options, dossier(2, 60)), write(t, options, dossier(2, 60))
	if !bytes.Equal(one, two) {
		t.Error("the same content gives other bytes")
	}
	o := options
	o.ID = [16]byte{1, 2, 3}
	if !bytes.Contains(write(t, o, dossier(1, 1)), []byte("/ID[<01020300000000000000000000000000><01020300000000000000000000000000>]")) {
		t.Error("the identifier that was given is not there")
	}
}

func TestSmall(t *testing.T) {
	pdf := write(t, options, dossier(2, 45))
	if len(pdf) > 45_000 {
		t.Errorf("%d bytes", len(pdf))
	}
	read(t, pdf).check()
}

func TestNothing(t *testing.T) {
	for name, content := range map[string]func(*Doc){
		"nothing":          func(*Doc) {},
		"breaks":           func(d *Doc) { d.PageBreak(); d.PageBreak() },
		"index only":       func(d *Doc) { d.Index(3) },
		"heading only":     func(d *Doc) { d.Heading(3, "Sola") },
		"empty texts":      func(d *Doc) { d.Heading(1, "\x00 "); d.Paragraph("\n"); d.List([]string{""}); d.Fields(nil) },
		"cover only":       func(d *Doc) { d.Cover(Cover{}) },
		"index at the end": func(d *Doc) { d.Heading(1, "A"); d.Paragraph("b"); d.Index(1) },
	} {
		t.Run(name, func(t *testing.T) { read(t, write(t, options, content)).check() })
	}
}

type brokenWriter struct{ left int }

func (w *brokenWriter) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, io.ErrClosedPipe
	}
	return len(b), nil
}

func TestErrors(t *testing.T) {
	if _, err := New(io.Discard, Options{Title: "\x01"}); !errors.Is(err, errTitle) {
		t.Error(err)
	}
	for left, chapters := range map[int]int{0: 1, 70_000: 3} {
		d, _ := New(&brokenWriter{left}, options)
		dossier(chapters, 130)(d)
		if err := d.Close(); !errors.Is(err, io.ErrClosedPipe) {
			t.Errorf("after %d bytes: %v", left, err)
		}
		if err := d.Close(); !errors.Is(err, errClosed) {
			t.Error(err)
		}
	}
	d, _ := New(iotest.TruncateWriter(io.Discard, 10), options)
	if err := d.Close(); err != nil { // it says that all is written
		t.Error(err)
	}
	for name, content := range map[string]func(*Doc){
		"row":     func(d *Doc) { d.Table(emens, slices.Values([][]string{{"uno"}})) },
		"columns": func(d *Doc) { d.Table(Table{}, denunce(1)) },
		"index":   func(d *Doc) { d.Index(1); d.Index(1) },
	} {
		d, _ := New(io.Discard, options)
		content(d)
		if d.Close() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"  a \t b\r\n\n c ": "a b\nc", "citta\u0300": "città", "a\x00\x1b\u202e\ufeff\u200db": "ab", "\xff": "\ufffd",
		"\ue000": "\ufffd", "12\u00a0€": "12\u00a0€", "\u00a0 1\u202f000 \u00a0": "1\u00a0000", "a\xed\xa0\x80b\xc3": "a\ufffdb\ufffd", "\ufffe\U0001ffff": "", "😀\ufe0f": "😀",
	} {
		if got := clean(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	d, _ := New(io.Discard, options)
	s := d.style(plain)
	for _, text := range []string{"", "a", "una riga e poi un’altra", strings.Repeat("lunghissima", 40), "a\nb", "x " + strings.Repeat("W", 60) + " y", "😀😀😀"} {
		for _, width := range []float64{1, 30, 90, 400} {
			lines := s.wrap(text, width)
			if got := strings.Join(lines, ""); got != strings.ReplaceAll(text, "\n", " ") {
				t.Errorf("%q in %g: %q", text, width, got)
			}
			for _, l := range lines {
				if l = strings.TrimSuffix(l, " "); s.width(l) > width && len([]rune(l)) > 1 {
					t.Errorf("%q is wider than %g", l, width)
				}
			}
		}
	}
}

// strange are texts that have broken writers of PDF.
var strange = []string{
	"", " ", "(a) \\ <b> % /c [d]", "😀👩\u200d👧 emoji", "Кириллица", "e\u0301 q\u0303 Å", "שלום עולם", "مرحبا", "\x00\x01\x1b\x7f\u0085", "\xff\xfe", "日本語",
	"\ufeff\ufffe\uffff", "\ue000\U000f0000", "\xed\xa0\x80 \xed\xbf\xbf", "Nguyễn Ştefan Łódź Ḥasan", "12\u00a0345,67\u202f€", "uno\tdue\t\ttre", strings.Repeat("W", 400), strings.Repeat("parola lunga ", 150), "a\n\n\nb", "\u202eabc\u202c", "& < > \" '", "€ – ’ “”",
}

// anything writes a document that nobody would.
func anything(seed uint64) func(*Doc) {
	r := rand.New(rand.NewPCG(seed, 1))
	text := func() string { return strange[r.IntN(len(strange))] + strange[r.IntN(len(strange))] }
	texts := func(n int) (all []string) {
		for range n {
			all = append(all, text())
		}
		return all
	}
	return func(d *Doc) {
		index := false
		for range 1 + r.IntN(12) {
			switch r.IntN(8) {
			case 0, 1:
				d.Heading(r.IntN(6)-1, text())
			case 2:
				d.Paragraph(text())
			case 3:
				d.List(texts(r.IntN(4)))
			case 4:
				d.Fields([]Field{{text(), text()}, {text(), text()}})
			case 5:
				n := 1 + r.IntN(9)
				t := Table{Caption: text()}
				for range n {
					t.Columns = append(t.Columns, Column{text(), r.Float64()*3 - 1, Align(r.IntN(2))})
				}
				d.Table(t, func(yield func([]string) bool) {
					for range r.IntN(6) {
						if !yield(texts(n)) {
							return
						}
					}
				})
			case 6:
				d.PageBreak()
			case 7:
				if !index {
					d.Index(1 + r.IntN(3))
				} else {
					d.Cover(Cover{Title: text(), Subtitle: text(), Notes: texts(2)})
				}
				index = true
			}
		}
	}
}

func TestAnything(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		o := options
		o.Title, o.Left, o.Author = "T"+strange[seed%uint64(len(strange))], strange[(seed+5)%uint64(len(strange))], strange[(seed+9)%uint64(len(strange))]
		read(t, write(t, o, anything(seed))).check()
	}
}
