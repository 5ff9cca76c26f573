package tagpdf

import (
	"fmt"
	"strings"
)

const (
	pageWidth, pageHeight = 595.28, 841.89 // A4
	left, right           = 54.0, pageWidth - 54.0
	top, bottom           = pageHeight - 68, 62.0
	textWidth             = right - left
	body                  = top - bottom
)

// A page keeps its content until it is finished, then only what its dictionary needs.
type page struct {
	object, stream int
	key            int // in the parent tree
	cover          bool
	content        []byte
	parents        []byte // the element of each mark
	marks          int
	links          []byte // objects of its annotations
}

// newPage finishes the current page and starts the next.
func (d *Doc) newPage(cover bool) {
	d.finish()
	p := &page{object: d.file.reserve(), stream: d.file.reserve(), cover: cover}
	parents := d.file.reserve()
	p.key = d.parentKey(parents)
	d.page, d.y = p, top
	d.pages = append(d.pages, p)
	if !cover {
		d.header()
	}
	if d.onPage != nil {
		d.onPage()
	}
}

// finish writes the content of the current page. Its number is not known yet, since an index may come before it.
func (d *Doc) finish() {
	p := d.page
	if p == nil {
		return
	}
	d.file.stream(p.stream, "", p.content)
	d.file.object(d.parents[p.key], "[%s]", p.parents)
	p.content, p.parents, d.page = nil, nil, nil
}

// need makes room for a height, on the next page if this has not enough, and writes the headings that were waiting for what follows.
func (d *Doc) need(height float64) {
	waiting := d.waiting
	d.waiting = nil
	for _, w := range waiting {
		height += w.height()
	}
	if d.page == nil || d.y-min(height, body) < bottom-0.01 {
		if height > 0 || d.page == nil {
			d.newPage(false)
		}
	}
	for _, w := range waiting {
		d.writeHeading(w)
	}
}

// PageBreak starts a new page, unless nothing is on this one.
func (d *Doc) PageBreak() {
	if d.page == nil && len(d.waiting) == 0 {
		return
	}
	d.need(0)
	if d.y < top {
		d.finish()
	}
}

func (d *Doc) header() {
	o := d.options
	if o.Left+o.Right == "" {
		return
	}
	d.artifact(pagination+"/Subtype/Header", func() {
		const y = pageHeight - 42
		note := d.style(note)
		l, r := o.Left, o.Right
		d.text(note, left, y, l)
		d.text(note, right-note.width(r), y, r)
		d.rule(left, y-7, textWidth, line)
	})
}

// footer is written when the number of pages is known.
func (d *Doc) footer(number int) []byte {
	note := d.style(note)
	text := fmt.Sprintf("pag. %d di %d", number, len(d.pages))
	d.page = &page{}
	d.artifact(pagination+"/Subtype/Footer", func() {
		d.text(note, right-note.width(text), 34, text)
	})
	content := d.page.content
	d.page = nil
	return content
}

// writePages writes the dictionaries of the pages, in order, and gives the object of their tree.
func (d *Doc) writePages() (tree int) {
	tree = d.file.reserve()
	fonts := d.file.reserve()
	var kids strings.Builder
	for i, p := range d.pages {
		fmt.Fprintf(&kids, "%d 0 R ", p.object)
		foot, links := d.file.reserve(), ""
		d.file.stream(foot, "", d.footer(i+1))
		if len(p.links) > 0 {
			links = fmt.Sprintf("/Annots[%s]", p.links)
		}
		d.file.object(p.object, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Contents[%d 0 R %d 0 R]/StructParents %d/Tabs/S/Resources<</Font %d 0 R>>%s>>",
			tree, pageWidth, pageHeight, p.stream, foot, p.key, fonts, links)
	}
	d.file.object(fonts, "<</%s %d 0 R/%s %d 0 R>>", d.regular.name, d.regular.write(d.file), d.bold.name, d.bold.write(d.file))
	d.file.object(tree, "<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(d.pages))
	return tree
}
