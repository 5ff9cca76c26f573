package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/freshness"
)

// TestAnswersKept: what is given again, and what never is.
func TestAnswersKept(t *testing.T) {
	w := watch(t, nil)
	company := func(fields string) string { return `{ azienda(matricola: "9900010011") { ` + fields + ` } }` }
	cheap, dear := company("stato"), company("denominazione")
	for _, test := range []struct {
		name, query string
		profile     string // empty: the legal representative of 9900010011
		how         reads
		kept        bool
	}{
		{name: "company", query: company("denominazione"), kept: true},
		{name: "every section", query: company("matricola sede { comune } " + sections()), kept: true},
		{name: "search", query: elenco, kept: true},
		{name: "office", query: `{ sede(codice: "4900") { comune } contatti { orari { da } } }`, kept: true},
		{name: "entities", query: `{ _entities(representations: [{__typename: "Azienda", matricola: "9900010011"}, {__typename: "Sede", codice: "4900"}]) { ... on Azienda { stato } ... on Sede { comune } } }`, kept: true},
		{name: "an empty list", query: elenco, profile: "ragioniere", kept: true},

		{name: "who I am", query: `{ utente { nome } }`},
		{name: "besides who I am", query: `{ azienda(matricola: "9900010011") { stato } utente { nome } }`},
		{name: "deleghe", query: company("deleghe { totalCount }")},
		{name: "node", query: `{ node(id: "AZ-9900010011") { id } }`},
		{name: "nothing", query: `{ __typename }`},
		{name: "schema", query: `{ __schema { queryType { name } } sede(codice: "4900") { comune } }`},
		{name: "not found", query: `{ azienda(matricola: "9999999990") { stato } }`},
		{name: "hidden", query: `{ azienda(matricola: "9900020010") { stato } }`},
		{name: "partial", query: `{ sede(codice: "4900") { comune } azienda(matricola: "9900020010") { stato } }`},
		{name: "forbidden section", query: `{ aziende { nodes { matricola sintetici { csc } } } }`, profile: "commercialista"},
		{name: "entity malformed", query: `{ _entities(representations: [{__typename: "Sede", codice: "4900"}, {__typename: "Sede"}]) { ... on Sede { comune } } }`},
		{name: "stale", query: cheap, how: reads{outcome: freshness.Stale}},
		{name: "stale, as its archive does not answer", query: cheap, how: reads{outcome: freshness.Stale, failed: true}},
		{name: "no longer fresh", query: cheap, how: reads{fresh: -time.Second}},
		{name: "with an extension of its own", query: cheap, how: reads{extends: true}},
	} {
		t.Run(test.name, func(t *testing.T) {
			w.reads.Store(&test.how)
			profile := test.profile
			if profile == "" {
				profile = "rappresentante"
			}
			var first, again answer
			once := w.resolved(func() { first = w.ask(t, profile, test.query, nil) })
			twice := w.resolved(func() { again = w.ask(t, profile, test.query, nil) })
			if kept := once > 0 && twice == 0; kept != test.kept || once != twice && !test.kept {
				t.Errorf("%d fields, then %d; %.300s", once, twice, first.Body)
			}
			if !same(t, first.Body, again.Body) && !test.how.failed {
				t.Errorf("another answer:\n%.300s\n%.300s", first.Body, again.Body)
			}
		})
	}
	t.Run("until it is no longer fresh", func(t *testing.T) {
		w.reads.Store(&reads{fresh: 300 * time.Millisecond})
		w.ask(t, "rappresentante", dear+"#", nil)
		end := time.Now().Add(30 * time.Second)
		for w.resolved(func() { w.ask(t, "rappresentante", dear+"#", nil) }) == 0 {
			if time.Now().After(end) {
				t.Fatal("it is given for ever")
			}
		}
	})
	t.Run("until its section changes", func(t *testing.T) {
		w.reads.Store(&reads{})
		query := dear + "##"
		for range 3 {
			if fields := w.resolved(func() { w.ask(t, "rappresentante", query, nil) }); fields != 1 {
				t.Errorf("%d fields after a change", fields)
			}
			if fields := w.resolved(func() { w.ask(t, "rappresentante", query, nil) }); fields != 0 {
				t.Errorf("%d fields without one", fields)
			}
			w.section.Changed()
		}
	})
}

// TestAnswersQuestions: another operation of the same text, other variables or other spellings of the same ones.
func TestAnswersQuestions(t *testing.T) {
	w := watch(t, nil)
	const text = `query A($m: Matricola!, $n: Int = 1) { azienda(matricola: $m) { complementari { emens(first: $n) { nodes { periodo } } } } } query B { contatti { orari { da } } }`
	type vars = map[string]any
	for _, test := range []struct {
		name      string
		operation string
		variables vars
		known     bool
	}{
		{"first", "A", vars{"m": aurora}, false},
		{"again", "A", vars{"m": aurora}, true},
		{"the default", "A", vars{"m": aurora, "n": 1}, true},
		{"one that is not declared", "A", vars{"m": aurora, "z": 1}, true},
		{"another number", "A", vars{"m": aurora, "n": 2}, false},
		{"null", "A", vars{"m": aurora, "n": nil}, false},
		{"another company", "A", vars{"m": "9900010029"}, false},
		{"another operation", "B", nil, false},
		{"another operation again", "B", nil, true},
		{"the first again", "A", vars{"m": aurora}, true},
	} {
		var a answer
		fields := w.resolved(func() {
			a = w.send(t, "consulente", map[string]any{"query": text, "operationName": test.operation, "variables": test.variables})
		})
		if known := fields == 0; known != test.known || len(a.Errors) > 0 {
			t.Errorf("%s: %d fields; %.200s", test.name, fields, a.Body)
		}
	}
}

// TestAnswersRefused: an answer that is kept is not given to who may not ask for it: without a token, without titles, over a
// limit, or with variables that are none.
func TestAnswersRefused(t *testing.T) {
	w := watch(t, map[string]string{"CASSETTO_LIMITI": policy(t, `{"profili":{"OPERATORE":{"costo":{"massimo":2}},"ANALISTA":{"frequenza":{"alMinuto":60,"riserva":60}}}}`)})
	const query = `query ($c: CodiceSede!) { sede(codice: $c) { comune } }`
	vars := map[string]any{"c": "4900"}
	for _, profile := range []string{"consulente", "analista"} {
		w.ask(t, profile, query, vars) // kept for who gets it
	}
	for _, test := range []struct {
		name, profile string
		variables     map[string]any
		code          string
	}{
		{"no token", "", vars, "UNAUTHENTICATED"},
		{"over a limit", "operatore", vars, "OPERATION_TOO_COMPLEX"},
		{"no variables", "consulente", nil, "BAD_USER_INPUT"},
		{"wrong variables", "consulente", map[string]any{"c": 4900}, "BAD_USER_INPUT"},
	} {
		if a := w.ask(t, test.profile, query, test.variables); a.code() != test.code || a.Data["sede"] != nil {
			t.Errorf("%s: %s", test.name, a.Body)
		}
	}
	for range 40 { // they cost as much as those that are read
		if a := w.ask(t, "analista", query, vars); a.code() == "RATE_LIMITED" {
			return
		}
	}
	t.Error("answers that are given again cost nothing")
}

// TestAnswersOfNobody: a person without a profile is told so, whatever others were answered.
func TestAnswersOfNobody(t *testing.T) {
	w := watch(t, nil)
	w.ask(t, "consulente", `{ sede(codice: "4900") { comune } }`, nil)
	token, err := w.app.demo.issuer.Token(string(person(7)), "", model.ProfiloUtenteAvvocato, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if a := w.askAs(t, token, `{ sede(codice: "4900") { comune } }`, nil); a.code() != "FORBIDDEN" {
			t.Errorf("%s", a.Body)
		}
	}
}

// TestCacheTold: what a client that asks is told of how its answer was read, and what every client is told of stale values.
func TestCacheTold(t *testing.T) {
	w := watch(t, nil)
	asked := func(query string) (map[string]any, http.Header, answer) {
		t.Helper()
		a := w.send(t, "consulente", map[string]any{"query": query, "extensions": map[string]any{"cache": true, "costo": true}})
		var body struct{ Extensions map[string]any }
		if err := json.Unmarshal(a.Body, &body); err != nil {
			t.Fatal(err)
		}
		return body.Extensions, a.Header, a
	}
	const mine = `{"archivio":"prova","hit":0,"miss":1,"sezione":"radici","stale":0}`
	ext, header, a := asked(elenco)
	if cache := mustJSON(t, ext["cache"]); !strings.Contains(cache, mine) || !strings.Contains(cache, `"risposta":"miss"`) || ext["costo"] == nil {
		t.Errorf("new: %s", a.Body)
	}
	if header.Get("Cache-Control") != "private, no-cache" || header.Get("Etag") != "" {
		t.Errorf("new: %v", header)
	}
	if ext, _, a := asked(elenco); mustJSON(t, ext["cache"]) != `{"risposta":"hit","sezioni":[]}` || ext["costo"] == nil || a.Data["aziende"] == nil {
		t.Errorf("given again: %s", a.Body)
	}
	if a := w.ask(t, "consulente", elenco, nil); strings.Contains(string(a.Body), "extensions") {
		t.Errorf("nobody asked: %s", a.Body)
	}
	if ext, _, a := asked(`{ nulla }`); ext["cache"] != nil {
		t.Errorf("refused: %s", a.Body)
	}
	w.reads.Store(&reads{outcome: freshness.Stale, failed: true})
	a = w.ask(t, "consulente", `{ x: sede(codice: "4900") { comune } y: sede(codice: "4900") { comune } }`, nil)
	if !strings.HasSuffix(string(a.Body), `,"extensions":{"stale":[{"archivio":"prova","sezione":"radici","valori":2}]}}`) || a.Header.Get("Cache-Control") != "private, no-cache" || a.Header.Get("Etag") != "" {
		t.Errorf("stale: %v %s", a.Header, a.Body)
	}
	w.reads.Store(&reads{outcome: freshness.Stale})
	if a := w.ask(t, "consulente", `{ z: sede(codice: "4900") { comune } }`, nil); strings.Contains(string(a.Body), "extensions") {
		t.Errorf("stale while it is read again: %s", a.Body)
	}
}

// TestAnswersHTTP: what a browser's cache sees of it, over time: an answer with an end, the same one later with less of it, not
// modified, and another one.
func TestAnswersHTTP(t *testing.T) {
	w := watch(t, nil)
	get := func(profile, query string, header ...string) *http.Response {
		t.Helper()
		token, err := w.app.demo.token(profile)
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.URL+"/graphql?"+url.Values{"query": {query}}.Encode(), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		return response
	}
	seconds := func(r *http.Response) (n int) {
		t.Helper()
		if _, err := fmt.Sscanf(r.Header.Get("Cache-Control"), "private, max-age=%d", &n); err != nil {
			t.Fatalf("%v in %v", err, r.Header)
		}
		return n
	}
	w.reads.Store(&reads{fresh: time.Hour})
	first := get("consulente", elenco)
	if n := seconds(first); n > 60 || n < 30 {
		t.Errorf("%d seconds, the schema allows 60 for a search", n)
	}
	again := get("consulente", elenco, "Cassetto-Cache", "dettaglio")
	if again.Header.Get("Cassetto-Cache") != "risposta=hit" || again.Header.Get("Etag") != first.Header.Get("Etag") || seconds(again) > seconds(first) {
		t.Errorf("again: %v", again.Header)
	}
	for _, c := range []string{"gzip", "zstd", "identity"} {
		if r := get("consulente", elenco, "If-None-Match", first.Header.Get("Etag"), "Accept-Encoding", c); r.StatusCode != http.StatusNotModified || seconds(r) > seconds(first) {
			t.Errorf("%s: %s %v", c, r.Status, r.Header)
		}
	}
	if r := get("associazione", elenco, "If-None-Match", first.Header.Get("Etag")); r.StatusCode != http.StatusOK || r.Header.Get("Etag") == first.Header.Get("Etag") {
		t.Errorf("another user: %s", r.Status)
	}
	w.section.Changed()
	if r := get("consulente", elenco, "If-None-Match", first.Header.Get("Etag"), "Cassetto-Cache", "dettaglio"); r.StatusCode != http.StatusNotModified || !strings.HasPrefix(r.Header.Get("Cassetto-Cache"), "risposta=miss, ") {
		t.Errorf("read anew, and the same: %s %v", r.Status, r.Header)
	}

	const mine = `{ utente { deleghe { totalCount } } }`
	before := get("ragioniere", mine)
	if before.Header.Get("Cache-Control") != "private, no-cache" {
		t.Errorf("%v", before.Header)
	}
	tag := before.Header.Get("Etag")
	if r := get("ragioniere", mine, "If-None-Match", tag); r.StatusCode != http.StatusNotModified {
		t.Errorf("not changed: %s", r.Status)
	}
	testa := w.ask(t, "ragioniere", `{ utente { codiceFiscale } }`, nil).Data["utente"].(map[string]any)["codiceFiscale"]
	in := map[string]any{"tipo": "INDIRETTA_INTERMEDIARIO", "matricola": "9900010029", "delegato": testa, "qualifica": "RAGIONIERE", "servizi": []string{"CASSETTO"}}
	given := w.ask(t, "rappresentante", conferisci, map[string]any{"in": in})
	if _, codes := conferita(t, given); len(codes) > 0 || given.Header.Get("Cache-Control") != "no-store" {
		t.Fatal(codes, given.Header)
	}
	if r := get("ragioniere", mine, "If-None-Match", tag); r.StatusCode != http.StatusOK || r.Header.Get("Etag") == tag {
		t.Errorf("changed: %s %v", r.Status, r.Header)
	}
}
