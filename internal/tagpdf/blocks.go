package tagpdf

import "fmt"

// A waiting heading, or note, is written with what follows it.
type waiting struct {
	level int // from 1; 0 for a note
	text  string
	style style
	lines []string
	above float64
	below float64
}

func (w waiting) height() float64 { return w.above + float64(len(w.lines))*w.style.leading + w.below }

func (w waiting) tag() string {
	if w.level == 0 {
		return "P"
	}
	return fmt.Sprintf("H%d", w.level)
}

// Heading begins a part of the document, which bookmarks and index name: level 1 to 3. A level below one that is missing is raised,
// since readers go from each level to the next. A heading stays on the page of what follows it; one without text is not written.
func (d *Doc) Heading(level int, text string) {
	text = oneLine(text)
	if text == "" {
		return
	}
	level = max(1, min(level, d.level+1, len(heads)))
	d.level = level
	s := d.style(heads[level-1])
	w := waiting{level, text, s, s.wrap(text, textWidth), s.size * 0.8, 4}
	if level == 1 { // a rule is below it
		w.above, w.below = 26, 10
	}
	d.waiting = append(d.waiting, w)
}

func (d *Doc) writeHeading(w waiting) {
	if d.y < top {
		d.y -= w.above
	}
	e := d.open(d.root, w.tag(), "")
	if d.y-w.height()+w.above < bottom { // longer than a page
		d.newPage(false)
	}
	if w.level > 0 {
		d.headings = append(d.headings, heading{w.level, w.text, d.page.object, d.y, true})
	}
	d.block(e, w.style, w.lines)
	if w.level == 1 {
		d.artifact(layout, func() { d.rule(left, d.y-1, textWidth, blue) })
	}
	d.y -= w.below
}

// Paragraph writes a text; "\n" begins a new line.
func (d *Doc) Paragraph(text string) {
	s := d.style(plain)
	lines := s.wrap(clean(text), textWidth)
	if len(lines) == 0 {
		return
	}
	least := len(lines)
	if least > 3 {
		least = 2
	}
	d.need(float64(least) * s.leading)
	d.block(d.open(d.root, "P", ""), s, lines)
	d.y -= 5
}

// Note writes a remark on what follows, smaller and paler than a paragraph; it stays on its page.
func (d *Doc) Note(text string) {
	if text = clean(text); text == "" {
		return
	}
	s := d.style(note)
	d.waiting = append(d.waiting, waiting{0, text, s, s.wrap(text, textWidth), 0, 6})
}

// List writes a list with bullets. Items without text are left out.
func (d *Doc) List(items []string) {
	rows := make([]Field, 0, len(items))
	for _, item := range items {
		if item = clean(item); item != "" {
			rows = append(rows, Field{"•", item})
		}
	}
	d.pairs("Disc", rows, 12, d.style(plain))
}

// A Field is a name and what it is.
type Field struct{ Label, Value string }

// Fields writes names and values in two columns, tagged as a list of labelled items: read aloud, each name comes before its value. The first two are kept
// together, and the last two.
func (d *Doc) Fields(fields []Field) { d.pairs("None", fields, 165, d.style(label)) }

func (d *Doc) pairs(numbering string, pairs []Field, indent float64, name style) {
	if len(pairs) == 0 {
		return
	}
	var list *element
	s := d.style(plain)
	rows := make([]row, len(pairs))
	for i, p := range pairs {
		rows[i] = row{cells: []cell{
			{x: left, width: indent, style: name, lines: name.wrap(clean(p.Label), indent-8)},
			{x: left + indent, width: textWidth - indent, style: s, lines: s.wrap(clean(p.Value), textWidth-indent)},
		}, pad: 0.5}
		if n := len(rows[i].cells[0].lines); n > 0 {
			rows[i].cells[0].lines[n-1] += " "
		}
	}
	for i, r := range rows {
		together := 1
		if i == 0 || i == len(rows)-2 && i > 1 {
			together = 2
		}
		d.need(room(rows[i:], together))
		if list == nil {
			list = d.open(d.root, "L", "/O/List/ListNumbering/"+numbering)
		}
		d.item(list, r)
	}
	d.close(list)
	d.y -= 5
}

func (d *Doc) item(list *element, r row) {
	li := d.open(list, "LI", "")
	r.cells[0].element, r.cells[1].element = d.open(li, "Lbl", ""), d.open(li, "LBody", "")
	d.row(r)
	d.close(r.cells[0].element)
	d.close(r.cells[1].element)
	d.close(li)
}

// A Cover is the first page: a title, a line under it, what the document is about, and remarks.
type Cover struct {
	Title, Subtitle string
	Fields          []Field
	Notes           []string
}

// Cover writes a page without header. The document's title is used when it has none.
func (d *Doc) Cover(c Cover) {
	d.PageBreak()
	d.newPage(true)
	d.y -= 110
	d.artifact(layout, func() { d.fill(left, d.y+18, 64, 4, blue) })
	if c.Title = oneLine(c.Title); c.Title == "" {
		c.Title = d.options.Title
	}
	d.headings = append(d.headings, heading{1, c.Title, d.page.object, d.y, false})
	d.level = 1
	s := d.style(title)
	d.block(d.open(d.root, "H1", ""), s, s.wrap(c.Title, textWidth))
	if lines := d.style(lead).wrap(clean(c.Subtitle), textWidth); len(lines) > 0 {
		d.y -= 6
		d.block(d.open(d.root, "P", ""), d.style(lead), lines)
	}
	d.y -= 34
	d.Fields(c.Fields)
	d.y -= 14
	for _, n := range c.Notes {
		d.Paragraph(n)
	}
	d.finish()
}
