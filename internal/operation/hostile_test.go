package operation_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/internal/operation"
)

// hostile are families of documents that are small to send and slow to validate or to execute. n is the size that was
// tried against the validator alone: it took from 5 ms to 12 s.
var hostile = []struct {
	name  string
	n     int
	limit string // what refuses it first, by a word of the message
	write func(n int) string
}{
	{"fragment bomb", 30, "campi", func(n int) string {
		return "{ utente { ...F0 } }" + repeat(n, " fragment F# on Utente { ...F## ...F## }") + " fragment F" + num(n) + " on Utente { nome }"
	}},
	{"bomb without fields", 45, "passi", func(n int) string {
		return "{ utente { nome ...F0 } }" + repeat(n, " fragment F# on Utente { ...F## ...F## }") + " fragment F" + num(n) + " on Utente { ...G }"
	}},
	{"one field again and again", 3_900, "campi", func(n int) string { return "{ utente {" + repeat(n, " nome") + " } }" }},
	{"one field a thousand times", 1_000, "passi", func(n int) string { return "{ utente {" + repeat(n, " nome") + " } }" }},
	{"one selection again and again", 40, "passi", func(n int) string { return "{ " + repeat(n, "utente { "+repeat(8, "nome ")+"} ") + "}" }},
	{"nested selections repeated", 5, "passi", func(n int) string { return "{ utente " + tree(n) + " }" }},
	{"repeated within inline fragments", 300, "passi", func(n int) string {
		return "{ utente {" + repeat(20, " ... {") + repeat(n, " nome") + repeat(20, " }") + " } }"
	}},
	{"aliases", 1_300, "alias", func(n int) string { return "{ utente {" + repeat(n, " a#: nome") + " } }" }},
	{"root fields", 600, "alias", func(n int) string { return "{ " + repeat(n, "a#: utente { nome } ") + "}" }},
	{"fragments in a row", 440, "richiami", func(n int) string {
		return "{ utente {" + repeat(n, " ...F#") + " } }" + repeat(n, " fragment F# on Utente { nome }")
	}},
	{"fragments of fragments in a row", 45, "passi", func(n int) string {
		return "{ utente {" + all(n) + " } }" + repeat(n, " fragment F# on Utente { nome ...G ...H ...I }") +
			" fragment G on Utente { nome } fragment H on Utente { nome } fragment I on Utente { nome }"
	}},
	{"a chain with a long end", 49, "passi", func(n int) string {
		return "{ utente { ...F0 } }" + repeat(n, " fragment F# on Utente { nome ...F## }") + " fragment F" + num(n) + " on Utente {" + repeat(40, " nome") + " }"
	}},
	{"every fragment spreads every other", 14, "campi", func(n int) string {
		return "{ utente { ...F0 } }" + repeat(n, " fragment F# on Utente { nome"+all(n)+" }")
	}},
	{"operations", 400, "operazioni", func(n int) string {
		return repeat(n, "query Q# { utente { nome } } ")
	}},
	{"directives", 700, "direttive", func(n int) string { return "{ utente { nome" + repeat(n, " @include(if: true)") + " } }" }},
	{"deep introspection", 30, "livelli", func(n int) string {
		return "{ __type(name: \"Azienda\") " + repeat(n, "{ ofType ") + "{ name }" + repeat(n, " }") + " }"
	}},
	{"arguments", 1_300, "valori", func(n int) string { return "{ aziende(" + repeat(n, "a#: 1 ") + ") { totalCount } }" }},
	{"unknown fields", 1_990, "", func(n int) string { return "{ utente {" + repeat(n, " nome#") + " } }" }},
	{"unknown values", 3_900, "valori", func(n int) string {
		return "{ aziende(filtro: {stato: [" + repeat(n, "ATIVA ") + "]}) { totalCount } }"
	}},
}

func num(n int) string { return strconv.Itoa(n) }

func all(n int) string { return repeat(n, " ...F#") }

func tree(n int) string {
	if n == 0 {
		return "{ codiceFiscale }"
	}
	return "{ " + repeat(3, "studio "+tree(n-1)+" ") + "}"
}

// refuse takes the measures as the server does, each only if those before it passed, and returns the refusal.
func refuse(l *operation.Limits, text string) error {
	m := operation.Measures{Document: len(text), Syntax: operation.Scan(text, l.Syntax())}
	if _, err := l.Check(m); err != nil {
		return err
	}
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		return err
	}
	m.Shape = operation.Measure(doc, doc.Operations[0])
	_, refused := l.Check(m)
	return refused
}

// TestHostile: each family is refused before validation, by the limit that is meant for it; what no limit refuses is
// linear and stays below the tokens.
func TestHostile(t *testing.T) {
	limits := operation.DefaultPolicy().For(nil)
	for _, h := range hostile {
		t.Run(h.name, func(t *testing.T) {
			err := refuse(limits, h.write(h.n))
			if h.limit == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), h.limit) {
				t.Errorf("%v, want a refusal that speaks of %q", err, h.limit)
			}
		})
	}
}

// BenchmarkHostile is what refusing the documents of each family costs.
func BenchmarkHostile(b *testing.B) {
	limits := operation.DefaultPolicy().For(nil)
	for _, h := range hostile {
		text := h.write(h.n)
		b.Run(h.name, func(b *testing.B) {
			for b.Loop() {
				_ = refuse(limits, text)
			}
		})
	}
}

// BenchmarkAccepted is what validating costs for the largest document of each family that the limits let through.
func BenchmarkAccepted(b *testing.B) {
	limits, schema := operation.DefaultPolicy().For(nil), theSchema()
	for _, h := range hostile {
		n := 0
		for n < 5_000 && refuse(limits, h.write(n+max(1, n/50))) == nil {
			n += max(1, n/50)
		}
		text := h.write(n)
		b.Run(h.name, func(b *testing.B) {
			b.ReportMetric(float64(n), "n")
			for b.Loop() {
				b.StopTimer()
				doc := parse(b, text)
				b.StartTimer()
				_ = validator.ValidateWithRules(schema, doc, rules.NewDefaultRules())
			}
		})
	}
}
