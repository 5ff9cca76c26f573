package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"cassetto/internal/redistest"
)

// TestAudit: the reference audit of GraphQL over HTTP passes whole, without a warning or a notice.
func TestAudit(t *testing.T) {
	s := boot(t, nil)
	token, err := s.app.demo.token("analista")
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), "node", "http.mjs", s.URL+"/graphql", token)
	c.Dir = "testdata/client"
	out, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// policy writes a file of limits.
func policy(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "limiti.json")
	writeFile(t, file, []byte(text))
	return file
}

// manyKeys lets an operation name as many keys as it wants, so that the bounds behind that limit are seen.
const manyKeys = `{"predefiniti":{"chiavi":{"modo":"spento"}}}`

// bomb is a document of n fragments, each of which spreads the next one twice.
func bomb(n int) string {
	var b strings.Builder
	b.WriteString("query { utente { ...F0 } }")
	for i := range n {
		fmt.Fprintf(&b, " fragment F%d on Utente { ...F%d ...F%d }", i, i+1, i+1)
	}
	fmt.Fprintf(&b, " fragment F%d on Utente { nome }", n)
	return b.String()
}

// TestLimits: every limit refuses what is one above it, says which it is, and lets pass what is not.
func TestLimits(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_LIMITI": policy(t, `{"predefiniti":{
		"documento":{"massimo":2000},"variabili":{"massimo":200},"token":{"massimo":200},"annidamento":{"massimo":8},"direttive":{"massimo":3},
		"profondita":{"massimo":5},"alias":{"massimo":3},"radici":{"massimo":4},"campi":{"massimo":12},"chiavi":{"massimo":2},"costo":{"massimo":300},
		"frammenti":{"massimo":3},"operazioni":{"massimo":2},"pagina":{"massimo":150}}}`)})
	fields := func(n int) string { return strings.Repeat("nome ", n) }
	tests := []struct {
		name, query string
		vars        map[string]any
		refused     string // what the message says; empty: it passes
	}{
		{"documento", "{ utente { nome } } #" + strings.Repeat("x", 1978), nil, ""},
		{"documento + 1", "{ utente { nome } } #" + strings.Repeat("x", 2000), nil, "testo di 2021 byte"},
		{"variabili", "query($a: ID = \"AZ-9900010011\") { node(id: $a) { id } }", map[string]any{"b": strings.Repeat("x", 150)}, ""},
		{"variabili + 1", "query($a: ID = \"AZ-9900010011\") { node(id: $a) { id } }", map[string]any{"b": strings.Repeat("x", 300)}, "variabili di"},
		{"token + 1", "{ utente { " + fields(300) + "} }", nil, "token"},
		{"annidamento + 1", strings.Repeat("{ a ", 9) + strings.Repeat("}", 9), nil, "parentesi annidate"},
		{"direttive", "{ utente { nome @skip(if: false) @include(if: true) profilo @skip(if: false) } }", nil, ""},
		{"direttive + 1", "{ utente { nome @skip(if: false) @include(if: true) profilo @skip(if: false) @include(if: true) } }", nil, "direttive"},
		{"profondita", `{ aziende(first: 1) { nodes { sede { orari { da } } } } }`, nil, ""},
		{"profondita + 1", `{ aziende(first: 1) { nodes { dettaglio { dipendenze(first: 1) { nodes { __typename } } } } } }`, nil, "6 livelli di profondità"},
		{"alias", "{ utente { a: nome b: nome c: nome } }", nil, ""},
		{"alias + 1", "{ utente { a: nome b: nome c: nome d: nome } }", nil, "4 alias"},
		{"radici", "{ __typename utente { nome } contatti { __typename } sede(codice: \"4900\") { codice } }", nil, ""},
		{"radici + 1", "{ __typename utente { nome } contatti { __typename } sede(codice: \"4900\") { codice } x: __typename }", nil, "5 campi di primo livello"},
		{"campi", "{ utente { " + fields(11) + "} }", nil, ""},
		{"campi + 1", "{ utente { " + fields(12) + "} }", nil, "13 campi"},
		{"chiavi", `{ azienda(matricola: "9900010011") { stato } b: azienda(matricola: "9900010011") { stato } }`, nil, ""},
		{"chiavi + 1", `{ azienda(matricola: "9900010011") { stato } b: azienda(matricola: "9900010011") { stato } c: azienda(matricola: "9900010011") { stato } }`, nil, "3 chiavi"},
		{"pagina", `{ aziende(first: 150) { totalCount } }`, nil, ""},
		{"pagina + 1", `{ aziende(first: 151) { totalCount } }`, nil, "pagine di 151 righe"},
		{"pagina by a variable", `query($n: Int) { aziende(first: $n) { totalCount } }`, map[string]any{"n": 151}, "pagine di 151 righe"},
		{"costo", `{ aziende(first: 150) { nodes { matricola } } }`, nil, ""},
		{"costo + 1", `{ aziende(first: 150) { nodes { sede { codice } } } }`, nil, "costo"},
		{"costo by a variable", `query($n: Int) { aziende(first: $n) { nodes { sede { codice } } } }`, map[string]any{"n": 150}, "costo"},
		{"small by a variable", `query($n: Int) { aziende(first: $n) { nodes { sede { codice } } } }`, map[string]any{"n": 2}, ""},
		{"frammenti + 1", bomb(3), nil, "frammenti"},
		{"operazioni + 1", "query A { __typename } query B { __typename } query C { __typename }", nil, "operazioni"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := s.ask(t, "consulente", test.query, test.vars)
			switch {
			case test.refused == "" && len(a.Errors) > 0:
				t.Errorf("refused: %s", a.Body)
			case test.refused != "" && (len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "OPERATION_TOO_COMPLEX" || !strings.Contains(a.Errors[0].Message, test.refused)):
				t.Errorf("want %s: %.300s", test.refused, a.Body)
			}
		})
	}
}

// TestLimitsModes: a limit may be off, only observed, or another one for a profile.
func TestLimitsModes(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_LIMITI": policy(t, `{
		"predefiniti":{"alias":{"massimo":1},"profondita":{"massimo":1,"modo":"misura"},"campi":{"massimo":1,"modo":"spento"}},
		"profili":{"ANALISTA":{"alias":{"massimo":2}}}}`)})
	const two = "{ utente { a: nome b: nome } }"
	if a := s.ask(t, "consulente", two, nil); len(a.Errors) != 1 {
		t.Errorf("consulente: %s", a.Body)
	}
	if a := s.ask(t, "analista", two, nil); len(a.Errors) > 0 {
		t.Errorf("analista: %s", a.Body)
	}
}

// TestFragmentBomb: thirty levels, each twice the one below, are refused without being expanded.
func TestFragmentBomb(t *testing.T) {
	s := boot(t, nil)
	for _, n := range []int{30, 45} {
		if a := s.ask(t, "consulente", bomb(n), nil); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "OPERATION_TOO_COMPLEX" {
			t.Errorf("%.300s", a.Body)
		}
	}
}

// TestCost: an operation that asks for it is told what it was found to cost, and what is left.
func TestCost(t *testing.T) {
	s := boot(t, nil)
	a := s.send(t, "consulente", map[string]any{"query": `{ aziende(first: 10) { nodes { matricola } } }`, "extensions": map[string]any{"costo": true}})
	var told struct {
		Extensions struct {
			Costo struct{ Stimato, Massimo, Residuo int }
		}
	}
	if err := json.Unmarshal(a.Body, &told); err != nil || told.Extensions.Costo.Stimato < 10 || told.Extensions.Costo.Massimo == 0 || told.Extensions.Costo.Residuo == 0 {
		t.Errorf("%v %s", err, a.Body)
	}
	if a := s.ask(t, "consulente", `{ aziende(first: 10) { nodes { matricola } } }`, nil); strings.Contains(string(a.Body), "costo") {
		t.Errorf("not asked for: %s", a.Body)
	}
}

// TestRate: who has spent all is told when to come back, others are not disturbed, and what can never pass is told apart.
func TestRate(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_LIMITI": policy(t, `{"predefiniti":{"frequenza":{"alMinuto":60,"riserva":100}}}`)})
	const query = `{ aziende(first: 50) { nodes { matricola } } }`
	if a := s.ask(t, "consulente", query, nil); len(a.Errors) > 0 {
		t.Fatalf("%s", a.Body)
	}
	a := s.ask(t, "consulente", query, nil)
	if a.Status != http.StatusTooManyRequests || len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "RATE_LIMITED" {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	seconds, _ := a.Errors[0].Extensions["retryAfter"].(float64)
	if seconds < 1 || seconds > 60 || a.Header.Get("Retry-After") != fmt.Sprint(seconds) {
		t.Errorf("retry after %s: %s", a.Header.Get("Retry-After"), a.Body)
	}
	if a := s.ask(t, "analista", query, nil); len(a.Errors) > 0 {
		t.Errorf("another user: %s", a.Body)
	}
	if a := s.ask(t, "operatore", `{ aziende(first: 200) { nodes { matricola } } }`, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "OPERATION_TOO_COMPLEX" {
		t.Errorf("never: %s", a.Body)
	}
}

// TestExploration: outside the demo only analysts read the schema, and only they are told what they may have meant.
func TestExploration(t *testing.T) {
	s := boot(t, nil)
	s.app.exec.Explores = s.app.analista
	wrong := map[string]string{
		"field": `{ utente { nomen } }`, "argument": `{ aziende(firts: 1) { totalCount } }`, "type": `{ utente { ...F } } fragment F on Utent { nome }`,
		"enum": `{ aziende(ordine: {campo: MATRICOLE}) { totalCount } }`, "input": `{ aziende(filtro: {test: "x"}) { totalCount } }`, "leaf": `{ utente }`,
	}
	for profile, may := range map[string]bool{"analista": true, "consulente": false, "operatore": false} {
		for name, query := range map[string]string{
			"schema": `{ __schema { queryType { name } } }`, "type": `{ __type(name: "Azienda") { name } }`, "in a fragment": `{ ...F } fragment F on Query { __schema { queryType { name } } }`,
		} {
			a := s.ask(t, profile, query, nil)
			if forbidden := len(a.Errors) == 1 && a.Errors[0].Extensions["code"] == "FORBIDDEN" && a.Data == nil; forbidden == may || may && len(a.Errors) > 0 {
				t.Errorf("%s, %s: %s", profile, name, a.Body)
			}
		}
		for name, query := range wrong {
			a := s.ask(t, profile, query, nil)
			if told := strings.Contains(string(a.Body), "Did you mean"); told != may || len(a.Errors) == 0 {
				t.Errorf("%s, %s: %s", profile, name, a.Body)
			}
		}
		if a := s.ask(t, profile, `{ __typename }`, nil); len(a.Errors) > 0 {
			t.Errorf("%s: %s", profile, a.Body)
		}
	}
}

// TestNoDefer: a directive that not every transport could honour is refused.
func TestNoDefer(t *testing.T) {
	s := boot(t, nil)
	if a := s.ask(t, "consulente", `{ utente { ... @defer { nome } } }`, nil); len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("%s", a.Body)
	}
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func persisted(hash, text string) map[string]any {
	body := map[string]any{"extensions": map[string]any{"persistedQuery": map[string]any{"version": 1, "sha256Hash": hash}}}
	if text != "" {
		body["query"] = text
	}
	return body
}

// TestPersisted: a hash that nobody has registered is asked for with its text; one that was is enough.
func TestPersisted(t *testing.T) {
	s := boot(t, nil)
	const query, wrong = `{ utente { profilo } }`, `{ utente { professione } }`
	tests := []struct {
		name string
		body map[string]any
		code string
	}{
		{"unknown", persisted(hashOf(query), ""), "PERSISTED_QUERY_NOT_FOUND"},
		{"with its text", persisted(hashOf(query), query), ""},
		{"known", persisted(hashOf(query), ""), ""},
		{"another text", persisted(hashOf(query), wrong), "BAD_USER_INPUT"},
		{"no hash", persisted("abc", query), "BAD_USER_INPUT"},
		{"not valid", persisted(hashOf(wrong), wrong), "GRAPHQL_VALIDATION_FAILED"},
		{"not registered", persisted(hashOf(wrong), ""), "PERSISTED_QUERY_NOT_FOUND"},
	}
	for _, test := range tests {
		a := s.send(t, "consulente", test.body)
		if code := a.code(); code != test.code {
			t.Errorf("%s: %s, want %q", test.name, a.Body, test.code)
		}
	}
}

// TestTrusted: with the manifest enforced its operations run, by identifier or text, and nothing else does.
func TestTrusted(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_DOCUMENTI": "docs/operazioni/manifest.json", "CASSETTO_DOCUMENTI_USO": "applica"})
	s.app.exec.Explores, s.app.exec.Exempt = s.app.analista, s.app.analista
	text, err := os.ReadFile("docs/operazioni/portale/utente.graphql")
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.TrimSpace(string(text))
	var manifest struct{ Operations []struct{ ID, Body string } }
	file, err := os.ReadFile("docs/operazioni/manifest.json")
	if err == nil {
		err = json.Unmarshal(file, &manifest)
	}
	if err != nil {
		t.Fatal(err)
	}
	id := ""
	for _, o := range manifest.Operations {
		if strings.TrimSpace(o.Body) == listed {
			id = o.ID
		}
	}
	const other = `{ utente { profilo } }`
	tests := []struct {
		name, profile string
		body          map[string]any
		code          string
	}{
		{"by its text", "consulente", map[string]any{"query": listed}, ""},
		{"by documentId", "consulente", map[string]any{"documentId": id}, ""},
		{"by documentId with its prefix", "consulente", map[string]any{"documentId": "sha256:" + id}, ""},
		{"by doc_id", "consulente", map[string]any{"doc_id": id}, ""},
		{"by Apollo's extension", "consulente", persisted(id, ""), ""},
		{"another text", "consulente", map[string]any{"query": other}, "FORBIDDEN"},
		{"another identifier", "consulente", map[string]any{"documentId": hashOf(other)}, "PERSISTED_QUERY_NOT_FOUND"},
		{"no registration", "consulente", persisted(hashOf(other), other), "FORBIDDEN"},
		{"an analyst", "analista", map[string]any{"query": other}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if a := s.send(t, test.profile, test.body); a.code() != test.code {
				t.Errorf("%s, want %q", a.Body, test.code)
			}
		})
	}
}

// TestRateOfDocuments: new documents are paid for, valid or not, and those that were seen are not paid again.
func TestRateOfDocuments(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_LIMITI": policy(t, `{"predefiniti":{"frequenza":{"alMinuto":1,"riserva":100}}}`)})
	invalid := func(n int) string { return fmt.Sprintf("{ campo%d }%80s", n, "") }
	for n, want := range []string{"GRAPHQL_VALIDATION_FAILED", "GRAPHQL_VALIDATION_FAILED", "RATE_LIMITED"} {
		for range 2 {
			if a := s.ask(t, "consulente", invalid(n), nil); a.code() != want {
				t.Errorf("document %d: %s", n, a.Body)
			}
		}
	}
	if a := s.ask(t, "consulente", invalid(0), nil); a.code() != "GRAPHQL_VALIDATION_FAILED" {
		t.Errorf("a document that was seen: %s", a.Body)
	}
}

// TestRateShared: two instances over one Redis count what a user spends together; without Redis each goes on by itself.
func TestRateShared(t *testing.T) {
	redis := redistest.StartTCP(t)
	env := map[string]string{"CASSETTO_REDIS_URL": redis.URL, "CASSETTO_LIMITI": policy(t, `{"predefiniti":{"frequenza":{"alMinuto":1,"riserva":100}}}`)}
	one, other := boot(t, env), boot(t, env)
	const query = `{ aziende(first: 50) { nodes { matricola } } }`
	if a := one.ask(t, "analista", query, nil); len(a.Errors) > 0 {
		t.Fatalf("%s", a.Body)
	}
	if a := other.ask(t, "analista", query, nil); a.code() != "RATE_LIMITED" {
		t.Errorf("the other instance: %s", a.Body)
	}
	redis.Kill()
	if a := other.ask(t, "analista", query, nil); len(a.Errors) > 0 {
		t.Errorf("without Redis: %s", a.Body)
	}
}
