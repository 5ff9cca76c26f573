package sqlite

import (
	"database/sql"
	"fmt"

	"cassetto/internal/jsonscan"
	"cassetto/internal/store"
)

// row is the row under the query's feet; the next one overwrites it.
type row struct {
	id      string
	version int64
	doc     sql.RawBytes
	reader  jsonscan.Reader
	order   []store.Order
	values  []any // of the order, nil for a row of Read
}

func (r *row) ID() string            { return r.id }
func (r *row) Version() int64        { return r.version }
func (r *row) Decode(into any) error { return r.reader.Unmarshal(r.doc, into) }

func (r *row) Cursor() string {
	if r.values == nil {
		return ""
	}
	return store.EncodeCursor(r.order, r.values, r.id)
}

// checkValues refuses a row that no cursor could mark.
func (r *row) checkValues() error {
	for i, v := range r.values {
		switch v.(type) {
		case string, int64:
		default:
			return fmt.Errorf("sqlite: ordered field %q is neither string nor integer in some document", r.order[i].Field)
		}
	}
	return nil
}
