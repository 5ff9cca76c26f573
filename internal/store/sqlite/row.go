package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"cassetto/internal/store"
)

// row is the row under the query's feet; the next one overwrites it.
type row struct {
	id      string
	version int64
	doc     sql.RawBytes
	order   []store.Order
	values  []any // of the order, nil for a row of Read
}

func (r *row) ID() string            { return r.id }
func (r *row) Version() int64        { return r.version }
func (r *row) Decode(into any) error { return json.Unmarshal(r.doc, into) }

func (r *row) Cursor() string {
	if r.values == nil {
		return ""
	}
	values := make([]string, len(r.values))
	for i, v := range r.values {
		values[i] = v.(string) // checked when the row was read
	}
	return store.EncodeCursor(r.order, values, r.id)
}

// checkValues refuses a row that no cursor could mark.
func (r *row) checkValues() error {
	for i, v := range r.values {
		if _, ok := v.(string); !ok {
			return fmt.Errorf("sqlite: ordered field %q is not a string in some document", r.order[i].Field)
		}
	}
	return nil
}
