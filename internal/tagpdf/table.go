package tagpdf

import (
	"fmt"
	"iter"
)

const (
	noRows   = "Nessun dato presente."
	maxHeads = body / 3 // a taller header is not repeated
	sample   = 60       // how many rows are read before the first is written
)

// A Table has a caption, which is also its summary for who listens unless there is another, and columns whose titles are repeated on
// every page.
type Table struct {
	Caption string
	Summary string // needed when a heading already says what the caption would
	Columns []Column
}

// Table writes a table, row by row as they come; each has a text for every column. Rows of up to half a page are kept whole, the
// first two with the titles, and the last two together. Letters are smaller when the words would not fit otherwise. A table without rows is its caption and a
// sentence that says so.
func (d *Doc) Table(t Table, rows iter.Seq[[]string]) {
	if len(t.Columns) == 0 {
		d.fail(fmt.Errorf("tagpdf: a table without columns"))
		return
	}
	t.Caption, t.Summary = oneLine(t.Caption), oneLine(t.Summary)
	if t.Summary == "" {
		t.Summary = t.Caption
	}
	w := &tableWriter{Doc: d, table: t, caption: d.style(caption).wrap(t.Caption, textWidth)}
	for texts := range rows {
		if len(texts) != len(t.Columns) {
			d.fail(fmt.Errorf("tagpdf: a row of %d texts in a table of %d columns", len(texts), len(t.Columns)))
			break
		}
		w.add(texts)
	}
	w.end()
}

// A tableWriter writes one table. Nothing is written before its first rows are known.
type tableWriter struct {
	*Doc
	table         Table
	caption       []string
	first         [][]string // rows that wait, clean
	last          []row      // the last two, which wait too
	written       int
	density       density
	columns       []cell // empty ones, in their places
	element, body *element
}

func (t *tableWriter) add(texts []string) {
	cleaned := make([]string, len(texts))
	for i, text := range texts {
		cleaned[i] = clean(text)
	}
	if t.element != nil {
		t.put(t.text(cleaned))
		return
	}
	if t.first = append(t.first, cleaned); len(t.first) == sample {
		t.begin()
	}
}

func (t *tableWriter) row(texts []string, s style) row {
	r := row{cells: make([]cell, len(texts)), pad: t.density.pad, rule: line}
	for i, c := range t.columns {
		c.style, c.lines = s, s.wrap(texts[i], c.width-2*c.inset)
		r.cells[i] = c
	}
	return r
}

func (t *tableWriter) text(texts []string) row { return t.row(texts, t.style(t.density.text)) }

// put writes a row when two have come after it.
func (t *tableWriter) put(r row) {
	if t.last = append(t.last, r); len(t.last) > 2 {
		t.write(t.last[0])
		t.last = append(t.last[:0], t.last[1:]...)
	}
}

func (t *tableWriter) write(r row) {
	t.need(r.least())
	t.tag(t.body, "TD", "", r)
	t.written++
}

// room is what the first rows, so many at most, need together.
func room(rows []row, most int) (height float64) {
	for i, r := range rows[:min(most, len(rows))] {
		if i > 0 && height+r.least() > body/2 {
			break
		}
		height += r.least()
	}
	return height
}

// tag writes a row as an element.
func (t *tableWriter) tag(parent *element, tag, attr string, r row) {
	tr := t.open(parent, "TR", "")
	for i := range r.cells {
		r.cells[i].element = t.open(tr, tag, attr)
	}
	t.Doc.row(r)
	for _, c := range r.cells {
		t.close(c.element)
	}
	t.close(tr)
}

// begin writes caption, header and the rows that waited, where the first two have room.
func (t *tableWriter) begin() {
	titles := make([]string, len(t.table.Columns))
	for i, c := range t.table.Columns {
		titles[i] = clean(c.Title)
	}
	t.fit(titles)
	head := t.row(titles, t.style(t.density.head))
	head.fill, head.rule = pale, navy
	s := t.style(caption)
	start := make([]row, 0, 3)
	for _, texts := range t.first[:min(3, len(t.first))] {
		start = append(start, t.text(texts))
	}
	together := 2
	if len(t.first) == 3 {
		together = 3
	}
	t.need(float64(len(t.caption))*s.leading + head.least() + room(start, together) + 2)
	t.element = t.open(t.root, "Table", "/O/Table/Summary"+pdfText(t.table.Summary))
	if len(t.caption) > 0 {
		t.block(t.open(t.element, "Caption", ""), s, t.caption)
		t.y -= 2
	}
	thead := t.open(t.element, "THead", "")
	t.tag(thead, "TH", "/O/Table/Scope/Column", head)
	t.close(thead)
	t.body = t.open(t.element, "TBody", "")
	if head.height() <= maxHeads {
		for i := range head.cells {
			head.cells[i].element = nil
		}
		t.onPage = func() { t.draw(head) }
	}
	for _, texts := range t.first {
		t.put(t.text(texts))
	}
	t.first = nil
}

func (t *tableWriter) end() {
	if t.element == nil && len(t.first) > 0 {
		t.begin()
	}
	if t.element == nil {
		if t.caption != nil {
			s := t.style(caption)
			t.need(float64(len(t.caption))*s.leading + t.style(plain).leading)
			t.block(t.open(t.root, "P", ""), s, t.caption)
		}
		t.Paragraph(noRows)
		return
	}
	if t.written > 1 {
		t.need(room(t.last, 2))
	}
	for _, r := range t.last {
		t.write(r)
	}
	t.onPage = nil
	t.close(t.body)
	t.close(t.element)
	t.y -= 12
}
