package model

import "context"

// Trovati is a page of what a search found.
type Trovati[T any] struct {
	Nodes       []T
	Cursori     []string // one a node
	Prima, Dopo bool     // whether other pages precede and follow
	Conta       func(context.Context) (int, error)
}

// Edges are what the page has, with its cursors.
func (c *Trovati[T]) Edges() []Edge[T] {
	edges := make([]Edge[T], len(c.Nodes))
	for i, n := range c.Nodes {
		edges[i] = Edge[T]{c.Cursori[i], n}
	}
	return edges
}

// PageInfo says how to go on.
func (c *Trovati[T]) PageInfo() *PageInfo {
	p := &PageInfo{HasNextPage: c.Dopo, HasPreviousPage: c.Prima}
	if n := len(c.Cursori); n > 0 {
		p.StartCursor, p.EndCursor = &c.Cursori[0], &c.Cursori[n-1]
	}
	return p
}

// TotalCount counts what all the pages have; it asks the archive, so that who does not want it does not pay.
func (c *Trovati[T]) TotalCount(ctx context.Context) (int32, error) {
	n, err := c.Conta(ctx)
	return int32(n), err
}
