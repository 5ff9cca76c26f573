package mongodb

import (
	"fmt"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"cassetto/internal/jsonscan"
	"cassetto/internal/store"
)

// row is the document under the cursor.
type row struct {
	raw     bson.Raw
	reader  *jsonscan.Reader // for Decode
	id      string
	version int64
	order   []store.Order
	values  []any // of the order, nil for a row of Read
}

// newRow refuses a document that this engine did not write, and one that no cursor could mark.
func newRow(raw bson.Raw, order []store.Order, terms []term) (*row, error) {
	r := row{raw: raw, order: order}
	var hasID, hasVersion bool
	r.id, hasID = textAt(raw, idField)
	r.version, hasVersion = raw.Lookup(versionField).AsInt64OK()
	if !hasID || !hasVersion {
		return nil, fmt.Errorf("mongodb: a document has no textual %s or no %s", idField, versionField)
	}
	if terms == nil {
		return &r, nil
	}
	r.values = make([]any, len(order))
	for i := range order {
		if r.values[i] = sortableAt(raw, terms[i].path); r.values[i] == nil {
			return nil, fmt.Errorf("mongodb: ordered field %q is neither string nor integer in some document", order[i].Field)
		}
	}
	return &r, nil
}

func (r *row) ID() string     { return r.id }
func (r *row) Version() int64 { return r.version }

func (r *row) Cursor() string {
	if r.values == nil {
		return ""
	}
	return store.EncodeCursor(r.order, r.values, r.id)
}

// Decode goes through JSON: the caller's types mean the same on every engine, and are read faster than by the driver's reflection.
func (r *row) Decode(into any) error {
	text, err := appendBody(make([]byte, 0, 2*len(r.raw)), r.raw)
	if err != nil {
		return err
	}
	return r.reader.Unmarshal(text, into)
}

// sortableAt reads a string or an int64 at a dotted path; it gives nil for anything else.
func sortableAt(raw bson.Raw, path string) any {
	if text, ok := textAt(raw, path); ok {
		return text
	}
	switch value := raw.Lookup(strings.Split(path, ".")...); value.Type {
	case bson.TypeInt32, bson.TypeInt64:
		return value.AsInt64()
	}
	return nil
}

// textAt reads a string at a dotted path.
func textAt(raw bson.Raw, path string) (string, bool) {
	value, err := raw.LookupErr(strings.Split(path, ".")...)
	if err != nil {
		return "", false
	}
	return value.StringValueOK()
}
