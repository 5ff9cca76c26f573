package operation

import (
	"context"
	"runtime"
	"slices"
	"sync/atomic"

	"github.com/maypok86/otter/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/internal/fault"
)

const (
	readyMost  = 64 << 20 // bytes of the documents that are kept ready
	newMost    = 4 << 20  // bytes of those that were asked for once, and of those that are invalid
	treeWeight = 30       // bytes of a parsed document for each byte of its text, about
	bytesAUnit = 2        // of a new document, whose preparation takes about as long as what a unit of cost stands for
	deepest    = 500      // levels that the parser, which calls itself for each, is given whatever the limits are
)

// document is a text that was parsed, and what is known of it. It never changes.
type document struct {
	bytes      int // of its text
	syntax     Syntax
	parsed     *ast.QueryDocument
	operations map[*ast.OperationDefinition]*measured
	invalid    gqlerror.List // why it may not be executed
}

// measured is an operation with what it takes to judge it.
type measured struct {
	shape    Shape
	roots    []string // fields of the root, fragments expanded
	explores bool     // asks about the schema itself
	prices   *prices
	reuse    Reuse
	clean    atomic.Pointer[Limits] // last ones that it was found to be within
}

// within says whether the measures of an operation, which do not depend on its variables, pass none of the limits.
func (m *measured) within(l *Limits, size Measures) bool {
	if m.clean.Load() == l {
		return true
	}
	if observed, err := l.Check(size); err != nil || len(observed) > 0 {
		return false
	}
	m.clean.Store(l)
	return true
}

// library keeps documents ready: those that are asked for again, because millions that never come back would fill the memory
// with trees, and all of them would be looked at whenever it is cleaned. What is not in it is prepared by a few at a time, so
// that texts that were never seen before cannot take the machine from those that were.
type library struct {
	schema   *ast.Schema
	coster   *Coster
	ready    *otter.Cache[string, *document]
	arrivals *otter.Cache[string, *document] // asked for once, or invalid
	places   chan struct{}
	plain    *rules.Rules // those of validation, without suggestions
}

func newLibrary(schema *ast.Schema, coster *Coster) *library {
	shelf := func(most uint64) *otter.Cache[string, *document] {
		return otter.Must(&otter.Options[string, *document]{
			MaximumWeight: most,
			Weigher:       func(text string, d *document) uint32 { return uint32(500 + len(text) + treeWeight*d.weight(text)) },
		})
	}
	return &library{schema, coster, shelf(readyMost), shelf(newMost), make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)), plainRules()}
}

// weight is the part of the text that has a tree.
func (d *document) weight(text string) int {
	if d.parsed == nil {
		return 0
	}
	return len(text)
}

// find is the document of a text, prepared within the caller's limits if it was not seen before. It fails when it passes them,
// or when the caller may not pay for the preparation.
func (l *library) find(ctx context.Context, text string, c *caller, pay func(units int) error) (*document, error) {
	if d, ok := l.ready.GetIfPresent(text); ok {
		return d, nil
	}
	syntax := Scan(text, c.limits.Syntax())
	if _, err := c.limits.Check(Measures{Document: len(text), Syntax: syntax}); err != nil {
		return nil, err
	}
	if max(syntax.Braces, syntax.Brackets) > deepest {
		return nil, fault.Errorf(fault.TooComplex, "Operazione troppo complessa: parentesi annidate per più di %d livelli.", deepest)
	}
	if d, ok := l.arrivals.GetIfPresent(text); ok {
		if len(d.invalid) == 0 {
			l.ready.Set(text, d)
			l.arrivals.Invalidate(text)
		}
		return d, nil
	}
	if err := pay(len(text) / bytesAUnit); err != nil {
		return nil, err
	}
	select {
	case l.places <- struct{}{}:
		defer func() { <-l.places }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return l.prepare(text, syntax, c)
}

// prepare parses a text, measures it, and only then validates it: validation is the dearest of the three.
func (l *library) prepare(text string, syntax Syntax, c *caller) (*document, error) {
	parsed, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return l.refuse(text, coded(fault.ParseFailed, err)), nil
	}
	if len(parsed.Operations) == 0 {
		return l.refuse(text, rejected("Il documento non contiene operazioni.")), nil
	}
	d := &document{bytes: len(text), syntax: syntax, parsed: parsed, operations: make(map[*ast.OperationDefinition]*measured, len(parsed.Operations))}
	for _, op := range parsed.Operations {
		m := &measured{shape: Measure(parsed, op)}
		if _, err := c.limits.Check(Measures{Shape: m.shape}); err != nil {
			return nil, err
		}
		d.operations[op] = m
	}
	if errs := validate(l.schema, parsed, l.plain); len(errs) > 0 {
		return l.refuse(text, errs), nil
	}
	for op, m := range d.operations {
		m.roots = roots(nil, op.SelectionSet, map[string]bool{})
		m.explores = slices.ContainsFunc(m.roots, func(f string) bool { return f == "__schema" || f == "__type" || f == "_service" })
		m.prices = l.coster.prices(op)
		m.reuse = reuse(l.schema, text, op)
	}
	l.arrivals.Set(text, d)
	return d, nil
}

func (l *library) refuse(text string, why gqlerror.List) *document {
	d := &document{invalid: why}
	l.arrivals.Set(text, d)
	return d
}

// roots adds the fields of a selection at the root.
func roots(fields []string, set ast.SelectionSet, seen map[string]bool) []string {
	for _, s := range set {
		switch s := s.(type) {
		case *ast.Field:
			if !slices.Contains(fields, s.Name) {
				fields = append(fields, s.Name)
			}
		case *ast.InlineFragment:
			fields = roots(fields, s.SelectionSet, seen)
		case *ast.FragmentSpread:
			if !seen[s.Name] && s.Definition != nil {
				seen[s.Name] = true
				fields = roots(fields, s.Definition.SelectionSet, seen)
			}
		}
	}
	return fields
}

// coded are errors of the library under one of our codes.
func coded(code string, err error) gqlerror.List {
	e, ok := err.(*gqlerror.Error)
	if !ok {
		e = gqlerror.Wrap(err)
	}
	e.Extensions = map[string]any{"code": code}
	return gqlerror.List{e}
}

func rejected(message string) gqlerror.List {
	return gqlerror.List{{Message: message, Extensions: map[string]any{"code": fault.ValidationFailed}}}
}
