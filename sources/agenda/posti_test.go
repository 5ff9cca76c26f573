package agenda

import (
	"fmt"
	"slices"
	"testing"

	"cassetto/graph/model"
)

// oo reads places such as "A1>10" and "A1>10/x": whose they are, until what hour, and by which call.
func oo(t *testing.T, scritti ...string) (letti []model.Occupazione) {
	t.Helper()
	for _, s := range scritti {
		var n int
		var tentativo string
		if k, _ := fmt.Sscanf(s[2:], ">%d/%s", &n, &tentativo); k == 0 {
			t.Fatal(s)
		}
		letti = append(letti, model.Occupazione{Appuntamento: s[:2], Fino: alleOre(n), Tentativo: tentativo})
	}
	return letti
}

func alleOre(n int) model.DataOra { return model.DataOra(fmt.Sprintf("2026-11-30T%02d:00:00Z", n)) }

func TestPosti(t *testing.T) {
	presi := oo(t, "A1>10", "A2>12/x", "A2>12/y")
	for _, caso := range []struct {
		nome string
		fa   func([]model.Occupazione) ([]model.Occupazione, bool)
		dopo []model.Occupazione
		si   bool
	}{
		{"the last place", tienine(t, 3, "A3>11/z", 9), oo(t, "A1>10", "A2>12/x", "A2>12/y", "A3>11/z"), true},
		{"no place", tienine(t, 2, "A3>11/z", 9), presi, false},
		{"a place whose time is over", tienine(t, 2, "A3>11/z", 10), oo(t, "A2>12/x", "A2>12/y", "A3>11/z"), true},
		{"a place that it has", tienine(t, 2, "A1>11/z", 9), oo(t, "A1>10", "A2>12/x", "A2>12/y", "A1>11/z"), true},
		{"a place that it had", tienine(t, 1, "A1>11/z", 11), presi, false},
		{"make it last", fissane(t, "A1>13"), oo(t, "A2>12/x", "A2>12/y", "A1>13"), true},
		{"make several last as one", fissane(t, "A2>13"), oo(t, "A1>10", "A2>13"), true},
		{"make none last", fissane(t, "A3>13"), presi, false},
		{"give all back", liberane(di("A2")), oo(t, "A1>10"), true},
		{"give those of a call back", liberane(del("x")), oo(t, "A1>10", "A2>12/y"), true},
		{"give none back", liberane(del("z")), presi, false},
	} {
		prima := slices.Clone(presi)
		if dopo, si := caso.fa(prima); si != caso.si || !slices.Equal(dopo, caso.dopo) {
			t.Errorf("%s: %v, %v", caso.nome, dopo, si)
		}
		if !slices.Equal(prima, presi) {
			t.Errorf("%s: changes what it was given", caso.nome)
		}
	}
	for ora, liberi := range map[int]int32{9: 1, 10: 2, 11: 2, 12: 3} {
		if n := postiLiberi(&model.Fascia{Posti: 3, Occupazioni: presi}, istante(alleOre(ora))); n != liberi {
			t.Errorf("at %d: %d free places, want %d", ora, n, liberi)
		}
	}
	if n := postiLiberi(&model.Fascia{Posti: 1, Occupazioni: presi}, istante(alleOre(9))); n != 0 {
		t.Errorf("%d free places of too few", n)
	}
}

type cambia = func([]model.Occupazione) ([]model.Occupazione, bool)

func tienine(t *testing.T, posti int, o string, ora int) cambia {
	return func(presi []model.Occupazione) ([]model.Occupazione, bool) {
		return tieni(presi, posti, oo(t, o)[0], alleOre(ora))
	}
}

func fissane(t *testing.T, o string) cambia {
	return func(presi []model.Occupazione) ([]model.Occupazione, bool) { return fissa(presi, oo(t, o)[0]) }
}

func liberane(q quali) cambia {
	return func(presi []model.Occupazione) ([]model.Occupazione, bool) { return libera(presi, q) }
}
