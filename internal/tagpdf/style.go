package tagpdf

import (
	"fmt"
	"strings"
)

// A colour is three parts from 0 to 1, as PDF text. Against white, ink has a contrast of 17:1, navy 13:1, grey 6:1, blue 5.6:1; navy
// has 11:1 against pale. WCAG AA asks for 4.5:1.
type colour string

const (
	ink  colour = "0.10 0.10 0.10"
	navy colour = "0.09 0.20 0.30"
	blue colour = "0.00 0.40 0.80"
	grey colour = "0.35 0.40 0.44"
	line colour = "0.77 0.80 0.83"
	pale colour = "0.91 0.94 0.97"
)

// A kind names a style before a document has loaded its fonts.
type kind struct {
	bold    bool
	size    float64 // points
	leading float64 // from one line to the next, points
	colour  colour
}

var (
	plain     = kind{false, 10, 14, ink}
	label     = kind{true, 10, 14, grey}
	note      = kind{false, 8, 10, grey}
	cellText  = kind{false, 9, 12, ink}
	cellHead  = kind{true, 9, 12, navy}
	smallText = kind{false, 8, 10.5, ink}
	smallHead = kind{true, 8, 10.5, navy}
	caption   = kind{true, 10, 14, navy}
	title     = kind{true, 28, 34, navy}
	lead      = kind{false, 13, 18, grey}
	entry     = kind{false, 10, 14.5, ink}
	chapter   = kind{true, 10, 14.5, navy}
	heads     = [...]kind{{true, 18, 23, navy}, {true, 13, 17, blue}, {true, 11, 15, navy}}
)

// A style is a kind with its font.
type style struct {
	kind
	face *face
}

func (d *Doc) style(k kind) style {
	if k.bold {
		return style{k, d.bold}
	}
	return style{k, d.regular}
}

// width is how wide a text is, in points.
func (s style) width(text string) float64 { return float64(s.face.advances(text)) * s.size / 1000 }

// cut shortens a text to a width, with an ellipsis.
func (s style) cut(text string, width float64) string {
	if s.width(text) <= width {
		return text
	}
	text = text[:s.fit(text, int((width-s.width("…"))*1000/s.size))]
	return strings.TrimRight(text, " ") + "…"
}

// text writes one line whose base is at y.
func (d *Doc) text(s style, x, y float64, text string) {
	p := d.page
	p.content = fmt.Appendf(p.content, "BT/%s %g Tf %s rg %.2f %.2f Td ", s.face.name, s.size, s.colour, x, y)
	p.content = append(s.face.appendText(p.content, text), "Tj ET\n"...)
}

// rule draws a thin horizontal line.
func (d *Doc) rule(x, y, width float64, c colour) {
	d.page.content = fmt.Appendf(d.page.content, "%s RG 0.6 w %.2f %.2f m %.2f %.2f l S\n", c, x, y, x+width, y)
}

func (d *Doc) fill(x, y, width, height float64, c colour) {
	d.page.content = fmt.Appendf(d.page.content, "%s rg %.2f %.2f %.2f %.2f re f\n", c, x, y, width, height)
}
