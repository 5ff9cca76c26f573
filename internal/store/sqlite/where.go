package sqlite

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"cassetto/internal/store"
)

// where is a condition being written; values only ever travel as arguments.
type where struct {
	table *table
	sql   strings.Builder
	args  []any
}

func (w *where) add(sql string, values ...any) {
	w.sql.WriteString(sql)
	w.args = append(w.args, values...)
}

func (w *where) filter(f store.Filter) error {
	switch f := f.(type) {
	case nil, store.All:
		w.add("1")
		return nil
	case store.In:
		return w.in(f)
	case store.Contains:
		return w.contains(f)
	case store.Range:
		return w.between(f)
	case store.And:
		return w.join(f, " AND ", "1")
	case store.Or:
		return w.join(f, " OR ", "0")
	}
	return fmt.Errorf("sqlite: unknown filter %T", f)
}

func (w *where) in(f store.In) error {
	column, err := w.table.column(f.Field)
	if err != nil {
		return err
	}
	switch len(f.Values) {
	case 0:
		w.add("0")
	case 1:
		w.add(column+"=?", f.Values[0]) // an index on (field, order) then gives the order too
	default:
		w.add(column+" IN (SELECT value FROM json_each(?))", list(f.Values))
	}
	return nil
}

func (w *where) contains(f store.Contains) error {
	column, err := w.table.column(store.Text)
	if err != nil {
		return err
	}
	w.add("instr("+column+",?)>0", store.Normalise(f.Value))
	return nil
}

func (w *where) between(f store.Range) error {
	column, err := w.table.column(f.Field)
	if err != nil {
		return err
	}
	switch {
	case f.From == "" && f.To == "":
		w.add("1")
	case f.To == "":
		w.add(column+">=?", f.From)
	default: // an empty From keeps integers out, which SQLite sorts below every string
		w.add("("+column+">=? AND "+column+"<?)", f.From, f.To)
	}
	return nil
}

// join halves long lists, because SQLite refuses an expression more than 1,000 deep.
func (w *where) join(filters []store.Filter, operator, empty string) error {
	switch len(filters) {
	case 0:
		w.add(empty)
		return nil
	case 1:
		return w.filter(filters[0])
	}
	half := len(filters) / 2
	w.add("(")
	if err := w.join(filters[:half], operator, empty); err != nil {
		return err
	}
	w.add(operator)
	if err := w.join(filters[half:], operator, empty); err != nil {
		return err
	}
	w.add(")")
	return nil
}

// list makes any number of values one argument, for json_each, so that one statement serves every batch. What is not
// UTF-8 is left out: no document holds it.
func list(values []string) string {
	if !slices.ContainsFunc(values, notUTF8) {
		return marshal(values)
	}
	return marshal(slices.DeleteFunc(slices.Clone(values), notUTF8))
}

func notUTF8(s string) bool { return !utf8.ValidString(s) }

func marshal(values []string) string {
	text, _ := json.Marshal(values) // a list of strings always marshals
	return string(text)
}
