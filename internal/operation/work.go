package operation

import "github.com/vektah/gqlparser/v2/ast"

// maxWork is where the count of validation's steps ends: a document that takes more is over any limit.
const maxWork = 50_000

// worker counts, without making them, the steps that validation takes where it is not linear: every operation and every
// fragment is walked with all that it reaches, and fields that answer under the same name are compared pair by pair, then
// their selections with each other (OverlappingFieldsCanBeMerged). A step takes about a tenth of a microsecond.
type worker struct {
	*measurer
	steps int
	free  []*merged
}

// merged is the selection of one field, or of several that answer under the same name.
type merged struct {
	byName  map[string]int // index in groups
	groups  []group
	fields  int
	spreads int
	inline  int // deepest nesting of inline fragments: each is compared within itself once more
}

// group is the fields of a selection that answer under the same name.
type group struct {
	fields []*ast.Field
	values int // of their arguments
}

// work counts the steps over the whole document, which takes no fewer than its selections; past maxWork it is the ceiling.
func (m *measurer) work(selections int) int {
	if selections > maxWork {
		return ceiling
	}
	w := worker{measurer: m}
	for _, op := range m.doc.Operations {
		w.root(op.SelectionSet)
	}
	for _, f := range m.doc.Fragments {
		w.root(f.SelectionSet)
	}
	if w.steps > maxWork {
		return ceiling
	}
	return w.steps
}

func (w *worker) root(set ast.SelectionSet) {
	sel := w.take()
	w.collect(sel, set, 1)
	w.compare(sel, 1)
}

// collect gathers the fields of a set, fragments expanded.
func (w *worker) collect(sel *merged, set ast.SelectionSet, inline int) {
	sel.inline = max(sel.inline, inline)
	for _, s := range set {
		if w.steps > maxWork {
			return
		}
		w.steps += inline
		switch s := s.(type) {
		case *ast.Field:
			sel.add(s)
		case *ast.InlineFragment:
			w.collect(sel, s.SelectionSet, inline+1)
		case *ast.FragmentSpread:
			sel.spreads++
			if f := w.fragments[s.Name]; f != nil && !w.loops[s] {
				w.collect(sel, f.def.SelectionSet, inline)
			}
		}
	}
}

// add puts a field with those of its name; groups of an earlier use are filled again.
func (sel *merged) add(f *ast.Field) {
	i, known := sel.byName[f.Alias]
	if !known {
		i = len(sel.groups)
		sel.byName[f.Alias] = i
		if i < cap(sel.groups) {
			sel.groups = sel.groups[:i+1]
			sel.groups[i] = group{fields: sel.groups[i].fields[:0]}
		} else {
			sel.groups = append(sel.groups, group{})
		}
	}
	g := &sel.groups[i]
	g.fields = append(g.fields, f)
	g.values += len(f.Arguments) * len(f.Arguments)
	for _, a := range f.Arguments {
		g.values += values(a.Value)
	}
	sel.fields++
}

// compare counts the comparisons within a selection that so many fields share, and those below it.
func (w *worker) compare(sel *merged, parents int) {
	defer w.give(sel)
	w.steps = plus(w.steps, 2+(sel.fields*(parents+sel.spreads))/4)
	w.steps = plus(w.steps, times(2*sel.spreads, sel.spreads+parents))
	for i := range sel.groups {
		g := &sel.groups[i]
		n := len(g.fields)
		w.steps = plus(w.steps, times(n*(n-1)/2, sel.inline))
		w.steps = plus(w.steps, times(n-1, g.values))
		if w.steps > maxWork {
			return
		}
		below := w.take()
		for _, f := range g.fields {
			w.collect(below, f.SelectionSet, 1)
		}
		if below.fields+below.spreads == 0 {
			w.give(below)
			continue
		}
		w.compare(below, n)
	}
}

func (w *worker) take() *merged {
	if n := len(w.free); n > 0 {
		sel := w.free[n-1]
		w.free = w.free[:n-1]
		return sel
	}
	return &merged{byName: map[string]int{}}
}

func (w *worker) give(sel *merged) {
	clear(sel.byName)
	sel.groups, sel.fields, sel.spreads, sel.inline = sel.groups[:0], 0, 0, 0
	w.free = append(w.free, sel)
}
