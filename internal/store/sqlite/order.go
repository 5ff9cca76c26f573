package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"cassetto/internal/store"
)

// order is how a query sorts: by its fields, then by the id in the direction of the last of them.
type order struct {
	terms   []term
	columns string // ",column AS o0,…" for a select list
	by      string // "o0 DESC,…,_id DESC" over that list
}

type term struct {
	column string
	desc   bool
}

func (t *table) order(fields []store.Order) (order, error) {
	var o order
	for i, field := range fields {
		column, err := t.column(field.Field)
		if err != nil {
			return order{}, err
		}
		o.terms = append(o.terms, term{column, field.Desc})
		o.columns += fmt.Sprintf(",%s AS o%d", column, i)
		o.by += fmt.Sprintf("o%d%s,", i, direction(field.Desc))
	}
	id := term{"_id", len(fields) > 0 && fields[len(fields)-1].Desc}
	o.terms = append(o.terms, id)
	o.by += "_id" + direction(id.desc)
	return o, nil
}

// after adds the condition that a row follows the one with these values. Where all directions agree it is one comparison
// of rows, which an index answers; otherwise it is spelled out term by term, behind a bound that an index can use.
func (o order) after(w *where, values []any) {
	first := o.terms[0]
	if !slices.ContainsFunc(o.terms, func(t term) bool { return t.desc != first.desc }) {
		w.add("("+o.list()+")"+first.beyond()+"("+strings.Repeat("?,", len(values)-1)+"?)", values...)
		return
	}
	w.add(first.column+first.beyond()+"=? AND (", values[0])
	for i, t := range o.terms {
		for j, equal := range o.terms[:i] {
			w.add(equal.column+"=? AND ", values[j])
		}
		w.add(t.column+t.beyond()+"?", values[i])
		if i < len(o.terms)-1 {
			w.add(" OR ")
		}
	}
	w.add(")")
}

func (o order) list() string {
	columns := make([]string, len(o.terms))
	for i, t := range o.terms {
		columns[i] = t.column
	}
	return strings.Join(columns, ",")
}

func (t term) beyond() string {
	if t.desc {
		return "<"
	}
	return ">"
}

func direction(desc bool) string {
	if desc {
		return " DESC"
	}
	return ""
}
