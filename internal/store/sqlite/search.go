package sqlite

import (
	"context"
	"fmt"

	"cassetto/internal/store"
)

// Search computes the whole page before its first row, where SQLite can be interrupted; between two rows it cannot.
func (s *Store) Search(ctx context.Context, c *store.Collection, q store.Query, each func(r store.Row) error) error {
	t, err := s.table(c)
	if err != nil {
		return err
	}
	text, args, err := t.searchSQL(q)
	if err != nil {
		return err
	}
	rows, err := s.readers.query(ctx, text, args...)
	if err != nil {
		return s.fail(ctx, "search "+t.Name, err)
	}
	defer rows.Close()
	r := row{order: q.Order, values: make([]any, len(q.Order))}
	into := []any{&r.id, &r.version, &r.doc}
	for i := range r.values {
		into = append(into, &r.values[i])
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return s.fail(ctx, "search "+t.Name, err)
		}
		if err := r.checkValues(); err != nil {
			return err
		}
		if err := each(&r); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return s.fail(ctx, "search "+t.Name, err)
	}
	return nil
}

func (t *table) searchSQL(q store.Query) (text string, args []any, err error) {
	if q.Limit <= 0 {
		return "", nil, fmt.Errorf("sqlite: search %s: limit %d", t.Name, q.Limit)
	}
	order, err := t.order(q.Order)
	if err != nil {
		return "", nil, err
	}
	w := where{table: t}
	if err := w.filter(q.Filter); err != nil {
		return "", nil, err
	}
	if q.After != "" {
		values, id, err := store.DecodeCursor(q.Order, q.After)
		if err != nil {
			return "", nil, err
		}
		w.add(" AND ")
		order.after(&w, append(values, id))
	}
	text = "WITH p AS MATERIALIZED (SELECT _id,_v,_doc" + order.columns + " FROM " + t.name + " WHERE " + w.sql.String() +
		" ORDER BY " + order.by + " LIMIT ?) SELECT * FROM p ORDER BY " + order.by
	return text, append(w.args, q.Limit), nil
}

// Count scans what no index answers.
func (s *Store) Count(ctx context.Context, c *store.Collection, f store.Filter) (n int, err error) {
	t, err := s.table(c)
	if err != nil {
		return 0, err
	}
	w := where{table: t}
	if err := w.filter(f); err != nil {
		return 0, err
	}
	rows, err := s.readers.query(ctx, "SELECT count(*) FROM "+t.name+" WHERE "+w.sql.String(), w.args...)
	if err != nil {
		return 0, s.fail(ctx, "count "+t.Name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, s.fail(ctx, "count "+t.Name, err)
		}
	}
	if err := rows.Err(); err != nil {
		return 0, s.fail(ctx, "count "+t.Name, err)
	}
	return n, nil
}
