package sqlite

import (
	"context"
	"database/sql"
	"sync"

	_ "modernc.org/sqlite"
)

// maxStatements bounds the statements a pool keeps prepared: the shapes of the filters come from the program, not from its
// users, but nothing proves it.
const maxStatements = 400

// pool is a few connections and the statements prepared on them.
type pool struct {
	db    *sql.DB
	conns int

	mu         sync.RWMutex
	statements map[string]*sql.Stmt
}

// openPool opens nothing yet: connections are made when they are needed and kept.
func openPool(dsn string, conns int) (*pool, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return &pool{db: db, conns: conns, statements: map[string]*sql.Stmt{}}, nil
}

func (p *pool) close() error { return p.db.Close() }

func (p *pool) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	st, err := p.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	if st == nil {
		return p.db.QueryContext(ctx, text, args...)
	}
	return st.QueryContext(ctx, args...)
}

func (p *pool) exec(ctx context.Context, text string, args ...any) (affected int64, err error) {
	st, err := p.prepared(ctx, text)
	if err != nil {
		return 0, err
	}
	var result sql.Result
	if st == nil {
		result, err = p.db.ExecContext(ctx, text, args...)
	} else {
		result, err = st.ExecContext(ctx, args...)
	}
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// prepared gives nil when there is no room for one more statement.
func (p *pool) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	p.mu.RLock()
	st, full := p.statements[text], len(p.statements) >= maxStatements
	p.mu.RUnlock()
	if st != nil || full {
		return st, nil
	}
	st, err := p.db.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if first := p.statements[text]; first != nil {
		return first, st.Close()
	}
	p.statements[text] = st
	return st, nil
}

// refresh lets the idle connections go; new ones see the newest statistics.
func (p *pool) refresh() {
	p.db.SetMaxIdleConns(0)
	p.db.SetMaxIdleConns(p.conns)
}
