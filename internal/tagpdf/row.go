package tagpdf

import "strings"

// An Align says where in its column a text is.
type Align int

const (
	Start Align = iota
	End         // for amounts
)

// A cell is a block of lines beside others.
type cell struct {
	x, width float64
	inset    float64 // beside the text, within the width
	align    Align
	style    style
	lines    []string
	element  *element // nil for what is repeated and not read
}

// A row is cells of the same leading side by side, with a space above and below.
type row struct {
	cells []cell
	pad   float64
	fill  colour // behind it; empty for none
	rule  colour // under it; empty for none
}

func (r row) leading() float64 { return r.cells[0].style.leading }

func (r row) lines() int {
	n := 1
	for _, c := range r.cells {
		n = max(n, len(c.lines))
	}
	return n
}

func (r row) height() float64 { return float64(r.lines())*r.leading() + 2*r.pad }

// least is the room without which a row is not begun on a page: all of it, or two lines of one that is taller than half a page and
// may be split.
func (r row) least() float64 {
	if h := r.height(); h <= body/2 {
		return h
	}
	return 2*r.leading() + 2*r.pad
}

// row writes a row, over as many pages as it needs. The first page has room for least.
func (d *Doc) row(r row) {
	for {
		n := min(r.lines(), int((d.y-bottom-2*r.pad+0.01)/r.leading()))
		if n < 1 {
			d.newPage(false)
			continue
		}
		if n == r.lines()-1 && n > 2 { // no line alone on the next page
			n--
		}
		rest := r.split(n)
		d.draw(r)
		if rest == nil {
			return
		}
		r.cells = rest
		d.newPage(false)
	}
}

// split leaves n lines in the row and gives the others.
func (r *row) split(n int) (rest []cell) {
	if n >= r.lines() {
		return nil
	}
	rest = append(rest, r.cells...)
	r.cells = append([]cell(nil), r.cells...)
	for i, c := range r.cells {
		k := min(n, len(c.lines))
		r.cells[i].lines, rest[i].lines = c.lines[:k], c.lines[k:]
	}
	return rest
}

func (d *Doc) draw(r row) {
	h := r.height()
	if r.fill+r.rule != "" {
		d.artifact(layout, func() {
			x, end := r.cells[0].x, r.cells[len(r.cells)-1]
			if r.fill != "" {
				d.fill(x, d.y-h, end.x+end.width-x, h, r.fill)
			}
			if r.rule != "" {
				d.rule(x, d.y-h, end.x+end.width-x, r.rule)
			}
		})
	}
	for _, c := range r.cells {
		lines := func() { d.cell(c, d.y-r.pad) }
		switch {
		case len(c.lines) == 0:
		case c.element == nil:
			d.artifact(pagination, lines)
		default:
			d.mark(c.element, lines)
		}
	}
	d.y -= h
}

func (d *Doc) cell(c cell, y float64) {
	y -= (c.style.leading + 0.7*c.style.size) / 2 // the capitals in the middle of the line
	for _, text := range c.lines {
		x := c.x + c.inset
		if c.align == End {
			x = c.x + c.width - c.inset - c.style.width(strings.TrimRight(text, " \u00a0"))
		}
		d.text(c.style, x, y, text)
		y -= c.style.leading
	}
}

// block writes lines across the page, as an element.
func (d *Doc) block(e *element, s style, lines []string) {
	d.row(row{cells: []cell{{x: left, width: textWidth, style: s, lines: lines, element: e}}})
	d.close(e)
}
