package operation

import (
	"context"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/graph/model"
)

// admitted is an operation of the whole schema after the gate.
func admitted(t *testing.T, e *Executor, params *graphql.RawParams) *graphql.OperationContext {
	t.Helper()
	op, errs := e.CreateOperationContext(as(graphql.StartOperationTrace(t.Context()), model.ProfiloUtenteAvvocato), params)
	if len(errs) > 0 {
		t.Fatalf("%v in %s", errs, params.Query)
	}
	return op
}

// TestReuse: the lowest maxAge of an operation's fields, wherever they stand.
func TestReuse(t *testing.T) {
	e := newTestExecutor(t, `{}`)
	const company = `azienda(matricola: "9900010011")`
	for _, test := range []struct {
		name, query string
		seconds     int
	}{
		{"company", `{ ` + company + ` { denominazione } }`, 600},
		{"office", `{ sede(codice: "4900") { comune orari { da } } }`, 3600},
		{"contacts", `{ contatti { orari { da } } }`, 3600},
		{"search", `{ aziende { nodes { matricola infocamere { rea } } } }`, 60},
		{"register of a company", `{ ` + company + ` { infocamere { rea } } }`, 600},
		{"section", `{ ` + company + ` { complementari { emens { nodes { saldo } } } dettaglio { dipendenze { totalCount } } } }`, 600},
		{"office of a company", `{ ` + company + ` { sede { comune } } }`, 600},
		{"under another name", `{ utente: ` + company + ` { deleghe: stato } }`, 600},
		{"two roots", `{ sede(codice: "4900") { comune } ` + company + ` { stato } }`, 600},
		{"entities", `{ _entities(representations: [{__typename: "Sede", codice: "4900"}]) { ... on Sede { comune } } }`, 600},
		{"entities with a section", `{ _entities(representations: []) { ... on Azienda { infocamere { rea } } } }`, 600},

		{"who I am", `{ utente { nome } }`, 0},
		{"who I am besides", `{ ` + company + ` { stato } utente { nome } }`, 0},
		{"deleghe", `{ ` + company + ` { stato deleghe { totalCount } } }`, 0},
		{"deleghe in a fragment", `{ ` + company + ` { ...A } } fragment A on Azienda { sede { comune } ...B } fragment B on Azienda { deleghe { totalCount } }`, 0},
		{"deleghe inline", `{ ` + company + ` { ... on Node { ... on Azienda { deleghe { totalCount } } } } }`, 0},
		{"deleghe of entities", `{ _entities(representations: []) { ... on Azienda { deleghe { totalCount } } } }`, 0},
		{"deleghe under another name", `{ ` + company + ` { stato: deleghe { totalCount } } }`, 0},
		{"deleghe left out", `query ($no: Boolean = false) { ` + company + ` { stato deleghe @include(if: $no) { totalCount } } }`, 0},
		{"deleghe of a company of a company", `{ ` + company + ` { dettaglio { posizioneDiRiferimento { azienda { deleghe { totalCount } } } } } }`, 0},
		{"node", `{ node(id: "SD-4900") { ... on Sede { comune } } }`, 0},
		{"node in a fragment", `{ ...F } fragment F on Query { sede(codice: "4900") { comune } node(id: "SD-4900") { id } }`, 0},
		{"command", `mutation { revocaDelega(input: {id: "D-1"}) { delega { azienda { stato } } } }`, 0},
		{"nothing but a type", `{ __typename }`, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := ReuseOf(admitted(t, e, &graphql.RawParams{Query: test.query}))
			if got.MaxAge != time.Duration(test.seconds)*time.Second || (got.Operation == [32]byte{}) != (test.seconds == 0) {
				t.Errorf("%v, want %d s", got, test.seconds)
			}
		})
	}
	e.Explores = func(context.Context) bool { return true }
	for _, schema := range []string{`{ __schema { types { name } } }`, `{ sede(codice: "4900") { comune } __type(name: "Sede") { name } }`, `{ _service { sdl } }`} {
		if got := ReuseOf(admitted(t, e, &graphql.RawParams{Query: schema})); got.MaxAge != 0 {
			t.Errorf("%s: %v", schema, got)
		}
	}
}

// TestReuseRules: what the directive may say in a schema, and what is taken for never.
func TestReuseRules(t *testing.T) {
	s := gqlparser.MustLoadSchema(&ast.Source{Input: `
		directive @cacheControl(maxAge: Int, scope: Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
		enum Scope { PUBLIC PRIVATE }
		type Query {
			bare: A  bareText: String  own: A @cacheControl(maxAge: 10)  inherits: Typed @cacheControl(inheritMaxAge: true)
			typed: Typed  typedLower: Typed @cacheControl(maxAge: 5)  typedHigher: Typed @cacheControl(maxAge: 50)
			union: U  half: Half  negative: A @cacheControl(maxAge: -1)  scoped: A @cacheControl(scope: PRIVATE)
			face: Face  most: A @cacheControl(maxAge: 2147483646)
		}
		type Mutation { own: A @cacheControl(maxAge: 10) }
		type Subscription { own: A @cacheControl(maxAge: 10) }
		type A { text: String  never: String @cacheControl(maxAge: 0)  typed: Typed  bare: A }
		type Typed implements Face @cacheControl(maxAge: 20) { text: String  a: A }
		type Other @cacheControl(maxAge: 30) { text: String }
		interface Face @cacheControl(maxAge: 7) { text: String }
		union U = Typed | Other
		union Half = Typed | A
	`})
	for query, want := range map[string]int{
		`{ bare { text } }`:                   0,
		`{ bareText }`:                        0,
		`{ own { text } }`:                    10,
		`{ own { bare { bare { text } } } }`:  10,
		`{ own { never } }`:                   0,
		`{ own { typed { text } } }`:          10,
		`{ inherits { text } }`:               20,
		`{ typed { a { text } } }`:            20,
		`{ typed { a { never } } }`:           0,
		`{ typedLower { text } }`:             5,
		`{ typedHigher { text } }`:            50,
		`{ union { ... on Other { text } } }`: 20,
		`{ half { ... on Typed { text } } }`:  0,
		`{ face { text } }`:                   7,
		`{ negative { text } }`:               0,
		`{ scoped { text } }`:                 0,
		`{ most { text } }`:                   2147483646,
		`mutation { own { text } }`:           0,
		`subscription { own { text } }`:       0,
		`{ own { text } bareText }`:           0,
	} {
		doc, errs := gqlparser.LoadQueryWithRules(s, query, rules.NewDefaultRules())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if got := reuse(s, query, doc.Operations[0]); got.MaxAge != time.Duration(want)*time.Second {
			t.Errorf("%s: %v, want %d s", query, got.MaxAge, want)
		}
	}
}

// TestReuseOperation: another text or another of its operations is another operation; the same text asked for again is the same.
func TestReuseOperation(t *testing.T) {
	e := newTestExecutor(t, `{}`)
	const text = `query A { sede(codice: "4900") { comune } } query B { sede(codice: "4900") { comune } }`
	a, again := ReuseOf(admitted(t, e, &graphql.RawParams{Query: text, OperationName: "A"})), ReuseOf(admitted(t, e, &graphql.RawParams{Query: text, OperationName: "A"}))
	b, other := ReuseOf(admitted(t, e, &graphql.RawParams{Query: text, OperationName: "B"})), ReuseOf(admitted(t, e, &graphql.RawParams{Query: text + " ", OperationName: "A"}))
	if a != again || a == b || a == other || b == other {
		t.Errorf("%x %x %x %x", a, again, b, other)
	}
}

// TestReuseRefused: an operation that did not pass the gate has no answer to be used again.
func TestReuseRefused(t *testing.T) {
	e := newTestExecutor(t, `{"predefiniti":{"costo":{"massimo":4}}}`)
	for name, params := range map[string]*graphql.RawParams{
		"cost":      {Query: `{ azienda(matricola: "9900010011") { stato } }`},
		"variables": {Query: `query ($c: CodiceSede!) { sede(codice: $c) { comune } }`},
		"operation": {Query: `query A { sede(codice: "4900") { comune } }`, OperationName: "B"},
	} {
		op, errs := e.CreateOperationContext(as(graphql.StartOperationTrace(t.Context()), model.ProfiloUtenteAvvocato), params)
		if len(errs) == 0 || ReuseOf(op).MaxAge != 0 {
			t.Errorf("%s: %v %v", name, errs, ReuseOf(op))
		}
	}
}
