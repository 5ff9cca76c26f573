package operation

import "github.com/vektah/gqlparser/v2/ast"

// ceiling is what a figure that has grown past all use is held at.
const ceiling = 1_000_000_000

// Shape is what a parsed document shows of one of its operations. Figures never pass a thousand million.
type Shape struct {
	Operations int // of the document
	Fragments  int // of the document
	Values     int // in arguments and defaults of the document, those within lists and objects included
	Work       int // steps that validation may take over the document, at most
	Depth      int // fields from the root to the deepest leaf
	Aliases    int // fields with an alias, fragments expanded
	RootFields int // fields of the root, fragments expanded
	Fields     int // all fields, fragments expanded
}

// Measure measures an operation of a document that may not be valid: unknown fragments count as empty and a fragment that
// spreads itself counts once. Each fragment is read once, however often it is spread.
func Measure(doc *ast.QueryDocument, op *ast.OperationDefinition) Shape {
	m := newMeasurer(doc)
	var mine extent
	selections := 0
	for _, o := range doc.Operations {
		e := m.set(o.SelectionSet)
		m.definition(o.VariableDefinitions, o.Directives)
		if o == op {
			mine = e
		}
		selections = plus(selections, e.selections)
	}
	for _, f := range doc.Fragments {
		e := m.definitionOf(f)
		m.definition(f.VariableDefinition, f.Directives)
		selections = plus(selections, e.selections)
	}
	return Shape{
		Operations: len(doc.Operations), Fragments: len(doc.Fragments), Values: m.values, Work: m.work(selections),
		Depth: mine.depth, Aliases: mine.aliases, RootFields: mine.top, Fields: mine.fields,
	}
}

// extent is what a selection set amounts to, fragments expanded.
type extent struct{ depth, aliases, top, fields, selections int }

func (e *extent) add(x extent) {
	e.depth = max(e.depth, x.depth)
	e.aliases = plus(e.aliases, x.aliases)
	e.top = plus(e.top, x.top)
	e.fields = plus(e.fields, x.fields)
	e.selections = plus(e.selections, x.selections)
}

// measurer knows the fragments of a document.
type measurer struct {
	doc       *ast.QueryDocument
	fragments map[string]*fragment
	loops     map[*ast.FragmentSpread]bool // spreads that close a cycle: without them following spreads comes to an end
	values    int
}

type fragment struct {
	def    *ast.FragmentDefinition
	extent extent
	state  state
}

type state uint8

const (
	unread state = iota
	reading
	done
)

func newMeasurer(doc *ast.QueryDocument) *measurer {
	m := &measurer{doc: doc, fragments: make(map[string]*fragment, len(doc.Fragments)), loops: map[*ast.FragmentSpread]bool{}}
	for _, f := range doc.Fragments {
		if m.fragments[f.Name] == nil { // the first of a name, as the validator takes it
			m.fragments[f.Name] = &fragment{def: f}
		}
	}
	return m
}

func (m *measurer) set(set ast.SelectionSet) extent {
	e := extent{selections: len(set)}
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			m.arguments(s.Arguments)
			m.directives(s.Directives)
			inner := m.set(s.SelectionSet)
			own := extent{1 + inner.depth, inner.aliases, 1, plus(1, inner.fields), inner.selections}
			if s.Alias != s.Name {
				own.aliases = plus(own.aliases, 1)
			}
			e.add(own)
		case *ast.InlineFragment:
			m.directives(s.Directives)
			e.add(m.set(s.SelectionSet))
		case *ast.FragmentSpread:
			m.directives(s.Directives)
			e.add(m.spread(s))
		}
	}
	return e
}

func (m *measurer) spread(s *ast.FragmentSpread) extent {
	f := m.fragments[s.Name]
	if f == nil {
		return extent{}
	}
	if f.state == reading {
		m.loops[s] = true
		return extent{}
	}
	return m.read(f)
}

// read measures a fragment the first time that it is asked for.
func (m *measurer) read(f *fragment) extent {
	if f.state == unread {
		f.state = reading
		f.extent = m.set(f.def.SelectionSet)
		f.state = done
	}
	return f.extent
}

// definitionOf measures a definition; a second one of the same name, which nothing reaches, is measured where it stands.
func (m *measurer) definitionOf(def *ast.FragmentDefinition) extent {
	if f := m.fragments[def.Name]; f.def == def {
		return m.read(f)
	}
	return m.set(def.SelectionSet)
}

func (m *measurer) definition(variables ast.VariableDefinitionList, directives ast.DirectiveList) {
	for _, v := range variables {
		if v.DefaultValue != nil {
			m.values += values(v.DefaultValue)
		}
		m.directives(v.Directives)
	}
	m.directives(directives)
}

func (m *measurer) directives(list ast.DirectiveList) {
	for _, d := range list {
		m.arguments(d.Arguments)
	}
}

func (m *measurer) arguments(list ast.ArgumentList) {
	for _, a := range list {
		m.values += values(a.Value)
	}
}

// values counts a value and those within it.
func values(v *ast.Value) int {
	n := 1
	if v != nil {
		for _, c := range v.Children {
			n += values(c.Value)
		}
	}
	return n
}

// plus adds figures that are not negative, up to the ceiling.
func plus(a, b int) int { return min(ceiling, a+b) }

// times multiplies figures that are not negative, up to the ceiling.
func times(a, b int) int {
	if a != 0 && b > ceiling/a {
		return ceiling
	}
	return a * b
}
