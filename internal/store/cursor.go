package store

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// EncodeCursor makes the opaque mark of a row: the order it was found in, its values in that order, its id.
func EncodeCursor(order []Order, values []string, id string) string {
	mark := make([]string, 0, len(values)+2)
	mark = append(mark, signature(order))
	mark = append(mark, values...)
	mark = append(mark, id)
	text, _ := json.Marshal(mark) // a list of strings always marshals
	return base64.RawURLEncoding.EncodeToString(text)
}

// DecodeCursor gives back values and id of a cursor made for this order; ErrBadCursor otherwise.
func DecodeCursor(order []Order, cursor string) (values []string, id string, err error) {
	text, err := base64.RawURLEncoding.Strict().DecodeString(cursor)
	if err != nil {
		return nil, "", ErrBadCursor
	}
	var mark []string
	if err := json.Unmarshal(text, &mark); err != nil || len(mark) != len(order)+2 || mark[0] != signature(order) {
		return nil, "", ErrBadCursor
	}
	last := len(mark) - 1
	return mark[1:last], mark[last], nil
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
