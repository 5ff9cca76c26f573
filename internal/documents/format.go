package documents

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// apolloFormat is what a manifest of Apollo's tools calls itself.
const apolloFormat = "apollo-persisted-query-manifest"

// apollo is a manifest of Apollo's tools.
type apollo struct {
	Format     string            `json:"format"`
	Version    int               `json:"version"`
	Operations []apolloOperation `json:"operations"`
}

type apolloOperation struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Body string `json:"body"`
}

// decode lists the documents of a tree, unchecked: what it recognises, it recognises from the content.
func decode(t tree, texts []string) ([]Document, error) {
	for i, text := range texts {
		if !utf8.ValidString(text) {
			return nil, &Defect{File: t.files[i].name, Reason: "not in UTF-8"}
		}
	}
	if !t.folder {
		return decodeJSON(t.files[0].name, texts[0])
	}
	var docs []Document
	for i, text := range texts {
		docs = append(docs, Document{ID: Hash(text), Text: text, file: t.files[i].name})
	}
	return docs, nil
}

// decodeJSON reads a manifest of Apollo, which says its format, or else a map of Relay, from identifier to text.
func decodeJSON(file, text string) ([]Document, error) {
	members, err := object(strings.TrimPrefix(text, "\ufeff"))
	if err != nil {
		return nil, &Defect{File: file, Reason: "not a JSON object of a known format", Cause: err}
	}
	named := map[string]json.RawMessage{}
	for _, m := range members {
		if _, twice := named[m.name]; twice {
			return nil, &Defect{File: file, Operation: short(m.name), Reason: "listed twice"}
		}
		named[m.name] = m.value
	}
	if named["format"] != nil || named["operations"] != nil {
		return decodeApollo(file, text)
	}
	var docs []Document
	for _, m := range members {
		d := Document{ID: m.name, file: file}
		if err := json.Unmarshal(m.value, &d.Text); err != nil || m.value[0] != '"' {
			return nil, &Defect{File: file, Operation: short(m.name), Reason: "its text is not a string"}
		}
		docs = append(docs, d)
	}
	return docs, nil
}

func decodeApollo(file, text string) ([]Document, error) {
	var a apollo
	if err := json.Unmarshal([]byte(strings.TrimPrefix(text, "\ufeff")), &a); err != nil {
		return nil, &Defect{File: file, Reason: "not a manifest of persisted queries", Cause: err}
	}
	if a.Format != apolloFormat || a.Version != 1 {
		return nil, &Defect{File: file, Reason: "format or version is not " + apolloFormat + ", 1"}
	}
	var docs []Document
	for _, o := range a.Operations {
		if o.Name == "" || o.Type == "" {
			return nil, &Defect{File: file, Operation: short(o.ID), Reason: "it has no name or no type"}
		}
		docs = append(docs, Document{ID: o.ID, Name: o.Name, Type: o.Type, Text: o.Body, file: file})
	}
	return docs, nil
}

// member is a name of a JSON object with its value.
type member struct {
	name  string
	value json.RawMessage
}

// object lists the members of a JSON object, repeated names too, which a map would hide.
func object(text string) ([]member, error) {
	d := json.NewDecoder(strings.NewReader(text))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.Join(errors.New("no object"), err)
	}
	var all []member
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		m := member{name: name.(string)} // what comes before a colon is a string, or Token fails
		if err := d.Decode(&m.value); err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows the object")
	}
	return all, nil
}

// JSON writes the manifest in Apollo's format.
func (m *Manifest) JSON() ([]byte, error) {
	a := apollo{Format: apolloFormat, Version: 1}
	for _, d := range m.Documents {
		a.Operations = append(a.Operations, apolloOperation{d.ID, d.Name, d.Type, d.Text})
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(a)
	return b.Bytes(), err
}

// short cuts an identifier that is to be read.
func short(id string) string {
	if len(id) > 70 {
		return strings.ToValidUTF8(id[:70], "") + "…"
	}
	return id
}
