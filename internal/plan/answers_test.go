package plan_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/graph/model"
)

var errRotto = errors.New("rotto")

func completa() *model.Richiesta {
	return &model.Richiesta{
		ID: "R-1", Testo: "testo", Mittente: &model.MittenteRichiesta{CodiceFiscale: "X", Qualifica: model.ProfiloUtenteAvvocato},
		Allegati: []model.Allegato{{Nome: "a.pdf"}, {Nome: "b.pdf"}},
		Eventi:   []model.EventoRichiesta{{Numero: 1}, {Numero: 2}},
	}
}

// TestNulls: a null goes up to where the schema allows one, and says why once.
func TestNulls(t *testing.T) {
	senza := completa()
	senza.Mittente, senza.Allegati = nil, nil
	for _, test := range []struct {
		name, query string
		palco       palco
		want        string
	}{
		{"a value", `{ richiesta(id: "1") { id mittente { codiceFiscale } allegati { nome } protocollo } }`, palco{},
			`{"richiesta":{"id":"R-1","mittente":{"codiceFiscale":"X"},"allegati":[{"nome":"a.pdf"},{"nome":"b.pdf"}],"protocollo":null}}`},
		{"a null that may be", `{ richiesta(id: "1") { id } t: __typename }`,
			palco{q: domande{richiesta: func() (*model.Richiesta, error) { return nil, nil }}}, `{"richiesta":null,"t":"Query"}`},
		{"an error where a null may be", `{ richiesta(id: "1") { id } ambiti { codice } }`,
			palco{q: domande{richiesta: func() (*model.Richiesta, error) { return nil, errRotto }}}, `{"richiesta":null,"ambiti":[{"codice":"A"}]} | richiesta: rotto`},
		{"a null where none may be", `{ r: richiesta(id: "1") { id mittente { codiceFiscale } testo } ambiti { codice } }`,
			palco{q: domande{richiesta: func() (*model.Richiesta, error) { return senza, nil }}}, `{"r":null,"ambiti":[{"codice":"A"}]} | r.mittente: cannot return null for non-null field Richiesta.mittente (MittenteRichiesta!): the model struct field was nil and the field has no resolver`},
		{"twice", `{ r: richiesta(id: "1") { a: mittente { codiceFiscale } b: mittente { qualifica } } }`,
			palco{q: domande{richiesta: func() (*model.Richiesta, error) { return senza, nil }}}, `{"r":null} | r.a: cannot return null for non-null field Richiesta.mittente (MittenteRichiesta!): the model struct field was nil and the field has no resolver | r.b: cannot return null for non-null field Richiesta.mittente (MittenteRichiesta!): the model struct field was nil and the field has no resolver`},
		{"no list where one must be", `{ richiesta(id: "1") { allegati { nome } } }`,
			palco{q: domande{richiesta: func() (*model.Richiesta, error) { return senza, nil }}}, `{"richiesta":{"allegati":[]}}`},
		{"an error at the root", `{ utente { nome } ambiti { codice } }`,
			palco{q: domande{utente: func() (*model.Utente, error) { return nil, errRotto }}}, `null | utente: rotto`},
		{"a null at the root", `{ utente { nome } ambiti { codice } }`,
			palco{q: domande{utente: func() (*model.Utente, error) { return nil, nil }}}, `null | utente: cannot return null for non-null field Query.utente (Utente!): the resolver returned nil`},
		{"no list at the root", `{ ambiti { codice } }`,
			palco{q: domande{ambiti: func() ([]model.AmbitoRichiesta, error) { return nil, nil }}}, `{"ambiti":[]}`},
		{"an interface without a value", `{ node(id: "1") { id } }`,
			palco{q: domande{node: func(string) (model.Node, error) { return nil, nil }}}, `{"node":null}`},
		{"an interface with a pointer to nothing", `{ node(id: "1") { id } }`,
			palco{q: domande{node: func(string) (model.Node, error) { return (*model.Sede)(nil), nil }}}, `{"node":null}`},
		{"an interface", `{ node(id: "1") { __typename id ... on Azienda { stato } ... on Richiesta { testo mittente { __typename } } } }`,
			palco{q: domande{node: func(string) (model.Node, error) { return completa(), nil }}}, `{"node":{"__typename":"Richiesta","id":"R-1","testo":"testo","mittente":{"__typename":"MittenteRichiesta"}}}`},
		{"an interface by value", `{ node(id: "1") { __typename id } }`,
			palco{q: domande{node: func(string) (model.Node, error) { return *completa(), nil }}}, `{"node":{"__typename":"Richiesta","id":"R-1"}}`},
		{"nothing selected", `{ node(id: "1") { ... on Azienda { stato } } utente { nome @skip(if: true) } }`,
			palco{q: domande{node: func(string) (model.Node, error) { return completa(), nil }}}, `{"node":{},"utente":{}}`},
		{"panic where a null may be", `{ richiesta(id: "1") { id } ambiti { codice } }`,
			palco{q: domande{richiesta: func() (*model.Richiesta, error) { panic("segreto") }}}, `{"richiesta":null,"ambiti":[{"codice":"A"}]} | richiesta: panicked`},
		{"panic where none may be", `{ richiesta(id: "1") { id successive { id } } ambiti { codice } }`, palco{}, `{"richiesta":null,"ambiti":[{"codice":"A"}]} | richiesta.successive: panicked`},
		{"panic in a list", `{ richiesta(id: "1") { eventi { numero notifiche { id } } } }`, palco{},
			`{"richiesta":null} | richiesta.eventi[0].notifiche: panicked | richiesta.eventi[1].notifiche: panicked`},
		{"panic in the directive", `{ richiesta(id: "1") { id } }`, palco{vieta: func(any) error { panic("segreto") }}, `{"richiesta":null} | richiesta: panicked`},
		{"refused", `{ richiesta(id: "1") { id } }`, palco{vieta: func(any) error { return errRotto }}, `{"richiesta":null} | richiesta: rotto`},
		{"refused where none may be", `{ utente { nome } }`, palco{vieta: func(any) error { return errRotto }}, `null | utente: rotto`},
		{"withheld", `{ richiesta(id: "1") { id } }`, palco{vieta: func(any) error { return errZitto }}, `{"richiesta":null}`},
		{"withheld where none may be", `{ utente { nome } richiesta(id: "1") { id } }`, palco{vieta: func(any) error { return errZitto }}, `null | utente: cannot return null for non-null field Query.utente (Utente!): the resolver returned nil`},
		{"withheld below", `{ richiesta(id: "1") { id recapiti { email } successive { id } } }`,
			palco{vieta: func(obj any) error {
				if obj != nil {
					return errZitto
				}
				return nil
			}}, `{"richiesta":null} | richiesta.successive: cannot return null for non-null field Richiesta.successive ([Richiesta!]!): the resolver returned nil`},
		{"an argument that is not good", `{ sede(codice: "x") { codice } ambiti { codice } }`, palco{}, `{"sede":null,"ambiti":[{"codice":"A"}]} | sede.codice: `},
		{"in an object", `{ aziende(filtro: {stato: [ATTIVA], csc: "x"}) { totalCount } }`, palco{}, `null | aziende.filtro.csc: `},
	} {
		p := test.palco
		p.usuali()
		planned, library, s := p.esecutori()
		got, reference := chiede(t, planned, test.query, nil), ordinata(chiede(t, library, test.query, nil))
		if !strings.HasPrefix(ordinata(got), test.want) || ordinata(got) != reference {
			t.Errorf("%s:\nplan:    %s\nlibrary: %s\nwant:    %s", test.name, got, reference, test.want)
		}
		if s.Counts().Planned != 1 {
			t.Errorf("%s: %+v", test.name, s.Counts())
		}
	}
}

// ordinata has the errors of an answer in an order of their own: the library says them as they come.
func ordinata(answer string) string {
	parts := strings.Split(answer, " | ")
	slices.Sort(parts[1:])
	return strings.Join(parts, " | ")
}

// usuali are the answers that no test has changed.
func (p *palco) usuali() {
	if p.q.richiesta == nil {
		p.q.richiesta = func() (*model.Richiesta, error) { return completa(), nil }
	}
	if p.q.utente == nil {
		p.q.utente = func() (*model.Utente, error) { return &model.Utente{Nome: "Ada"}, nil }
	}
	if p.q.ambiti == nil {
		p.q.ambiti = func() ([]model.AmbitoRichiesta, error) { return []model.AmbitoRichiesta{{Codice: "A"}}, nil }
	}
}

// TestArguments: what a document says is read once for all, what the variables say in every response.
func TestArguments(t *testing.T) {
	var mu sync.Mutex // the library asks at the same time
	var got []string
	p := &palco{q: domande{aziende: func(f *model.FiltroAziende, first *int32, after *string) (*model.AziendaConnection, error) {
		text := "no filter"
		if f != nil && f.Testo != nil {
			text = *f.Testo
		}
		quante := "all"
		if first != nil {
			quante = fmt.Sprint(*first)
		}
		mu.Lock()
		defer mu.Unlock()
		got = append(got, fmt.Sprint(text, " ", quante, " ", after != nil))
		return &model.AziendaConnection{}, nil
	}}}
	p.usuali()
	planned, library, _ := p.esecutori()
	const query = `query ($n: Int = 7, $t: String, $f: FiltroAziende) {
		a: aziende(first: 3, filtro: {testo: "uno"}) { __typename } b: aziende(first: $n) { __typename }
		c: aziende(filtro: {testo: $t}, after: $t) { __typename } d: aziende(first: null, filtro: $f) { __typename } }`
	for _, vars := range []map[string]any{nil, {"n": 1, "t": "due"}, {"n": nil, "t": nil, "f": map[string]any{"testo": "tre"}}, {"n": 5}, nil} {
		var answers [2][]string
		for i := range answers {
			e := planned
			if i == 1 {
				e = library
			}
			got = nil
			chiede(t, e, query, vars)
			slices.Sort(got)
			answers[i] = got
		}
		if len(answers[0]) != 4 || !slices.Equal(answers[0], answers[1]) {
			t.Errorf("%v: %q, the library gives %q", vars, answers[0], answers[1])
		}
	}
}

// TestTogether: one plan answers many at once, each with variables of its own.
func TestTogether(t *testing.T) {
	p := &palco{q: domande{sede: func(c model.CodiceSede) (*model.Sede, error) {
		if c[3] == '9' {
			return nil, errRotto
		}
		return &model.Sede{Codice: c, Denominazione: strings.Repeat(string(c), 50), Orari: []model.OrarioApertura{}}, nil
	}}}
	p.usuali()
	planned, _, s := p.esecutori()
	const query = `query ($c: CodiceSede!, $no: Boolean!) { sede(codice: $c) { codice denominazione orari { servizio } } x: sede(codice: "4900") { codice } utente { nome @skip(if: $no) } }`
	ctx := graphql.StartOperationTrace(t.Context())
	first, errs := planned.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: map[string]any{"c": "1000", "no": false}})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var all sync.WaitGroup
	for g := range 32 {
		all.Go(func() {
			for i := range 30 {
				code := fmt.Sprintf("%02d%02d", g, i%10)
				op := &graphql.OperationContext{
					RawQuery: query, Doc: first.Doc, Operation: first.Operation, Variables: map[string]any{"c": code, "no": i%2 == 0},
					RecoverFunc: first.RecoverFunc, ResolverMiddleware: first.ResolverMiddleware, RootResolverMiddleware: first.RootResolverMiddleware,
				}
				nome, want := `"nome":"Ada"`, fmt.Sprintf(`{"codice":"%s","denominazione":"%s","orari":[]}`, code, strings.Repeat(code, 50))
				if i%2 == 0 {
					nome = ""
				}
				if code[3] == '9' {
					want = "null"
				}
				want = fmt.Sprintf(`{"sede":%s,"x":{"codice":"4900"},"utente":{%s}}`, want, nome)
				if code[3] == '9' {
					want += " | sede: rotto"
				}
				if got := risponde(planned, ctx, op); got != want {
					t.Errorf("%s\nwant %s", got, want)
				}
			}
		})
	}
	all.Wait()
	if c := s.Counts(); c.Planned != 32*30 || len(c.Left) > 0 {
		t.Errorf("%+v", c)
	}
}

// TestPasses: while something is lacking the walk is made again, and what went wrong before means nothing.
func TestPasses(t *testing.T) {
	walks := 0
	p := &palco{q: domande{utente: func() (*model.Utente, error) {
		if walks++; walks < 3 {
			return nil, errRotto
		}
		return &model.Utente{Nome: fmt.Sprint("Ada ", walks)}, nil
	}}}
	p.usuali()
	e := p.schema(func() bool { return walks < 3 })
	if got := chiede(t, esecutore(e), `{ utente { nome } }`, nil); got != `{"utente":{"nome":"Ada 3"}}` {
		t.Error(got)
	}
}

// TestLeft: what no plan covers the library answers, and it is counted why.
func TestLeft(t *testing.T) {
	p := &palco{}
	p.usuali()
	planned, library, s := p.esecutori()
	for _, query := range []string{`{ utente { nome } __schema { queryType { name } } }`, `{ __type(name: "Sede") { name } }`, `{ _service { sdl } }`, `{ utente { nome } }`} {
		if got, want := chiede(t, planned, query, nil), chiede(t, library, query, nil); got != want || len(got) < 10 {
			t.Errorf("%.200s\nlibrary: %.200s", got, want)
		}
	}
	c := s.Counts()
	if c.Planned != 1 || len(c.Left) != 3 || c.Left["Query.__schema"] != 1 || c.Left["Query.__type"] != 1 || c.Left["Query._service"] != 1 {
		t.Errorf("%+v", c)
	}
}
