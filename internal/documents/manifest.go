package documents

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
)

const (
	maxDocuments = 10_000
	maxID        = 256    // bytes of an identifier
	maxTokens    = 15_000 // of a document
)

// Manifest is a list of operations that was checked whole. It never changes, so anybody may read it at any time.
type Manifest struct {
	Documents []Document           // in the order of the manifest; those of a folder by path
	ids       map[string]*Document // by identifier, and by hash of the text with and without white space around it
	texts     map[string]*Document // by text without white space around it
}

// Load reads the manifest at path: a manifest of Apollo, a map of Relay, or a folder of .graphql files. validate says what is wrong
// with a document against the schema. Anything that is wrong with any document is an error, a *Defect unless nothing could be read.
func Load(path string, validate func(text string) error) (*Manifest, error) {
	t, err := look(path)
	if err != nil {
		return nil, err
	}
	texts, _, err := t.read()
	if err != nil {
		return nil, err
	}
	return compile(t, texts, validate)
}

func compile(t tree, texts []string, validate func(text string) error) (*Manifest, error) {
	docs, err := decode(t, texts)
	if err != nil {
		return nil, err
	}
	m := &Manifest{Documents: docs, ids: map[string]*Document{}, texts: map[string]*Document{}}
	switch {
	case len(docs) == 0 && t.folder:
		return nil, &Defect{File: "*.graphql", Reason: "no operation"}
	case len(docs) == 0:
		return nil, &Defect{File: t.files[0].name, Reason: "no operation"}
	case len(docs) > maxDocuments:
		return nil, &Defect{File: t.files[0].name, Reason: "too many operations"}
	}
	for i := range docs {
		if err := docs[i].read(); err != nil {
			return nil, err
		}
	}
	if err := m.index(); err != nil {
		return nil, err
	}
	for _, d := range docs {
		if err := validate(d.Text); err != nil {
			return nil, d.defect("not valid against the schema", err)
		}
	}
	return m, nil
}

func (d *Document) defect(reason string, cause error) error {
	name := d.Name
	if name == "" {
		name = short(d.ID)
	}
	return &Defect{File: d.file, Operation: name, Reason: reason, Cause: cause}
}

// read parses the text and checks what the manifest says of it.
func (d *Document) read() error {
	id, hashed := strings.CutPrefix(d.ID, prefix)
	d.ID = id
	switch {
	case d.ID == "" || len(d.ID) > maxID:
		return d.defect("its identifier is empty or too long", nil)
	case strings.TrimSpace(d.Text) == "":
		return d.defect("its text is empty", nil)
	case hashed && d.ID != Hash(d.Text):
		return d.defect("its identifier is not the SHA-256 of its text", nil)
	}
	parsed, err := parser.ParseQueryWithTokenLimit(&ast.Source{Name: d.file, Input: d.Text}, maxTokens)
	if err != nil {
		return d.defect("it cannot be parsed", err)
	}
	if len(parsed.Operations) != 1 || parsed.Operations[0].Name == "" {
		return d.defect("it must hold exactly one operation, with a name", nil)
	}
	name, kind := parsed.Operations[0].Name, string(parsed.Operations[0].Operation)
	if d.Name != "" && (d.Name != name || d.Type != kind) {
		return d.defect("its name or type is not that of its text", nil)
	}
	d.Name, d.Type = name, kind
	return nil
}

// index fills the maps, and refuses what could mean two things.
func (m *Manifest) index() error {
	names := map[string]*Document{}
	for i := range m.Documents {
		d := &m.Documents[i]
		text := strings.TrimSpace(d.Text)
		if other := m.ids[d.ID]; other != nil && other.Text != d.Text {
			return d.defect("its identifier has another text in "+other.file, nil)
		} else if other != nil {
			return d.defect("listed twice, also in "+other.file, nil)
		}
		if other := names[d.Name]; other != nil && strings.TrimSpace(other.Text) != text {
			return d.defect("its name has another text in "+other.file, nil)
		}
		m.ids[d.ID], names[d.Name] = d, d
		if m.texts[text] == nil {
			m.texts[text] = d
		}
	}
	for i := range m.Documents {
		d := &m.Documents[i]
		for _, hash := range []string{Hash(d.Text), Hash(strings.TrimSpace(d.Text))} {
			other := m.ids[hash]
			if other != nil && strings.TrimSpace(other.Text) != strings.TrimSpace(d.Text) {
				return d.defect("the SHA-256 of its text identifies another text in "+other.file, nil)
			}
			if other == nil {
				m.ids[hash] = d
			}
		}
	}
	return nil
}

// ByID finds a document by its identifier or by the SHA-256 of its text, with or without the prefix sha256:.
func (m *Manifest) ByID(id string) (*Document, bool) {
	d, ok := m.ids[strings.TrimPrefix(id, prefix)]
	return d, ok
}

// ByText finds a document by its text. White space around it does not count; any other difference makes another document.
func (m *Manifest) ByText(text string) (*Document, bool) {
	d, ok := m.texts[strings.TrimSpace(text)]
	return d, ok
}
