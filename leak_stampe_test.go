package main

import (
	"testing"

	"cassetto/graph/model"
)

const (
	printing = `mutation ($m: Matricola!) { stampaFascicolo(input: {matricola: $m, sezioni: [SINTETICI]}) { stampa { id } errori { campo codice messaggio } } }`
	printed  = `query ($id: ID!) { stampa(id: $id) { id stato } node(id: $id) { id } }`
)

// prints: who may see a company prints it, and reads his print; for everybody else there is none, and of a company that he may not
// see there is nothing to print.
func (l *leak) prints(t *testing.T) {
	refused, foreign := 0, 0
	for n, u := range l.world.utenti {
		o := l.oracle(u)
		for _, a := range o.aziende {
			if !o.knows(a) {
				l.same(t, u, printing, map[string]any{"m": a.Matricola}, map[string]any{"m": unknownMatricola})
				refused++
				break
			}
		}
		visible := o.visible()
		if n%3 != 0 || len(visible) == 0 {
			continue
		}
		answer := l.as(t, u, printing, map[string]any{"m": visible[n%len(visible)].Matricola})
		s, _ := answer.Data["stampaFascicolo"].(map[string]any)["stampa"].(map[string]any)
		if s == nil {
			t.Errorf("LEAK_SEED=%d %s cannot print: %s", l.seed, mustJSON(t, u), answer.Body)
			continue
		}
		his, nobodys := map[string]any{"id": s["id"]}, map[string]any{"id": "S-NONE"}
		if own := l.as(t, u, printed, his); len(own.Errors) > 0 || own.Data["stampa"] == nil || own.Data["node"] == nil {
			t.Errorf("LEAK_SEED=%d %s cannot read his print: %s", l.seed, mustJSON(t, u), own.Body)
		}
		for k := 1; k < 60; k += 7 {
			other := l.world.utenti[(n+k)%len(l.world.utenti)]
			if samePerson(u, other) {
				continue
			}
			foreign++
			if got, none := l.as(t, other, printed, his), l.as(t, other, printed, nobodys); string(got.Body) != string(none.Body) || len(got.Errors) == 0 {
				t.Errorf("LEAK_SEED=%d %s sees a print of %s: %s, of none: %s", l.seed, mustJSON(t, other), mustJSON(t, u), got.Body, none.Body)
			}
		}
	}
	if refused < 20 || foreign < 50 {
		t.Errorf("%d companies could not be printed, %d prints were of others", refused, foreign)
	}
}

// samePerson says whether two profiles are one person's who acts the same way.
func samePerson(a, b model.Utente) bool {
	return a.CodiceFiscale == b.CodiceFiscale && a.Profilo == b.Profilo && (a.Sede == nil) == (b.Sede == nil) && (a.Sede == nil || *a.Sede == *b.Sede)
}
