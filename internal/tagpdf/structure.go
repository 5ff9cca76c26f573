package tagpdf

import "fmt"

// An element of the structure is written as soon as it is complete; until then it knows what it holds, as PDF text.
type element struct {
	object, parent int
	tag, attr      string // attr: attributes, as PDF text
	page           int    // object of the page of its first content; 0 while it has none
	kids           []byte
}

// open starts an element at the end of its parent.
func (d *Doc) open(parent *element, tag, attr string) *element {
	e := &element{object: d.file.reserve(), parent: parent.object, tag: tag, attr: attr}
	parent.kids = fmt.Appendf(parent.kids, "%d 0 R ", e.object)
	return e
}

// close writes an element, whose elements have been closed.
func (d *Doc) close(e *element) {
	var more []byte
	if e.page != 0 {
		more = fmt.Appendf(more, "/Pg %d 0 R", e.page)
	}
	if e.attr != "" {
		more = fmt.Appendf(more, "/A<<%s>>", e.attr)
	}
	if len(e.kids) > 0 {
		more = fmt.Appendf(more, "/K[%s]", e.kids)
	}
	d.file.object(e.object, "<</Type/StructElem/S/%s/P %d 0 R%s>>", e.tag, e.parent, more)
}

// mark makes what draw writes on the current page content of an element.
func (d *Doc) mark(e *element, draw func()) {
	p := d.page
	if e.page == 0 {
		e.page = p.object
	}
	if e.page == p.object {
		e.kids = fmt.Appendf(e.kids, "%d ", p.marks)
	} else {
		e.kids = fmt.Appendf(e.kids, "<</Type/MCR/Pg %d 0 R/MCID %d>>", p.object, p.marks)
	}
	p.content = fmt.Appendf(p.content, "/%s<</MCID %d>>BDC\n", e.tag, p.marks)
	p.parents = fmt.Appendf(p.parents, "%d 0 R ", e.object)
	p.marks++
	draw()
	p.content = append(p.content, "EMC\n"...)
}

// artifact makes what draw writes no content: it is seen, and not read.
func (d *Doc) artifact(kind string, draw func()) {
	d.page.content = fmt.Appendf(d.page.content, "/Artifact<<%s>>BDC\n", kind)
	draw()
	d.page.content = append(d.page.content, "EMC\n"...)
}

const (
	layout     = "/Type/Layout"
	pagination = "/Type/Pagination"
)

// parentKey gives the next place of the parent tree to an object.
func (d *Doc) parentKey(object int) int {
	d.parents = append(d.parents, object)
	return len(d.parents) - 1
}

// writeStructure ends the structure: its root and the tree from marks to elements.
func (d *Doc) writeStructure() (root int) {
	root = d.root.parent
	d.close(d.root)
	var nums []byte
	for key, object := range d.parents {
		nums = fmt.Appendf(nums, "%d %d 0 R ", key, object)
	}
	tree := d.file.reserve()
	d.file.object(tree, "<</Nums[%s]>>", nums)
	d.file.object(root, "<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>", d.root.object, tree, len(d.parents))
	return root
}
