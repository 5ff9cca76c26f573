package tagpdf

import (
	"slices"
	"strings"
)

// A spot is a mark of a page.
type spot struct{ page, mark int }

// A tagged is an element of the structure, as it was read.
type tagged struct {
	tag, dict string
	parent    int
	kids      []int // elements
	spots     []spot
	links     []int // annotations
}

// structure reads all elements, each once.
func (r *reader) structure() {
	r.parents = references(strings.TrimPrefix(r.find("<</Nums["), "<</Nums["))
	for n, o := range r.objects {
		rest, ok := strings.CutPrefix(o, "<</Type/StructElem/S/")
		if !ok {
			continue
		}
		tag, _, _ := strings.Cut(rest, "/")
		e := tagged{tag: tag, dict: o, parent: value(o, "/P ")}
		page := value(o, "/Pg ")
		_, kids, _ := strings.Cut(rest, "/K[")
		for kids != "" && kids[0] != ']' {
			kid, after, _ := strings.Cut(kids, ">>")
			switch {
			case strings.HasPrefix(kids, "<</Type/MCR"):
				e.spots, kids = append(e.spots, spot{value(kid, "/Pg "), value(kid, "/MCID ")}), after
			case strings.HasPrefix(kids, "<</Type/OBJR"):
				e.links, kids = append(e.links, value(kid, "/Obj ")), after
			default:
				id := number(kids)
				_, kids, _ = strings.Cut(kids, " ")
				if after, ok := strings.CutPrefix(kids, "0 R "); ok {
					e.kids, kids = append(e.kids, id), after
				} else {
					e.spots = append(e.spots, spot{page, id})
				}
			}
		}
		r.elements[n] = e
	}
}

// check finds a document valid as far as its structure goes: objects, marks, elements, and the tree from the first to the second.
func (r *reader) check() {
	if len(r.elements) == 0 {
		r.t.Fatal("no structure")
	}
	for n, o := range r.objects {
		if !strings.HasPrefix(o, "<</Type/ObjStm") && !strings.Contains(o, "/Length") {
			for _, ref := range references(o) {
				if _, ok := r.objects[ref]; !ok {
					r.t.Fatalf("%d refers to %d, which is not there", n, ref)
				}
			}
		}
		for _, part := range strings.Split(o, "<FEFF")[1:] {
			if strings.IndexByte(part, '>') > 2*32765 {
				r.t.Fatalf("%d has a string longer than PDF/A allows", n)
			}
		}
	}
	marks := 0
	for _, p := range r.pages() {
		marks += r.checkPage(p)
	}
	for n, e := range r.elements {
		marks -= len(e.spots)
		r.checkElement(n, e)
	}
	if marks != 0 {
		r.t.Fatalf("%d marks too many on the pages", marks)
	}
}

// within says which elements an element may be in.
var within = map[string][]string{
	"TR": {"THead", "TBody"}, "TH": {"TR"}, "TD": {"TR"}, "THead": {"Table"}, "TBody": {"Table"}, "Caption": {"Table"}, "LI": {"L"},
	"Lbl": {"LI"}, "LBody": {"LI"}, "TOCI": {"TOC"}, "TOC": {"Sect"}, "Reference": {"TOCI"}, "Link": {"Reference"},
}

func (r *reader) checkElement(n int, e tagged) {
	parent, inside := r.elements[e.parent]
	if inside && !slices.Contains(parent.kids, n) {
		r.t.Fatalf("%d is not in its parent: %s", n, e.dict)
	}
	if !inside && e.tag != "Document" || within[e.tag] != nil && !slices.Contains(within[e.tag], parent.tag) {
		r.t.Fatalf("%s is in %q", e.tag, parent.tag)
	}
	for _, kid := range e.kids {
		if r.elements[kid].parent != n {
			r.t.Fatalf("%d has %d, whose parent is %d", n, kid, r.elements[kid].parent)
		}
	}
	if e.tag == "TH" && !strings.Contains(e.dict, "/Scope/Column") {
		r.t.Fatalf("%d has no scope: %s", n, e.dict)
	}
	for _, l := range e.links {
		o := r.objects[l]
		if key := value(o, "/StructParent "); key < 0 || r.parents[key] != n || !strings.Contains(o, "/Contents<FEFF") {
			r.t.Fatalf("the link of %d is %s", n, o)
		}
	}
}

// checkPage finds everything on a page inside one mark, and each mark in the element that the parent tree gives for it.
func (r *reader) checkPage(page int) (marks int) {
	o := r.objects[page]
	parents := references(r.objects[r.parents[value(o, "/StructParents ")]])
	inside := false
	for _, stream := range references(list(o, "/Contents")) {
		for l := range strings.Lines(r.body(stream)) {
			l = strings.TrimSuffix(l, "\n")
			tag, id, marked := strings.Cut(strings.TrimSuffix(l, ">>BDC"), "<</MCID ")
			switch {
			case strings.HasSuffix(l, "BDC"):
				if inside {
					r.t.Fatalf("page %d: a mark inside another", page)
				}
				inside = true
				if marked {
					r.checkMark(spot{page, marks}, number(id), tag[1:], parents)
					marks++
				}
			case l == "EMC":
				inside = false
			case !inside && l != "":
				r.t.Fatalf("page %d: %q outside of all marks", page, l)
			}
			for i, text := 0, shown(l); i+4 <= len(text); i += 4 {
				if text[i:i+4] == "0000" {
					r.t.Fatalf("page %d: .notdef", page)
				}
			}
		}
	}
	if inside || marks != len(parents) {
		r.t.Fatalf("page %d: %d marks, %d parents", page, marks, len(parents))
	}
	return marks
}

// shown is the text of a line that writes one.
func shown(line string) string {
	_, text, _ := strings.Cut(line, "Td <")
	return strings.TrimSuffix(text, ">Tj ET")
}

func (r *reader) checkMark(at spot, id int, tag string, parents []int) {
	if id != at.mark || id >= len(parents) {
		r.t.Fatalf("page %d: mark %d of %d", at.page, id, len(parents))
	}
	if e := r.elements[parents[id]]; e.tag != tag || !slices.Contains(e.spots, at) {
		r.t.Fatalf("page %d: mark %s %d is not in %s", at.page, tag, id, e.dict)
	}
}
