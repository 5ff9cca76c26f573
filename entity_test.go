package main

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/demo"
	"cassetto/internal/store"
)

const (
	aurora    = "9900010011" // the consultant holds a delega on it
	panificio = "9900020010" // and none on this one
)

// entities asks for what another graph points at; selection is of the companies.
func (s *server) entities(t *testing.T, profile, selection string, reps ...any) answer {
	t.Helper()
	return s.ask(t, profile, entitiesOf(selection), map[string]any{"r": reps})
}

func entitiesOf(selection string) string {
	return `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Azienda { ` + selection + ` } ... on Sede { comune } } }`
}

// TestEntityRoundTrips: the sections of 50 companies that another graph points at cost as many reads as those of 10: one of
// each collection a level.
func TestEntityRoundTrips(t *testing.T) {
	c := &counter{calls: map[string]int{}}
	s := wrapped(t, map[string]string{"CASSETTO_DEMO_AZIENDE": "80", "CASSETTO_TIMEOUT": "30s"}, func(_ string, s store.Store) store.Store { return countingStore{s, c} })
	var reps []any
	for _, n := range s.ask(t, "associazione", `{ aziende(first: 50) { nodes { matricola } } }`, nil).Data["aziende"].(map[string]any)["nodes"].([]any) {
		reps = append(reps, rep("Azienda", n.(map[string]any)["matricola"]))
	}
	ask := func(n int) map[string]int {
		c.take()
		all := append(slices.Clone(reps[:n]), rep("Sede", "4900"), rep("Sede", "0100"), rep("Azienda", "9999999990"), reps[0])
		a := s.entities(t, "associazione", "matricola sede { comune } "+sections(), all...)
		if got := strings.Count(string(a.Body), `{"matricola":"`); len(a.Errors) > 0 || got != n+1 {
			t.Fatalf("%d companies of %d, %+v", got, n+1, a.Errors)
		}
		return c.take()
	}
	ask(1) // reads when the archives were loaded
	few, many := ask(10), ask(50)
	if !maps.Equal(few, many) {
		t.Errorf("10 companies: %v\n50 companies: %v", few, many)
	}
	want := map[string]int{
		"read aziende": 5, // the companies, sintetici, same codice fiscale, and who the related and the head companies are
		"read sedi":    2, // the entities, and where the companies are
	}
	for call, n := range many {
		if n > max(want[call], 1) {
			t.Errorf("%s: %d times", call, n)
		}
	}
}

// TestEntityGuard: without a token nothing is answered, without an enabled profile no entity, whatever is asked.
func TestEntityGuard(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_LIMITI": policy(t, manyKeys)})
	stranger, err := s.app.demo.issuer.Token(string(demo.Profili()[0].CodiceFiscale), "", model.ProfiloUtenteOperatore, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	for name, reps := range map[string][]any{
		"company": {rep("Azienda", aurora)}, "office": {rep("Sede", "4900")}, "none": {},
		"malformed": {rep("Azienda", "12")}, "too many": slices.Repeat([]any{rep("Sede", "4900")}, 201),
	} {
		t.Run(name, func(t *testing.T) {
			vars := map[string]any{"r": reps}
			if a := s.askAs(t, "", entitiesOf("matricola"), vars); a.Status != http.StatusUnauthorized || a.Data != nil {
				t.Errorf("without a token: %d %s", a.Status, a.Body)
			}
			if a := s.askAs(t, stranger, entitiesOf("matricola"), vars); a.Data != nil || len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "FORBIDDEN" {
				t.Errorf("without a profile: %s", a.Body)
			}
		})
	}
	if a := s.askAs(t, "", `{ _service { sdl } }`, nil); a.Status != http.StatusUnauthorized || a.Data != nil {
		t.Errorf("the schema without a token: %d %s", a.Status, a.Body)
	}
}

// TestEntityHidden: what the caller may not know is, byte for byte, like what does not exist, by whatever way it is asked.
func TestEntityHidden(t *testing.T) {
	s := boot(t, nil)
	const selection = `matricola codiceFiscale denominazione sede { comune } dettaglio { dipendenze { totalCount } } complementari { emens { totalCount } }`
	asked := func(m string) string {
		inline := strings.ReplaceAll(`{ a: _entities(representations: {__typename: "Azienda", matricola: "M"}) { __typename }
			...Altre } fragment Altre on Query { _entities(representations: [{__typename: "Azienda", matricola: "M"}]) { ... on Azienda { matricola } } }`, "M", m)
		return string(s.entities(t, "consulente", selection, rep("Azienda", aurora), rep("Azienda", m), rep("Azienda", m)).Body) +
			string(s.entities(t, "consulente", selection, rep("Azienda", m)).Body) + string(s.ask(t, "consulente", inline, nil).Body)
	}
	hidden, none := asked(panificio), asked(unknownMatricola)
	if hidden != none {
		t.Errorf("hidden  %s\nunknown %s", hidden, none)
	}
	if strings.Contains(hidden, "errors") || strings.Count(hidden, aurora) != 1 || strings.Count(hidden, "null") < 5 {
		t.Errorf("%s", hidden)
	}
}

// TestEntityMany: two hundred representations are answered, each in its place.
func TestEntityMany(t *testing.T) {
	a := boot(t, nil).entities(t, "consulente", "matricola", slices.Repeat([]any{rep("Azienda", aurora), rep("Azienda", panificio)}, 100)...)
	list := a.Data["_entities"].([]any)
	for i, e := range list {
		if (e != nil) != (i%2 == 0) {
			t.Fatalf("%d: %v", i, e)
		}
	}
	if len(list) != 200 || len(a.Errors) > 0 {
		t.Errorf("%d entities, %+v", len(list), a.Errors)
	}
}

// TestEntityArchiveDown: without the archive of the companies the offices are answered all the same.
func TestEntityArchiveDown(t *testing.T) {
	var fault atomic.Pointer[func(context.Context) error]
	s := wrapped(t, nil, func(archive string, s store.Store) store.Store {
		if archive == "anagrafica" {
			return faultyStore{s, &fault}
		}
		return s
	})
	fault.Store(new(func(context.Context) error { return errors.New("disk on fire at /secret/path") }))
	a := s.entities(t, "consulente", "matricola", rep("Azienda", aurora), rep("Sede", "4900"), rep("Azienda", panificio))
	if len(a.Errors) != 1 || a.Errors[0].Extensions["archivio"] != "anagrafica" || strings.Contains(string(a.Body), "secret") {
		t.Errorf("%s", a.Body)
	}
	if list := a.Data["_entities"].([]any); list[0] != nil || list[1] == nil || list[2] != nil {
		t.Errorf("%v", list)
	}
}
