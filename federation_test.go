package main

import (
	"bytes"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestFederation composes the graph with a second one, and asks both through a real gateway; testdata/federazione says what.
func TestFederation(t *testing.T) {
	s := boot(t, nil)
	var sdl bytes.Buffer
	if err := Run(t.Context(), []string{"schema", "-federazione"}, func(string) string { return "" }, &sdl, io.Discard); err != nil {
		t.Fatal(err)
	}
	if a := s.ask(t, "consulente", `{ _service { sdl } }`, nil); a.Data["_service"].(map[string]any)["sdl"] != sdl.String() {
		t.Errorf("the server says %.300s", a.Body)
	}
	node := func(t *testing.T, args ...string) (string, error) {
		t.Helper()
		token, err := s.app.demo.token("consulente")
		if err != nil {
			t.Fatal(err)
		}
		c := exec.CommandContext(t.Context(), "node", args...)
		c.Dir, c.Env = "testdata/federazione", append(c.Environ(), "TOKEN="+token)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	compose := func(sdl string) (string, error) {
		file := filepath.Join(t.TempDir(), "cassetto.graphql")
		writeFile(t, file, []byte(sdl))
		return node(t, "compone.mjs", file)
	}
	t.Run("a reader of the schema is spared it", func(t *testing.T) {
		var text bytes.Buffer
		if err := Run(t.Context(), []string{"schema"}, func(string) string { return "" }, &text, io.Discard); err != nil || !strings.Contains(text.String(), "type Azienda ") {
			t.Fatalf("%v %.300s", err, text.String())
		}
		for _, word := range []string{"@key", "@link", "@shareable", "entityResolver", "_entities", "_Any"} {
			if strings.Contains(text.String(), word) {
				t.Error(word)
			}
		}
	})
	t.Run("composes", func(t *testing.T) {
		out, err := compose(sdl.String())
		if err != nil || !strings.Contains(out, `@join__type(graph: CASSETTO, key: "matricola")`) || !strings.Contains(out, `@join__type(graph: CASSETTO, key: "codice")`) {
			t.Errorf("%v\n%.2000s", err, out)
		}
	})
	t.Run("without its key it does not", func(t *testing.T) {
		if out, err := compose(strings.Replace(sdl.String(), ` @key(fields: "matricola")`, "", 1)); err == nil {
			t.Errorf("%.2000s", out)
		}
	})
	t.Run("answers through a gateway", func(t *testing.T) {
		out, err := node(t, "interroga.mjs", s.URL+"/graphql")
		if err != nil {
			t.Errorf("%v\n%s", err, out)
		}
		t.Log(out)
	})
}

// TestSubgraphIsExploration: outside the demo only an analyst reads the subgraph, in whatever way it is asked for; what a router asks
// for its users while it runs is for all.
func TestSubgraphIsExploration(t *testing.T) {
	s := boot(t, nil)
	s.app.exec.Explores = s.app.analista
	var sdl bytes.Buffer
	if err := Run(t.Context(), []string{"schema", "-federazione"}, func(string) string { return "" }, &sdl, io.Discard); err != nil {
		t.Fatal(err)
	}
	for name, query := range map[string]string{
		"alone":         `{ _service { sdl } }`,
		"under a name":  `{ _service: _service { sdl } }`,
		"in a fragment": `{ ...F } fragment F on Query { _service { ...S } } fragment S on _Service { sdl }`,
		"inline":        `{ ... on Query { _service { sdl } } }`,
		"beside others": `{ utente { nome } _service { sdl } }`,
		"not included":  `query ($no: Boolean = false) { _service @include(if: $no) { sdl } }`,
	} {
		for _, profile := range []string{"consulente", "operatore", "rappresentante"} {
			if a := s.ask(t, profile, query, nil); a.code() != "FORBIDDEN" || a.Data != nil {
				t.Errorf("%s, %s: %.300s", name, profile, a.Body)
			}
		}
		a := s.ask(t, "analista", query, nil)
		if service, asked := a.Data["_service"].(map[string]any); len(a.Errors) > 0 || asked && service["sdl"] != sdl.String() || asked == (name == "not included") {
			t.Errorf("%s, analista: %.300s", name, a.Body)
		}
	}
	const entities = `{ _entities(representations: [{__typename: "Azienda", matricola: "9900010011"}]) { __typename } }`
	if a := s.ask(t, "consulente", entities, nil); len(a.Errors) > 0 {
		t.Errorf("%s", a.Body)
	}
}
