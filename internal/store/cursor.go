package store

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
)

// EncodeCursor makes the opaque mark of a row: the order it was found in, its values in that order, strings or int64s, and
// its id.
func EncodeCursor(order []Order, values []any, id string) string {
	mark := make([]any, 0, len(values)+2)
	mark = append(mark, signature(order))
	mark = append(mark, values...)
	mark = append(mark, id)
	text, _ := json.Marshal(mark) // strings and integers always marshal
	return base64.RawURLEncoding.EncodeToString(text)
}

// DecodeCursor gives back values and id of a cursor made for this order; ErrBadCursor otherwise.
func DecodeCursor(order []Order, cursor string) (values []any, id string, err error) {
	text, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil {
		return nil, "", ErrBadCursor
	}
	var mark []any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&mark); err != nil || len(mark) != len(order)+2 || mark[0] != signature(order) {
		return nil, "", ErrBadCursor
	}
	last := len(mark) - 1
	id, ok := mark[last].(string)
	values = mark[1:last]
	for i, v := range values {
		switch v := v.(type) {
		case string:
		case json.Number:
			values[i], err = v.Int64()
			ok = ok && err == nil
		default:
			ok = false
		}
	}
	if !ok || d.More() {
		return nil, "", ErrBadCursor
	}
	return values, id, nil
}

func signature(order []Order) string {
	var b strings.Builder
	for _, o := range order {
		if o.Desc {
			b.WriteByte('-')
		} else {
			b.WriteByte('+')
		}
		b.WriteString(o.Field)
	}
	return b.String()
}
