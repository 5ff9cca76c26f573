package storetest

import (
	"context"
	"encoding/json"
	"errors"

	"cassetto/internal/store"
)

// ErrKilled is what a Killed store answers when its time has come.
var ErrKilled = errors.New("killed")

// Killed is a store as a process has it that is killed after so many questions. It is for one goroutine.
type Killed struct {
	store.Store
	Left int // questions that it answers
}

func (k *Killed) pass() error {
	if k.Left--; k.Left < 0 {
		return ErrKilled
	}
	return nil
}

// Read is a question.
func (k *Killed) Read(ctx context.Context, c *store.Collection, by, keys []string, each func(string, store.Row) error) error {
	if err := k.pass(); err != nil {
		return err
	}
	return k.Store.Read(ctx, c, by, keys, each)
}

// Search is a question.
func (k *Killed) Search(ctx context.Context, c *store.Collection, q store.Query, each func(store.Row) error) error {
	if err := k.pass(); err != nil {
		return err
	}
	return k.Store.Search(ctx, c, q, each)
}

// Delete is a question.
func (k *Killed) Delete(ctx context.Context, c *store.Collection, ids []string) error {
	if err := k.pass(); err != nil {
		return err
	}
	return k.Store.Delete(ctx, c, ids)
}

// Put is a question.
func (k *Killed) Put(ctx context.Context, c *store.Collection, doc json.RawMessage, expected int64) (int64, error) {
	if err := k.pass(); err != nil {
		return 0, err
	}
	return k.Store.Put(ctx, c, doc, expected)
}
