package importa_test

import (
	"context"
	"encoding/json"

	"cassetto/internal/store"
)

// stopping is a store that calls stop after it was written to a few times.
type stopping struct {
	store.Store
	after int
	stop  func()
}

func (s *stopping) Import(ctx context.Context, c *store.Collection, docs []json.RawMessage) (int, error) {
	if s.after--; s.after == 0 {
		defer s.stop()
	}
	return s.Store.Import(ctx, c, docs)
}
