package tagpdf

import "fmt"

const indexTitle = "Indice"

// An index is a place in the document that is filled at the end.
type index struct {
	pages, headings int // how many there were before it
	element         *element
	depth           int
}

// Index reserves pages for a table of the headings down to a level (1 to 3), which links to them and gives their pages. There can be one;
// headings before it are named too, but the cover is not.
func (d *Doc) Index(depth int) {
	if d.index != nil {
		d.fail(fmt.Errorf("tagpdf: a second index"))
		return
	}
	d.PageBreak()
	d.finish()
	d.index = &index{pages: len(d.pages), headings: len(d.headings), element: d.open(d.root, "Sect", ""), depth: depth}
	d.level = max(d.level, 1)
}

// fillIndex writes the pages of the index, once those of everything else are known.
func (d *Doc) fillIndex() {
	i := d.index
	if i == nil {
		if len(d.pages) == 0 {
			d.newPage(false)
			d.finish()
		}
		return
	}
	entries := d.entries(i.depth)
	before, after := d.pages[:i.pages:i.pages], d.pages[i.pages:]
	numbers := map[int]int{} // of pages, by object
	for n, p := range before {
		numbers[p.object] = n + 1
	}
	for n, p := range after {
		numbers[p.object] = n + 1 + i.pages + indexPages(entries)
	}
	d.pages = nil
	d.newPage(false)
	d.indexHead(i)
	toc := d.open(i.element, "TOC", "")
	for _, e := range entries {
		d.indexEntry(toc, e, fmt.Sprint(numbers[e.page]))
	}
	d.close(toc)
	d.close(i.element)
	d.finish()
	d.pages = append(append(before, d.pages...), after...)
}

func (d *Doc) indexHead(i *index) {
	h := heading{1, indexTitle, d.page.object, d.y, false}
	d.headings = append(d.headings[:i.headings:i.headings], append([]heading{h}, d.headings[i.headings:]...)...)
	d.block(d.open(i.element, "H1", ""), d.style(heads[0]), []string{indexTitle})
	d.y -= indexGap
}

const (
	indexGap    = 6.0
	indexAbove  = 4.0  // a chapter
	indexNumber = 40.0 // wide
	indexIndent = 14.0 // a level
	indexPad    = 1.0
)

// An indexed heading is laid out before its page is known.
type indexed struct {
	heading
	row   row
	above float64 // but at the top of a page
}

// place finds the upper end of an entry below y, and whether it is on the next page.
func (e indexed) place(y float64) (upper float64, next bool) {
	if y < top {
		y -= e.above
	}
	if y-e.row.height() < bottom-0.01 {
		return top, true
	}
	return y, false
}

func (d *Doc) entries(depth int) (entries []indexed) {
	for _, h := range d.headings {
		if !h.indexed || h.level > depth {
			continue
		}
		s, indent, above := d.style(entry), float64(h.level-1)*indexIndent, 0.0
		if h.level == 1 {
			s, above = d.style(chapter), indexAbove
		}
		width := textWidth - indent - indexNumber
		lines := s.wrap(h.text, width-12)
		if len(lines) > 20 { // of the words of a heading that long, the first are enough
			lines = lines[:20]
		}
		entries = append(entries, indexed{h, row{cells: []cell{{x: left + indent, width: width, style: s, lines: lines}}, pad: indexPad}, above})
	}
	return entries
}

// indexPages counts the pages that the entries fill, as indexEntry does.
func indexPages(entries []indexed) int {
	pages, y := 1, top-heads[0].leading-indexGap
	for _, e := range entries {
		upper, next := e.place(y)
		if next {
			pages++
		}
		y = upper - e.row.height()
	}
	return pages
}

func (d *Doc) indexEntry(toc *element, e indexed, number string) {
	h, c := e.row.height(), e.row.cells[0]
	upper, next := e.place(d.y)
	if next {
		d.newPage(false)
	}
	d.y = upper
	item := d.open(toc, "TOCI", "")
	reference := d.open(item, "Reference", "")
	link := d.open(reference, "Link", "")
	d.annotate(link, [4]float64{c.x, d.y - h, right, d.y}, e.heading, number)
	base := d.y - indexPad - float64(len(c.lines)-1)*c.style.leading - (c.style.leading+0.7*c.style.size)/2
	d.artifact(layout, func() { d.dots(c, base) })
	d.mark(link, func() {
		last := len(c.lines) - 1
		c.lines[last] += " " // before the number
		d.cell(c, d.y-indexPad)
		d.text(c.style, right-c.style.width(number), base, number)
	})
	d.close(link)
	d.close(reference)
	d.close(item)
	d.y -= h
}

// dots leads from the words to the number.
func (d *Doc) dots(c cell, base float64) {
	from, to := c.x+c.style.width(c.lines[len(c.lines)-1])+6, right-indexNumber+10
	if from < to {
		p := d.page
		p.content = fmt.Appendf(p.content, "q %s RG 1 w 1 J [0 4] 0 d %.2f %.2f m %.2f %.2f l S Q\n", line, from, base+1, to, base+1)
	}
}

// annotate makes a rectangle of the page a link to a heading.
func (d *Doc) annotate(link *element, r [4]float64, to heading, number string) {
	object := d.file.reserve()
	link.page = d.page.object
	link.kids = fmt.Appendf(link.kids, "<</Type/OBJR/Obj %d 0 R>>", object)
	d.page.links = fmt.Appendf(d.page.links, "%d 0 R ", object)
	d.file.object(object, "<</Type/Annot/Subtype/Link/Rect[%.2f %.2f %.2f %.2f]/Border[0 0 0]/F 4/StructParent %d/Contents%s/Dest[%d 0 R/XYZ 0 %.2f null]>>",
		r[0], r[1], r[2], r[3], d.parentKey(link.object), pdfText(to.text+", pagina "+number), to.page, to.y)
}
