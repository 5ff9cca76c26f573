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
