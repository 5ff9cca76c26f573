package fascicolo

import (
	"encoding/json"
	"strings"
	"testing"

	"cassetto/graph"
)

func TestModello(t *testing.T) {
	var o, sopra oggetto
	for text, into := range map[string]*oggetto{
		`{"a":"uno","b":null,"n":3,"si":true,"lista":["x",null,"y"],"dentro":{"c":"due"},"voci":[{"c":"1","d":null},{"c":"2","d":"z"}]}`: &o,
		`{"p":"padre"}`: &sopra,
	} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	for testo, want := range map[string]string{
		"{a}": "uno", "{b}": "", "x {b}": "", "testo": "testo", "{a}\n{b}\nn {n}": "uno\nn 3", "{a}[ ({b})]": "uno", "{a}[ ({n})]": "uno (3)",
		"[{a} – {b}]": "", "{dentro.c}": "due", "{manca.c}": "", "{lista}": "x, y", "{voci.c}": "1, 2", "{voci: {c}[/{d}]}": "1\n2/z",
		"{../p} {a}": "padre uno", "{si}": "true", "{b} {a}": "uno",
	} {
		m, err := leggiModello(testo)
		if err != nil {
			t.Fatal(err)
		}
		senzaFormato(m)
		if got := m.scrive(o, sopra); got != want {
			t.Errorf("%q: %q, want %q", testo, got, want)
		}
	}
	for _, errato := range []string{"{a", "[a", "{a: {b}", "x [ {a} "} {
		if _, err := leggiModello(errato); err == nil {
			t.Errorf("%q is read", errato)
		}
	}
}

// senzaFormato lets every field be written as it is.
func senzaFormato(m modello) {
	for _, r := range m {
		for i := range r {
			r[i].formato = func(v string) string { return v }
			senzaFormato(modello{r[i].facolta})
			senzaFormato(r[i].elenco)
		}
	}
}

func TestFormati(t *testing.T) {
	f := nuoviFormati(graph.NewExecutableSchema(graph.Config{}).Schema())
	for _, test := range []struct{ tipo, valore, want string }{
		{"Importo", "0.00", "0,00\u00a0€"}, {"Importo", "1234567.5", "1.234.567,50\u00a0€"}, {"Importo", "-123.45", "\u2212123,45\u00a0€"}, {"Importo", "-1234.50", "\u22121.234,50\u00a0€"},
		{"Percentuale", "35.03", "35,03\u00a0%"}, {"Data", "2026-11-03", "03/11/2026"}, {"AnnoMese", "2026-02", "02/2026"},
		{"DataOra", "2026-07-01T22:30:00Z", "02/07/2026 00:30"}, {"DataOra", "2026-12-31T23:30:00Z", "01/01/2027 00:30"},
		{"Boolean", "true", "Sì"}, {"Boolean", "false", "No"}, {"Csc", "70502", "7.05.02"}, {"NumeroRuolo", "39720250012345678000", "397 2025 0012345678 000"},
		{"NumeroRuolo", "39720250012345678", "397 2025 0012345678"}, {"Matricola", "9900010011", "9900010011"}, {"Int", "2026", "2026"},
		{"StatoMatricola", "ATTIVA", "1: attiva"}, {"Fonte", "ANAGRAFICA_UNICA", "Anagrafica unica del contribuente (AUC)"}, {"Fonte", "NUOVA", "NUOVA"},
		{"RegolaRegolarita", "SCOSTAMENTO_NON_GRAVE", "Scostamento non grave: al più 150 euro nella gestione, accessori compresi (art. 3, c. 3)"},
	} {
		if got := f.di(test.tipo)(test.valore); got != test.want {
			t.Errorf("%s %s: %q, want %q", test.tipo, test.valore, got, test.want)
		}
	}
	for testo, want := range map[string]string{"Prima. Seconda.": "Prima", "Regola del D.M. Lavoro.": "Regola del D.M. Lavoro", "Art. 3, c. 1.": "Art. 3, c. 1", "": ""} {
		if got := primaFrase(testo); got != want {
			t.Errorf("%q: %q", testo, got)
		}
	}
}

// TestDocumento: the document is valid, and everything that it asks for is printed; nothing else is. A layout or a document that
// says otherwise is refused.
func TestDocumento(t *testing.T) {
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	if _, err := New(schema); err != nil {
		t.Fatal(err)
	}
	c, err := nuovoCompilatore(schema)
	if err != nil {
		t.Fatal(err)
	}
	for want, cambia := range map[string]func(*sezione){
		"no field sesso in nodes.":                          func(s *sezione) { s.colonne[0].modello += "{sesso}" },
		"asks for nodes.recapiti.pec, which is not printed": func(s *sezione) { s.colonne[4].modello = "{recapiti.email} {recapiti.telefono}" },
		"asks for nodes.matricola, which is not printed":    func(s *sezione) { s.operazione = "AziendeCollegate" },
		"no operation Manca":                                func(s *sezione) { s.operazione = "Manca" },
		"nothing is above tipo":                             func(s *sezione) { s.colonne[0].modello += "{../tipo}" },
		"no '}' in":                                         func(s *sezione) { s.colonne[0].modello += "{tipo" },
	} {
		s := dettaglio()[3]
		cambia(&s)
		c.errori = nil
		c.sezione(s, "1", "")
		if !contieneErrore(c.errori, want) {
			t.Errorf("%v, want %s", c.errori, want)
		}
	}
}

func contieneErrore(errori []error, testo string) bool {
	for _, err := range errori {
		if strings.Contains(err.Error(), testo) {
			return true
		}
	}
	return false
}
