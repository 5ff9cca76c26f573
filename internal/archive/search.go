package archive

import (
	"context"
	"errors"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// Search finds the documents of one page, which has one less than the query's limit: the last only says that there are more. It
// fails with an InputError on a bad cursor.
func Search[T any](ctx context.Context, s store.Store, c *store.Collection, q store.Query) (*model.Trovati[T], error) {
	page := &model.Trovati[T]{Nodes: []T{}, Prima: q.After != "", Conta: func(ctx context.Context) (int, error) {
		return s.Count(ctx, c, q.Filter)
	}}
	err := s.Search(ctx, c, q, func(row store.Row) error {
		if len(page.Nodes) == q.Limit-1 {
			page.Dopo = true
			return nil
		}
		var one T
		if err := row.Decode(&one); err != nil {
			return err
		}
		page.Nodes, page.Cursori = append(page.Nodes, one), append(page.Cursori, row.Cursor())
		return nil
	})
	if errors.Is(err, store.ErrBadCursor) {
		return nil, model.RifiutaCampo("after", "Il cursore non è di questo elenco o l'ordine è cambiato.")
	}
	return page, err
}
