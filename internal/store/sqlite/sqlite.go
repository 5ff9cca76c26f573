// Package sqlite keeps the documents of package store in one SQLite file: the embedded engine, in pure Go.
package sqlite

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"cassetto/internal/store"
)

// Store is an open file. One connection writes, a few read; readers never wait for the writer.
type Store struct {
	writer  *pool
	readers *pool
	tables  map[string]*table
	closed  atomic.Bool
}

var _ store.Store = (*Store)(nil)

// Open opens the file at path, creating it and its folder for their owner alone, and builds what the collections declare
// and the file lacks: tables, columns, indexes, normalised texts. It never removes anything, so that an older program can
// still open the file. The file stays on a local disk and belongs to this process; a second process may read and write
// too, but waits at most five seconds for its turn.
func Open(ctx context.Context, path string, collections ...*store.Collection) (*Store, error) {
	tables, err := newTables(collections)
	if err != nil {
		return nil, err
	}
	s := &Store{tables: tables}
	if err := s.open(ctx, path); err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, path string) error {
	dsn, err := prepareFile(path)
	if err != nil {
		return err
	}
	if s.writer, err = openPool(dsn+writerOptions, 1); err != nil {
		return err
	}
	if err := s.prepare(ctx); err != nil {
		return errors.Join(err, s.writer.close())
	}
	s.readers, err = openPool(dsn+readerOptions, readerConnections)
	return err
}

// prepare builds the schema, then folds what a killed process left in the log into the file, where reading is cheaper.
func (s *Store) prepare(ctx context.Context) error {
	if err := migrate(ctx, s.writer.db, s.tables); err != nil {
		return err
	}
	for _, pragma := range []string{"PRAGMA wal_checkpoint(TRUNCATE)", analyse} {
		if _, err := s.writer.db.ExecContext(ctx, pragma); err != nil {
			return err
		}
	}
	return nil
}

// Close waits for the calls under way and closes the file.
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return store.ErrClosed
	}
	return errors.Join(s.readers.close(), s.writer.close()) // the last one out empties the log
}

// table finds the declaration a caller means; it is where every method notices that the store is closed.
func (s *Store) table(c *store.Collection) (*table, error) {
	if s.closed.Load() {
		return nil, store.ErrClosed
	}
	t := s.tables[c.Name]
	if t == nil {
		return nil, fmt.Errorf("sqlite: collection %q was not named to Open", c.Name)
	}
	return t, nil
}

// fail gives the error a caller can act on: the store is closed, his time is over, or something is wrong here.
func (s *Store) fail(ctx context.Context, doing string, err error) error {
	if s.closed.Load() {
		return store.ErrClosed
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("sqlite: %s: %w", doing, err)
}
