package tagpdf

import "fmt"

// A heading is where bookmarks and index lead.
type heading struct {
	level   int
	text    string
	page    int     // object
	y       float64 // its upper end
	indexed bool
}

// A bookmark is a heading among those of its level under one of the level above.
type bookmark struct {
	object, parent, previous, next, first, last, count int // count: all that are below it
}

// writeOutline writes the bookmarks, closed below the first level, and gives their root; 0 when there are none.
func (d *Doc) writeOutline() int {
	if len(d.headings) == 0 {
		return 0
	}
	marks := make([]bookmark, len(d.headings)+1) // the first is the root
	above := [len(heads) + 1]int{}               // the last bookmark of each level
	for i := range marks {
		marks[i].object = d.file.reserve()
	}
	for i, h := range d.headings {
		n, up := i+1, above[h.level-1]
		m, parent := &marks[n], &marks[up]
		m.parent, parent.count = up, parent.count+1
		if parent.first == 0 {
			parent.first = n
		} else {
			m.previous, marks[parent.last].next = parent.last, n
		}
		parent.last = n
		for l := h.level; l < len(above); l++ {
			above[l] = n
		}
	}
	d.file.object(marks[0].object, "<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>", marks[marks[0].first].object, marks[marks[0].last].object, marks[0].count)
	for i, h := range d.headings {
		d.writeBookmark(marks, i+1, h)
	}
	return marks[0].object
}

func (d *Doc) writeBookmark(marks []bookmark, n int, h heading) {
	m := marks[n]
	var more []byte
	for _, near := range []struct {
		name string
		at   int
	}{{"Prev", m.previous}, {"Next", m.next}, {"First", m.first}, {"Last", m.last}} {
		if near.at != 0 {
			more = fmt.Appendf(more, "/%s %d 0 R", near.name, marks[near.at].object)
		}
	}
	if m.count > 0 {
		more = fmt.Appendf(more, "/Count -%d", m.count)
	}
	d.file.object(m.object, "<</Title%s/Parent %d 0 R/Dest[%d 0 R/XYZ 0 %.2f null]%s>>", pdfText(h.text), marks[m.parent].object, h.page, h.y, more)
}
