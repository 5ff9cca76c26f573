package infocamere_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"cassetto/graph/model"
)

// answer is a good answer with two firms, after one change by the test.
func answer(t *testing.T, change func(firm map[string]any)) string {
	t.Helper()
	var firms []any
	for n := range 2 {
		text, err := json.Marshal(impresa(n))
		firm := map[string]any{}
		if err == nil {
			err = json.Unmarshal(text, &firm)
		}
		if err != nil {
			t.Fatal(err)
		}
		if n == 1 {
			change(firm)
		}
		firms = append(firms, firm)
	}
	text, err := json.Marshal(map[string]any{"imprese": firms})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func set(name string, value any) func(map[string]any) {
	return func(firm map[string]any) { firm[name] = value }
}

func without(name string) func(map[string]any) {
	return func(firm map[string]any) { delete(firm, name) }
}

func TestAnswers(t *testing.T) {
	good := answer(t, set("campoNuovo", 1))
	const notAgreed = `the service's answer is not {"imprese":[…]}`
	for name, c := range map[string]struct{ kind, body, want string }{
		"good":           {"application/json", good, ""},
		"charset":        {"application/json; charset=utf-8", good, ""},
		"nothing found":  {"application/json", `{"imprese":[]}`, ""},
		"html":           {"text/html", good, "the service's answer is not declared as application/json"},
		"no type":        {"", good, "the service's answer is not declared as application/json"},
		"truncated":      {"application/json", good[:len(good)/2], notAgreed},
		"empty":          {"application/json", "", notAgreed},
		"two":            {"application/json", good + good, notAgreed},
		"other":          {"application/json", `{"errore":"x"}`, notAgreed},
		"null":           {"application/json", `{"imprese":null}`, notAgreed},
		"list":           {"application/json", `[]`, notAgreed},
		"null firm":      {"application/json", `{"imprese":[null]}`, "record 0 of the answer: codiceFiscale is missing or not valid"},
		"no code":        {"application/json", answer(t, without("codiceFiscale")), "record 1 of the answer: codiceFiscale is missing or not valid"},
		"wrong code":     {"application/json", answer(t, set("codiceFiscale", "RSSMRA80A01A000X")), "record 1 of the answer: codiceFiscale is missing or not valid"},
		"no name":        {"application/json", answer(t, set("denominazione", nil)), "record 1 of the answer: denominazione is missing or not valid"},
		"no list":        {"application/json", answer(t, without("soci")), "record 1 of the answer: soci is missing or not valid"},
		"number":         {"application/json", answer(t, set("denominazione", 123456)), "record 1 of the answer does not decode: denominazione"},
		"enum":           {"application/json", answer(t, set("statoImpresa", "BOH")), "record 1 of the answer does not decode"},
		"null in a list": {"application/json", answer(t, set("soci", []any{nil})), "record 1 of the answer: soci[0] is missing or not valid"},
		"euro": {"application/json", answer(t, set("capitale", map[string]any{"versato": "10000.50"})),
			"record 1 of the answer does not decode: capitale.versato"},
		"decimals": {"application/json", answer(t, set("capitale", map[string]any{"versato": 10000.5})),
			"record 1 of the answer does not decode: capitale.versato"},
		"deep": {"application/json", answer(t, set("cariche", []any{map[string]any{
			"cf": "RSSMRA80A01A000C", "nominativo": "x", "rappresentanteLegale": true, "carica": map[string]any{"codice": "AUN"}}})),
			"record 1 of the answer: cariche[0].carica.descrizione is missing or not valid"},
		"no boolean": {"application/json", answer(t, set("cariche", []any{map[string]any{
			"cf": "RSSMRA80A01A000C", "nominativo": "x", "carica": map[string]any{"codice": "AUN", "descrizione": "x"}}})),
			"record 1 of the answer: cariche[0].rappresentanteLegale is missing or not valid"},
	} {
		t.Run(name, func(t *testing.T) {
			fetch := serve(t, raw(c.kind, strings.NewReader(c.body)))
			found, err := fetch(t.Context(), []string{code(0), code(1)})
			switch {
			case c.want == "" && err != nil, c.want != "" && (err == nil || err.Error() != "infocamere: "+c.want):
				t.Errorf("error %v, wanted %q", err, c.want)
			case c.want == "" && name != "nothing found" && len(found) != 2:
				t.Errorf("%d firms", len(found))
			}
		})
	}
}

// TestForeignFirms drops what was not asked.
func TestForeignFirms(t *testing.T) {
	fetch := serve(t, raw("application/json", strings.NewReader(answer(t, set("pec", "a@b.it")))))
	found, err := fetch(t.Context(), []string{code(1), code(5)})
	if err != nil || len(found) != 1 || found[code(1)] == nil || *found[code(1)].Pec != "a@b.it" {
		t.Errorf("%d firms, %v", len(found), err)
	}
}

func TestDate(t *testing.T) {
	fetch := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", "Wed, 28 Oct 2026 15:04:00 GMT")
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, answer(t, set("pec", nil)))
	}))
	found, err := fetch(t.Context(), []string{code(0)})
	if err != nil || found[code(0)].AggiornatoAl != model.DataOra("2026-10-28T15:04:00Z") {
		t.Errorf("%v %v", found, err)
	}
}

func TestOversizedAnswer(t *testing.T) {
	body := io.MultiReader(strings.NewReader(`{"imprese":[`), io.LimitReader(blanks{}, 1<<30))
	fetch := serve(t, raw("application/json", body))
	_, err := fetch(t.Context(), []string{code(0)})
	if err == nil || err.Error() != "infocamere: the service's answer is over 16 MiB" {
		t.Errorf("error: %v", err)
	}
}

// blanks is an endless text of blanks.
type blanks struct{}

func (blanks) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// TestBrokenConnection cuts an answer before the length that it announced.
func TestBrokenConnection(t *testing.T) {
	fetch := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "1000")
		io.WriteString(w, `{"imprese":[]}`)
	}))
	_, err := fetch(t.Context(), []string{code(0)})
	if err == nil || !strings.HasPrefix(err.Error(), "infocamere: the service's answer broke off") {
		t.Errorf("error: %v", err)
	}
}
