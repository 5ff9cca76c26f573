package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"

	"cassetto/internal/store"
)

// Put is one statement, in the log and on disk before it returns.
func (s *Store) Put(ctx context.Context, c *store.Collection, raw json.RawMessage, expected int64) (int64, error) {
	t, err := s.table(c)
	if err != nil {
		return 0, err
	}
	doc, err := store.Parse(t.Collection, raw)
	if err != nil {
		return 0, err
	}
	text := "UPDATE " + t.name + " SET _v=_v+1,_doc=?2,_testo=?3 WHERE _id=?1 AND _v=?4"
	if expected == 0 {
		text = "INSERT INTO " + t.name + " (_id,_v,_doc,_testo) VALUES (?1,?4+1,?2,?3) ON CONFLICT DO NOTHING"
	}
	affected, err := s.writer.exec(ctx, text, doc.ID, string(doc.JSON), t.text(doc), expected)
	if err != nil {
		return 0, s.fail(ctx, "put "+t.Name, err)
	}
	if affected == 0 {
		return 0, store.ErrConflict
	}
	return expected + 1, nil
}

// Delete is one statement: all of them or none.
func (s *Store) Delete(ctx context.Context, c *store.Collection, ids []string) error {
	t, err := s.table(c)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return ctx.Err()
	}
	if _, err := s.writer.exec(ctx, "DELETE FROM "+t.name+" WHERE _id IN (SELECT value FROM json_each(?1))", list(ids)); err != nil {
		return s.fail(ctx, "delete "+t.Name, err)
	}
	return nil
}

// manyChanges in one import make the planner's statistics worth a look.
const manyChanges = 1000

// Import is one transaction: all of the batch or nothing. Other writers wait for it, readers do not.
func (s *Store) Import(ctx context.Context, c *store.Collection, raws []json.RawMessage) (int, error) {
	t, err := s.table(c)
	if err != nil {
		return 0, err
	}
	docs, err := store.ParseAll(ctx, t.Collection, raws)
	if err != nil {
		return 0, err
	}
	if len(docs) == 0 {
		return 0, ctx.Err()
	}
	changed, err := s.upsert(ctx, t, docs)
	if err != nil {
		return 0, s.fail(ctx, "import "+t.Name, err)
	}
	if changed >= manyChanges {
		s.analyse(ctx)
	}
	return changed, nil
}

func (s *Store) upsert(ctx context.Context, t *table, docs []store.Document) (changed int, err error) {
	tx, err := s.writer.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	st, err := tx.PrepareContext(ctx, "INSERT INTO "+t.name+" (_id,_v,_doc,_testo) VALUES (?1,1,?2,?3)"+
		" ON CONFLICT (_id) DO UPDATE SET _v=_v+1,_doc=excluded._doc,_testo=excluded._testo WHERE _doc<>excluded._doc")
	if err != nil {
		return 0, err
	}
	defer st.Close()
	one := context.WithoutCancel(ctx) // watching the context costs more than writing a row; the transaction watches it
	for _, doc := range docs {
		result, err := st.ExecContext(one, doc.ID, string(doc.JSON), t.text(doc))
		if err != nil {
			return 0, err
		}
		affected, err := result.RowsAffected()
		if err != nil {
			return 0, err
		}
		changed += int(affected)
	}
	return changed, tx.Commit()
}

// analyse is an improvement of later queries; that it failed is no news for the caller of Import.
func (s *Store) analyse(ctx context.Context) {
	if _, err := s.writer.db.ExecContext(ctx, analyse); err == nil {
		s.readers.refresh()
	}
}

// text is NULL in a collection that is not searched by text.
func (t *table) text(doc store.Document) sql.NullString {
	return sql.NullString{String: doc.Text, Valid: len(t.Text) > 0}
}
