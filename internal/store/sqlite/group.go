package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"cassetto/internal/store"
)

// rowEnd separates the rows of a group; JSON holds no such byte.
const rowEnd = 0x1f

// groupSQL reads by one field, all rows of a key as one value: handing a row over costs more than finding it. One key after another
// is looked up, so that an index on (key, order) is simply walked.
func (t *table) groupSQL(by string) (string, error) {
	order, err := t.order(t.Order)
	if err != nil {
		return "", err
	}
	column, err := t.column(by)
	if err != nil {
		return "", err
	}
	rows := "SELECT _id,_v,_doc" + order.columns + " FROM " + t.name + " WHERE " + column + "=j.value ORDER BY " + order.by
	return "SELECT j.value,(SELECT CAST(group_concat(octet_length(_id)||' '||_v||' '||_id||_doc,char(31)) AS BLOB) FROM (" + rows +
		")) FROM json_each(?1) AS j", nil
}

func (s *Store) readGroups(ctx context.Context, t *table, by string, keys []string, each func(key string, r store.Row) error) error {
	text, err := t.groupSQL(by)
	if err != nil {
		return err
	}
	keys = slices.Compact(slices.Sorted(slices.Values(keys)))
	rows, err := s.readers.query(ctx, text, list(keys))
	if err != nil {
		return s.fail(ctx, "read "+t.Name, err)
	}
	defer rows.Close()
	var r row
	for rows.Next() {
		var key string
		var group sql.RawBytes
		if err := rows.Scan(&key, &group); err != nil {
			return s.fail(ctx, "read "+t.Name, err)
		}
		for len(group) > 0 {
			if group, err = r.cut(group); err != nil {
				return s.fail(ctx, "read "+t.Name, err)
			}
			if err := each(key, &r); err != nil {
				return err
			}
		}
	}
	if err := rows.Err(); err != nil {
		return s.fail(ctx, "read "+t.Name, err)
	}
	return nil
}

// cut becomes the first row of a group and returns the others.
func (r *row) cut(group []byte) (others []byte, err error) {
	length, rest, _ := bytes.Cut(group, []byte{' '})
	version, rest, _ := bytes.Cut(rest, []byte{' '})
	n, err := strconv.Atoi(string(length))
	if err != nil || n > len(rest) {
		return nil, fmt.Errorf("a group of rows begins with no row")
	}
	if r.version, err = strconv.ParseInt(string(version), 10, 64); err != nil {
		return nil, err
	}
	r.id = string(rest[:n])
	r.doc, others, _ = bytes.Cut(rest[n:], []byte{rowEnd})
	return others, nil
}
