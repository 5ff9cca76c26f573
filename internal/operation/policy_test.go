package operation_test

import (
	"encoding/json"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/operation"
)

func read(t *testing.T, text string) *operation.Policy {
	t.Helper()
	p, err := operation.ReadPolicy(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPolicy: a file replaces what it names, a profile what it names of that, in whichever order they are written.
func TestPolicy(t *testing.T) {
	standard := *operation.DefaultPolicy().For(nil)
	analyst, lawyer := model.ProfiloUtenteAnalista, model.ProfiloUtenteAvvocato
	for _, test := range []struct {
		name, text string
		profile    *model.ProfiloUtente
		want       func(l *operation.Limits)
	}{
		{"nothing", `{}`, nil, func(*operation.Limits) {}},
		{"nothing for a profile", `{}`, &analyst, func(*operation.Limits) {}},
		{"a maximum", `{"predefiniti": {"profondita": {"massimo": 15}}}`, nil, func(l *operation.Limits) { l.Depth.Max = 15 }},
		{"a mode", `{"predefiniti": {"costo": {"modo": "misura"}}}`, nil, func(l *operation.Limits) { l.Cost.Mode = operation.Observe }},
		{"both", `{"predefiniti": {"alias": {"massimo": 0, "modo": "spento"}}}`, nil, func(l *operation.Limits) { l.Aliases = operation.Limit{} }},
		{"a rate", `{"predefiniti": {"frequenza": {"alMinuto": 10, "modo": "applica"}}}`, nil, func(l *operation.Limits) { l.Rate.PerMinute, l.Rate.Mode = 10, operation.Enforce }},
		{"a profile", `{"profili": {"ANALISTA": {"costo": {"massimo": 900000}}}}`, &analyst, func(l *operation.Limits) { l.Cost.Max = 900_000 }},
		{"another profile", `{"profili": {"ANALISTA": {"costo": {"massimo": 900000}}}}`, &lawyer, func(*operation.Limits) {}},
		{"no profile", `{"profili": {"ANALISTA": {"costo": {"massimo": 900000}}}}`, nil, func(*operation.Limits) {}},
		{"a profile on top of the rest", `{"profili": {"ANALISTA": {"costo": {"modo": "misura"}, "frequenza": {"riserva": 7}}}, "predefiniti": {"costo": {"massimo": 3}, "token": {"massimo": 9}}}`, &analyst,
			func(l *operation.Limits) {
				l.Cost, l.Tokens.Max, l.Rate.Burst = operation.Limit{Max: 3, Mode: operation.Observe}, 9, 7
			}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := standard
			test.want(&want)
			p := read(t, test.text)
			if got := *p.For(test.profile); got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
			written, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			if got := *read(t, string(written)).For(test.profile); got != want {
				t.Errorf("written and read again as %s: %+v, want %+v", written, got, want)
			}
		})
	}
}

func TestPolicyRefused(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"no JSON", `{`, "the policy: not a JSON object"},
		{"no object", `[]`, "the policy: not a JSON object"},
		{"null", `null`, "the policy: not a JSON object"},
		{"two objects", `{} {}`, "the policy: not a JSON object"},
		{"an unknown part", `{"default": {}}`, "default: unknown"},
		{"an unknown limit", `{"predefiniti": {"profondità": {"massimo": 1}}}`, "predefiniti.profondità: unknown"},
		{"an unknown member", `{"predefiniti": {"costo": {"max": 1}}}`, "predefiniti.costo.max: unknown"},
		{"an unknown profile", `{"profili": {"ANALISTI": {}}}`, "profili.ANALISTI: unknown"},
		{"a limit of a profile", `{"profili": {"ANALISTA": {"costi": {}}}}`, "profili.ANALISTA.costi: unknown"},
		{"a limit that is no object", `{"predefiniti": {"costo": 5}}`, "predefiniti.costo: not a JSON object"},
		{"a limit that is null", `{"predefiniti": {"costo": null}}`, "predefiniti.costo: not a JSON object"},
		{"below zero", `{"predefiniti": {"costo": {"massimo": -1}}}`, "predefiniti.costo.massimo: not a whole number"},
		{"not whole", `{"predefiniti": {"costo": {"massimo": 1.5}}}`, "predefiniti.costo.massimo: not a whole number"},
		{"too great", `{"predefiniti": {"costo": {"massimo": 1000000001}}}`, "predefiniti.costo.massimo: not a whole number"},
		{"a text", `{"predefiniti": {"costo": {"massimo": "1"}}}`, "predefiniti.costo.massimo: not a whole number"},
		{"a maximum that is null", `{"predefiniti": {"costo": {"massimo": null}}}`, "predefiniti.costo.massimo: not a whole number"},
		{"an unknown mode", `{"predefiniti": {"costo": {"modo": "enforce"}}}`, "predefiniti.costo.modo: not one of spento, misura, applica"},
		{"a mode that is no word", `{"profili": {"ANALISTA": {"frequenza": {"modo": 2}}}}`, "profili.ANALISTA.frequenza.modo: not one of"},
		{"a rate below zero", `{"predefiniti": {"frequenza": {"alMinuto": -1}}}`, "predefiniti.frequenza.alMinuto: not a whole number"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := operation.ReadPolicy(strings.NewReader(test.text))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) || p != nil {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}
