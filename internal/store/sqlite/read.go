package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"cassetto/internal/store"
)

// Read is one statement however many keys and fields there are.
func (s *Store) Read(ctx context.Context, c *store.Collection, by, keys []string, each func(key string, r store.Row) error) error {
	t, err := s.table(c)
	if err != nil {
		return err
	}
	if len(by) == 0 || len(keys) == 0 {
		return ctx.Err()
	}
	if len(by) == 1 {
		return s.readGroups(ctx, t, by[0], keys, each)
	}
	text, err := t.readSQL(by)
	if err != nil {
		return err
	}
	rows, err := s.readers.query(ctx, text, list(keys))
	if err != nil {
		return s.fail(ctx, "read "+t.Name, err)
	}
	defer rows.Close()
	var key string
	var r row
	into := []any{&key, &r.id, &r.version, &r.doc}
	for range t.Order {
		into = append(into, new(sql.RawBytes)) // there to be ordered by
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return s.fail(ctx, "read "+t.Name, err)
		}
		if err := each(key, &r); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return s.fail(ctx, "read "+t.Name, err)
	}
	return nil
}

// readSQL reads by several fields, ordered by key, order, id. The key goes the way of the first order, so that an index on
// (key, order) is simply walked, forwards or backwards. Nothing is wrapped: SQLite merges the parts as their indexes give them, and
// sorts nothing.
func (t *table) readSQL(by []string) (string, error) {
	order, err := t.order(t.Order)
	if err != nil {
		return "", err
	}
	parts := make([]string, len(by))
	for i, field := range by {
		column, err := t.column(field)
		if err != nil {
			return "", err
		}
		parts[i] = "SELECT " + column + " AS k,_id,_v,_doc" + order.columns + " FROM " + t.name +
			" WHERE " + column + " IN (SELECT value FROM json_each(?1))"
	}
	return strings.Join(parts, " UNION ALL ") + " ORDER BY k" + direction(len(t.Order) > 0 && t.Order[0].Desc) + "," + order.by, nil
}
