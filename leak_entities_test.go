package main

import (
	"fmt"
	"maps"
	"slices"

	"cassetto/graph/model"
)

// root is the field that an operation begins with.
func (g *generator) root() string {
	if g.favourite != nil {
		return one(g.Rand, []string{"azienda", "azienda", "_entities"})
	}
	roots := []string{"azienda", "azienda", "azienda", "aziende", "aziende", "node", "utente", "sede", "contatti", "_entities", "_entities",
		"richiesta", "richiesta", "richieste", "appuntamento", "appuntamento", "appuntamenti"}
	if g.oracle.receives() || g.chance(5) { // who may not see it has no answer at all
		roots = append(roots, "calendario", "calendario")
	}
	return one(g.Rand, roots)
}

// representations are companies and offices as another graph points at them, one of them twice now and then.
func (g *generator) representations() []any {
	var reps []any
	for range 1 + g.IntN(4) {
		a := g.company()
		switch {
		case g.chance(15):
			reps = append(reps, map[string]any{"__typename": "Sede", "codice": string(a.CodiceSede)})
		case len(reps) > 0 && g.chance(20):
			reps = append(reps, reps[0])
		default:
			reps = append(reps, map[string]any{"__typename": "Azienda", "matricola": string(a.Matricola)})
		}
	}
	return reps
}

// entities judges the entities of another graph: each in its place, there when the user may see it and null, without a word,
// when he may not and when there is none.
func (c *checker) entities(reps []any, value any, at place) {
	list, _ := value.([]any)
	if len(list) != len(reps) || c.errs[at.path] != nil {
		c.reject(at.path, "%d entities of %d, %v", len(list), len(reps), c.errs[at.path])
		return
	}
	for i, r := range reps {
		rep, path := r.(map[string]any), fmt.Sprint(at.path, ".", i)
		id := "AZ-" + fmt.Sprint(rep["matricola"])
		if rep["__typename"] == "Sede" {
			id = "SD-" + fmt.Sprint(rep["codice"])
		}
		visible := c.visibleID(id)
		c.judged[fmt.Sprint("entity ", visible)]++
		found, _ := list[i].(map[string]any)
		switch {
		case visible != (found != nil) || c.errs[path] != nil:
			c.reject(path, "%.80v, %v; visible: %t", found, c.errs[path], visible)
		case visible && found["x_tipo"] != rep["__typename"], visible && rep["matricola"] != nil && found["x_matricola"] != rep["matricola"]:
			c.reject(path, "another than asked: %v", found["x_matricola"])
		}
	}
}

// company is one that the user may know, any one, or one that does not exist.
func (g *generator) company() model.Azienda {
	switch n := g.IntN(100); {
	case g.favourite != nil:
		return *g.favourite
	case n < 60 && len(g.visible) > 0:
		return one(g.Rand, g.visible)
	case n < 85:
		return g.oracle.aziende[one(g.Rand, slices.Sorted(maps.Keys(g.oracle.aziende)))]
	}
	return model.Azienda{Matricola: unknownMatricola, CodiceFiscale: entity(99), CodiceSede: "0001", Denominazione: "zzq"}
}

// unknownMatricola is no company's.
const unknownMatricola = "9999999990"
