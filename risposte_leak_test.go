package main

import (
	"math/rand/v2"
	"regexp"
	"testing"

	"cassetto/graph"
	"cassetto/graph/model"
)

// TestLeakAnswers asks random questions as several random persons in turn, while answers are kept for those who may see the same,
// and compares every answer with the oracle of who gets it.
func TestLeakAnswers(t *testing.T) {
	w := watch(t, map[string]string{"CASSETTO_DEMO_AZIENDE": "40", "CASSETTO_TIMEOUT": "30s", "CASSETTO_LIMITI": policy(t, `{"predefiniti":{"alias":{"modo":"spento"},"costo":{"modo":"spento"},"frequenza":{"modo":"spento"}}}`)})
	const seed = 20261123
	l := &leak{server: w.server, world: populate(t, w.server, rand.New(rand.NewPCG(seed, 1))), schema: graph.NewExecutableSchema(graph.Config{}).Schema(), seed: seed, judged: map[string]int{}}
	never := regexp.MustCompile(`\b(utente|node|deleghe|richiest[ae])\b`) // what has one of these is not kept
	again, others := 0, 0
	for n := uint64(0); n < 5_000 && (again < 80 || others < 8); n++ {
		r := rand.New(rand.NewPCG(seed, 1000+n))
		first := one(r, l.world.utenti)
		query, vars := l.generator(1000+n, first).operation()
		if never.MatchString(query) {
			continue
		}
		for i, u := range []model.Utente{first, first, one(r, l.world.utenti), one(r, l.world.utenti), one(r, l.world.utenti), one(r, l.world.utenti)} {
			c := &checker{oracle: l.oracle(u), schema: l.schema, vars: vars, judged: l.judged}
			known := w.resolved(func() { c.check(query, l.as(t, u, query, vars)) }) == 0 && len(c.errs) == 0
			if len(c.wrong) > 0 {
				t.Fatalf("operation %d, person %d: %s\n%s\n%s\n%v", n, i, mustJSON(t, u), query, mustJSON(t, vars), c.wrong)
			}
			if known {
				again++
			}
			if known && u.CodiceFiscale != first.CodiceFiscale {
				others++
			}
			if i < 2 && known != (i == 1) { // it is not kept for the first one
				break
			}
		}
	}
	t.Logf("%d answers were given again, %d of them to another person; judged: %v", again, others, l.judged)
	if again < 80 || others < 8 {
		t.Errorf("too few to prove anything: %d answers were given again, %d of them to another person", again, others)
	}
}
