package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/operation"
)

// limitsOf runs the command with a file of limits; empty: none.
func limitsOf(file string, args ...string) (string, error) {
	var out bytes.Buffer
	env := func(name string) string { return map[string]string{"CASSETTO_LIMITI": file}[name] }
	err := Run(context.Background(), append([]string{"limiti"}, args...), env, &out, io.Discard)
	return out.String(), err
}

// TestPrintLimits: what the command prints is a file of limits that says for every profile what is in force.
func TestPrintLimits(t *testing.T) {
	for name, text := range map[string]string{
		"the defaults": `{}`,
		"others": `{"predefiniti":{"profondita":{"massimo":15},"validazione":{"modo":"misura"},"frequenza":{"alMinuto":1000000,"riserva":500000}},
			"profili":{"ANALISTA":{"costo":{"massimo":1000000},"frequenza":{"modo":"spento"}},"OPERATORE":{"chiavi":{"massimo":500}}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			want, err := operation.ReadPolicy(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			printed, err := limitsOf(policy(t, text))
			if err != nil {
				t.Fatal(err)
			}
			got, err := operation.ReadPolicy(strings.NewReader(printed))
			if err != nil {
				t.Fatalf("%v in %s", err, printed)
			}
			if *got.For(nil) != *want.For(nil) {
				t.Errorf("%+v, want %+v", got.For(nil), want.For(nil))
			}
			for _, profile := range model.AllProfiloUtente {
				if *got.For(&profile) != *want.For(&profile) {
					t.Errorf("%s: %+v, want %+v", profile, got.For(&profile), want.For(&profile))
				}
			}
			if again, err := limitsOf(policy(t, printed)); again != printed || err != nil {
				t.Errorf("%v\n%s\nwant\n%s", err, again, printed)
			}
		})
	}
	if none, err := limitsOf(""); err != nil || !strings.Contains(none, `"profondita": {`) {
		t.Errorf("without a file: %v %s", err, none)
	}
	if _, err := limitsOf(policy(t, `{"predefiniti":{"costi":{}}}`)); err == nil || err.Error() != "CASSETTO_LIMITI: predefiniti.costi: unknown" {
		t.Errorf("a wrong file: %v", err)
	}
	if _, err := limitsOf("", "altro"); err == nil {
		t.Error("an argument too many is taken")
	}
}
