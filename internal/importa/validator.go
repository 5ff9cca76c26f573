package importa

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/internal/archive"
)

// Validator checks documents of some sections against the schema. It is immutable and may be used concurrently.
type Validator struct{ sections map[string]*object }

// NewValidator compiles the plan of each section. It fails when a section does not fit the schema.
func NewValidator(schema *ast.Schema, sections []archive.Section) (*Validator, error) {
	c := &compiler{schema: schema, done: map[string]*object{}}
	v := &Validator{sections: make(map[string]*object, len(sections))}
	for _, s := range sections {
		o, err := c.section(s)
		if err != nil {
			return nil, fmt.Errorf("importa: section %s: %w", s.Collection.Name, err)
		}
		v.sections[s.Collection.Name] = o
	}
	return v, nil
}

// Check says what is wrong with a document of a section; nil when nothing is.
func (v *Validator) Check(section string, doc []byte) *Difetto {
	o, ok := v.sections[section]
	if !ok {
		return difetto("la sezione non è di questo archivio")
	}
	if d := wellFormed(doc, "il documento"); d != nil {
		return d
	}
	w := walker{json: doc}
	w.next()
	return o.check(&w)
}

// Line splits a line into its section and its document, which it checks; the document is a part of line.
func (v *Validator) Line(line []byte) (section string, doc []byte, d *Difetto) {
	if d := wellFormed(line, "la riga"); d != nil {
		return "", nil, d
	}
	w := walker{json: line}
	if w.next() != '{' {
		return "", nil, difetto("la riga non è un oggetto JSON")
	}
	w.at++
	if !w.more('}') {
		return "", nil, difetto("la riga è un oggetto vuoto: serve il nome della sezione")
	}
	section = string(w.name())
	o, ok := v.sections[section]
	if !ok {
		return "", nil, difetto("la sezione non è di questo archivio")
	}
	start := w.at
	if d := o.check(&w); d != nil {
		return "", nil, d
	}
	doc = line[start:w.at]
	if w.more('}') {
		return "", nil, difetto("la riga contiene più di una sezione")
	}
	return section, doc, nil
}

func wellFormed(text []byte, what string) *Difetto {
	switch {
	case len(text) > MaxLine:
		return difetto(what + " supera 1 MiB")
	case !utf8.Valid(text):
		return difetto(what + " non è in UTF-8")
	case !json.Valid(text):
		return difetto(what + " non è JSON")
	}
	return nil
}
