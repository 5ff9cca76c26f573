package agenda

import (
	"context"
	"encoding/json"

	"cassetto/internal/store"
)

// mortale is a store that ends for good: before a question, whichever it is, or once a document has been written, without saying so.
type mortale struct {
	store.Store
	restano int  // questions, the one at which it ends included; with dopo, documents written
	dopo    bool // it ends after writing
	fine    error
}

// morto says whether it has ended.
func (m *mortale) morto() bool { return m.restano <= 0 }

func (m *mortale) chiedi(fa func() error) error {
	if !m.dopo {
		m.restano--
	}
	if m.morto() {
		return m.fine
	}
	return fa()
}

func (m *mortale) Read(ctx context.Context, k *store.Collection, by, keys []string, each func(string, store.Row) error) error {
	return m.chiedi(func() error { return m.Store.Read(ctx, k, by, keys, each) })
}

func (m *mortale) Search(ctx context.Context, k *store.Collection, q store.Query, each func(store.Row) error) error {
	return m.chiedi(func() error { return m.Store.Search(ctx, k, q, each) })
}

func (m *mortale) Put(ctx context.Context, k *store.Collection, doc json.RawMessage, expected int64) (version int64, err error) {
	err = m.chiedi(func() (err error) {
		version, err = m.Store.Put(ctx, k, doc, expected)
		if err != nil || !m.dopo {
			return err
		}
		if m.restano--; m.morto() {
			return m.fine
		}
		return nil
	})
	return version, err
}
