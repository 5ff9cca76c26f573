package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"cassetto/internal/store"
)

// table is a collection as SQL names it. A row has the document's id, version, JSON and normalised text in _id, _v, _doc
// and _testo; every declared field is a virtual column of its own name, so that it can be indexed and nothing is stored
// twice.
type table struct {
	*store.Collection
	name    string            // quoted
	columns map[string]string // field → quoted column
}

func newTables(collections []*store.Collection) (map[string]*table, error) {
	tables := make(map[string]*table, len(collections))
	for _, c := range collections {
		if err := c.Check(); err != nil {
			return nil, err
		}
		for name := range tables {
			if strings.EqualFold(name, c.Name) {
				return nil, fmt.Errorf("sqlite: collection %q is declared twice", c.Name)
			}
		}
		tables[c.Name] = newTable(c)
	}
	return tables, nil
}

func newTable(c *store.Collection) *table {
	t := &table{Collection: c, name: quote(c.Name), columns: map[string]string{}}
	for _, o := range c.Order {
		t.columns[o.Field] = t.declaredColumn(o.Field)
	}
	for _, field := range slices.Concat(c.Index...) {
		t.columns[field] = t.declaredColumn(field)
	}
	return t
}

func (t *table) declaredColumn(field string) string {
	switch {
	case field == store.Text:
		return "_testo"
	case t.KeyedBy(field):
		return "_id"
	}
	return quote(field)
}

// column is the SQL of a field: a column when it was declared, an extraction from the document otherwise.
func (t *table) column(field string) (string, error) {
	if column, declared := t.columns[field]; declared {
		return column, nil
	}
	if err := t.CheckField(field); err != nil {
		return "", err
	}
	if column := t.declaredColumn(field); column[0] == '_' {
		return column, nil
	}
	return extract(field), nil
}

// extract reads a field out of the document. Field names are checked before they come here.
func extract(field string) string {
	return `json_extract(_doc,'$."` + strings.ReplaceAll(field, ".", `"."`) + `"')`
}

func quote(name string) string { return `"` + name + `"` }
