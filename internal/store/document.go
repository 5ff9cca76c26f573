package store

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Document is a document on its way into an engine: checked, identified and ready to be stored.
type Document struct {
	ID   string // values of the natural key
	Text string // normalised text, empty in a collection without Text
	JSON []byte // the document without insignificant spaces
}

// Parse checks a document against its collection: it is one JSON object in UTF-8 whose names both engines can store, it
// has its natural key, its indexed fields can be sorted and its ordered fields are present. Errors name the field that is
// wrong and never repeat a value.
func Parse(c *Collection, raw json.RawMessage) (Document, error) {
	compact := bytes.NewBuffer(make([]byte, 0, len(raw)))
	if err := json.Compact(compact, raw); err != nil || !utf8.Valid(raw) {
		return Document{}, fmt.Errorf("store: %s: the document is not JSON in UTF-8", c.Name)
	}
	doc := Document{JSON: compact.Bytes()}
	body, err := parseObject(doc.JSON)
	if err != nil {
		return Document{}, fmt.Errorf("store: %s: %w", c.Name, err)
	}
	if doc.ID, err = c.idOf(body); err != nil {
		return Document{}, err
	}
	if err := c.checkFields(body); err != nil {
		return Document{}, err
	}
	doc.Text = c.textOf(body)
	return doc, nil
}

// ParseAll parses a batch, as long as the context lasts; of documents with the same id the last one stays.
func ParseAll(ctx context.Context, c *Collection, raws []json.RawMessage) ([]Document, error) {
	docs := make([]Document, 0, len(raws))
	position := make(map[string]int, len(raws))
	for i, raw := range raws {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		doc, err := Parse(c, raw)
		if err != nil {
			return nil, fmt.Errorf("document %d of the batch: %w", i, err)
		}
		if at, twice := position[doc.ID]; twice {
			docs[at] = doc
			continue
		}
		position[doc.ID] = len(docs)
		docs = append(docs, doc)
	}
	return docs, nil
}

// TextOf computes again the text of a stored document, for an engine whose collection changed its Text fields.
func TextOf(c *Collection, stored []byte) (string, error) {
	body, err := parseObject(stored)
	if err != nil {
		return "", fmt.Errorf("store: %s: %w", c.Name, err)
	}
	return c.textOf(body), nil
}

// Body gives the members of the document in their order. A value is nil, a bool, an int64, a float64, a string, an []any
// or a []Member.
func (d Document) Body() ([]Member, error) {
	return parseObject(d.JSON)
}

func (c *Collection) checkFields(body []Member) error {
	for _, o := range c.Order {
		if o.Field != Text && !sortable(lookup(body, o.Field)) {
			return fmt.Errorf("store: %s: ordered field %q is neither string nor integer", c.Name, o.Field)
		}
	}
	for _, field := range slices.Concat(c.Index...) {
		if value := lookup(body, field); field != Text && value != nil && !sortable(value) {
			return fmt.Errorf("store: %s: indexed field %q is neither string nor integer", c.Name, field)
		}
	}
	return nil
}

func sortable(value any) bool {
	switch value.(type) {
	case string, int64:
		return true
	}
	return false
}

var errNotObject = errors.New("the document is not a JSON object")
