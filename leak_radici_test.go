package main

import (
	"fmt"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph/model"
)

// root judges a root field: what the user may see is there, what he may not see is like what does not exist.
func (c *checker) root(f *ast.Field, value any, at place) {
	args := f.ArgumentMap(c.vars)
	switch f.Name {
	case "azienda":
		c.found(value, at, c.visibleID(fmt.Sprint("AZ-", args["matricola"])))
	case "node":
		id := fmt.Sprint(args["id"])
		if d, exists := c.deleghe[id]; id != "ZZ-1" && (!exists || c.mine(d) || !c.party(d)) { // of a position: see Azienda.deleghe
			c.found(value, at, c.visibleID(id))
		}
	case "sede":
		c.found(value, at, c.visibleID(fmt.Sprint("SD-", args["codice"])))
	case "aziende":
		c.list(f, args, value, at)
	case "richiesta":
		r, exists := c.richieste[fmt.Sprint(args["id"])]
		c.found(value, at, exists && c.reads(r))
	case "richieste":
		c.requests(f, value, at)
	case "appuntamento":
		a, exists := c.appuntamenti[fmt.Sprint(args["id"])]
		c.found(value, at, exists && c.meets(a))
	case "appuntamenti":
		c.appointments(f, value, at)
	case "calendario":
		c.calendar(args, value, at)
	case "_entities":
		c.entities(args["representations"].([]any), value, at)
	}
}

func (c *checker) found(value any, at place, visible bool) {
	c.judged[fmt.Sprint("found ", visible)]++
	if visible != (value != nil) || visible == (c.errs[at.path] == "NOT_FOUND") {
		c.reject(at.path, "%.80v, %v; visible: %t", value, c.errs[at.path], visible)
	}
}

// visibleID says whether an identifier is of something that the user may see.
func (c *checker) visibleID(id string) bool {
	if r, exists := c.richieste[id]; exists || strings.HasPrefix(id, "R-") {
		return exists && c.reads(r)
	}
	if a, exists := c.appuntamenti[id]; exists || strings.HasPrefix(id, "A-") {
		return exists && c.meets(a)
	}
	code := id[3:]
	switch id[:3] {
	case "AZ-":
		a, exists := c.aziende[model.Matricola(code)]
		return exists && c.knows(a)
	case "SD-":
		return len(c.rows["sedi"][code]) > 0
	}
	d, exists := c.deleghe[id]
	return exists && c.party(d)
}

// list judges how many companies a list counts.
func (c *checker) list(f *ast.Field, args map[string]any, value any, at place) {
	page, ok := value.(map[string]any)
	if !ok {
		return
	}
	fields, all := map[string]*ast.Field{}, len(c.visible())
	c.selected(c.schema.Types["AziendaConnection"], f.SelectionSet, fields)
	for name, f := range fields {
		if f.Name == "totalCount" {
			c.judged["count"]++
			if n := int(page[name].(float64)); n > all || n < all && args["filtro"] == nil {
				c.reject(at.path, "%d companies, the oracle counts %d", n, all)
			}
		}
	}
}
