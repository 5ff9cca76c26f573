package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/redistest"
)

// TestWarm: a whole dossier that the process keeps costs no question to an archive, none to Redis, and no wait for others to come
// along. Answers as a whole are not kept here.
func TestWarm(t *testing.T) {
	for name, query := range map[string]string{
		"a company":            `{ azienda(matricola: "9900010011") { matricola sede { comune } ` + sections() + ` } }`,
		"companies of deleghe": `{ utente { deleghe(first: 20) { nodes { azienda { matricola sede { comune } ` + sections() + ` } } } } }`,
	} {
		t.Run(name, func(t *testing.T) {
			c := instances(t, 1, redistest.StartTCP(t).URL, map[string]string{"CASSETTO_CACHE_RISPOSTE": "0", "CASSETTO_LIMITI": unlimited(t), "CASSETTO_TIMEOUT": "10s"})
			c.linked(t)
			s := c.servers[0]
			cold := s.ask(t, "consulente", query, nil)
			if len(cold.Errors) > 0 {
				t.Fatalf("%+v", cold.Errors)
			}
			before := s.app.sources.Counts()
			if before.Fetches < 20 || before.Batches != 0 { // no read waits for others to come along
				t.Errorf("cold: %+v", before)
			}
			c.calls.take()
			for range 20 {
				if warm := s.ask(t, "consulente", query, nil); string(warm.Body) != string(cold.Body) {
					t.Fatalf("warm: %s\ncold: %s", warm.Body, cold.Body)
				}
			}
			after := s.app.sources.Counts()
			if after.Fetches != before.Fetches || after.Far != before.Far || after.Batches != before.Batches || after.Near < before.Near+20*25 {
				t.Errorf("cold %+v, warm %+v", before, after)
			}
			for call, n := range c.calls.take() {
				if call != "read caricamenti" && call != "search deleghe" && call != "search imprese" && call != "search richieste" && call != "search notifiche" { // who looks for changes
					t.Errorf("%s: %d times", call, n)
				}
			}
		})
	}
}

// TestPolicies: what the schema says to clients of a field is what the section behind it keeps to: an answer of that field alone
// says so, give or take the tenth by which times are scattered.
func TestPolicies(t *testing.T) {
	s := boot(t, nil)
	now := time.Now().In(model.Roma)
	day := int(time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, model.Roma).Sub(now).Seconds()) // until it ends, answers are good
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	fields := 0
	check := func(f *ast.FieldDefinition, query string) {
		t.Helper()
		stated := f.Directives.ForName("cacheControl")
		if stated == nil {
			t.Errorf("%s does not say how long it may be used", f.Name)
			return
		}
		fields++
		seconds, age := 0, 0
		fmt.Sscan(stated.Arguments.ForName("maxAge").Value.Raw, &seconds)
		a := s.ask(t, "rappresentante", query, nil)
		control := a.Header.Get("Cache-Control")
		if _, err := fmt.Sscanf(control, "private, max-age=%d", &age); err != nil && !(seconds == 0 && control == "private, no-cache") {
			t.Errorf("%s: %q, %v, %s", f.Name, control, err, a.Body)
		}
		least := min(seconds, 600, day) // of the company that it is asked of
		if age > least || age < least*9/10-2 {
			t.Errorf("%s: states %d s, the answer %q", f.Name, seconds, control)
		}
	}
	group := func(typ, path string) {
		for _, f := range schema.Types[typ].Fields {
			if f.Directives.ForName("goField") != nil && f.Name != "dettaglio" && f.Name != "complementari" && f.Name != "id" {
				arguments := ""
				if f.Arguments.ForName("dal") != nil && f.Arguments.ForName("dal").Type.NonNull {
					arguments = `(dal: "2026-01-01", al: "2026-01-31")`
				}
				check(f, strings.Replace(path, "FIELD", f.Name+arguments+" { __typename }", 1))
			}
		}
	}
	group("Azienda", `{ azienda(matricola: "9900010011") { FIELD } }`)
	group("DatiDettaglio", `{ azienda(matricola: "9900010011") { dettaglio { FIELD } } }`)
	group("DatiComplementari", `{ azienda(matricola: "9900010011") { complementari { FIELD } } }`)
	check(schema.Query.Fields.ForName("aziende"), `{ aziende { nodes { matricola } } }`)
	if fields < 24 {
		t.Errorf("%d fields", fields)
	}
	if a := s.ask(t, "rappresentante", `{ contatti { __typename } }`, nil); a.Status != http.StatusOK || day > 3600 && !strings.HasPrefix(a.Header.Get("Cache-Control"), "private, max-age=3") {
		t.Errorf("contatti: %q", a.Header.Get("Cache-Control"))
	}
}
