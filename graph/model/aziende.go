package model

import "context"

// AziendaConnection is a page of companies found by a search.
type AziendaConnection struct {
	Nodes       []Azienda
	Cursori     []string // one a node
	Prima, Dopo bool     // whether other pages precede and follow
	Conta       func(context.Context) (int, error)
}

// AziendaEdge is a company with its cursor.
type AziendaEdge = Edge[Azienda]

// Edges are the companies of the page with their cursors.
func (c *AziendaConnection) Edges() []AziendaEdge {
	edges := make([]AziendaEdge, len(c.Nodes))
	for i, n := range c.Nodes {
		edges[i] = AziendaEdge{c.Cursori[i], n}
	}
	return edges
}

// PageInfo says how to go on.
func (c *AziendaConnection) PageInfo() *PageInfo {
	p := &PageInfo{HasNextPage: c.Dopo, HasPreviousPage: c.Prima}
	if n := len(c.Cursori); n > 0 {
		p.StartCursor, p.EndCursor = &c.Cursori[0], &c.Cursori[n-1]
	}
	return p
}

// TotalCount counts the companies of all the pages; it asks the archive, so that who does not want it does not pay.
func (c *AziendaConnection) TotalCount(ctx context.Context) (int32, error) {
	n, err := c.Conta(ctx)
	return int32(n), err
}
