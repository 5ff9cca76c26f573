package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/graph"
)

// word is an enum value in a document: written bare.
type word string

// object is something that is neither a text nor a number.
var object = map[string]any{"x": "oggetto"}

// badOf are values that are wrong for every input of a type. A scalar that is not here fails the test.
var badOf = map[string][]any{
	"Matricola":     {"", "990001001", "99000100110", "99000A0011", "٩٩٠٠٠١٠٠١١", 9900010011, true, object, []any{"9900010011"}},
	"CodiceFiscale": {"", "SLAMRC75D12A000X", "SLAMRC75D12A000", "SLAMRC75D32A000F", "10000011056", "1000001105", "00000000000", 10000011055, false, object},
	"CodiceSede":    {"", "490", "49000", "49A0", 4900, true, object},
	"Csc":           {"", "1060", "106021", "1.06.02", 10602, true, object},
	"Data":          {"", "2026-02-30", "2026-13-01", "30/10/2026", "2026-1-1", "2026-10-28T15:04:00Z", 20261028, true, object},
	"Int":           {-1, 201, 3000000000, -3000000000, 1.5, "dieci", "10", true, object},
	"String":        {true, 12.25, 7777, object},
	"ID":            {true, 1.5, object},
	"Boolean":       {"segretissimo", 7777, object},
	"_Any":          {"testo", 7777, true, object},
	"Upload":        {"segretissimo", 7777, true, object},
}

// rep is a representation of an entity of another graph.
func rep(typename, key any) map[string]any {
	return map[string]any{"__typename": typename, "matricola": key, "codice": key}
}

// badAt are values that are wrong for one input, by its name; an Int, String or ID that is not here fails the test.
var badAt = map[string][]any{
	"first":               {-2},
	"after":               {"", "zz", "cursore d'altri", cursorOf("emens"), cursorOf("dipendenze"), cursorOf("aziende")},
	"Query.node.id":       {"", "ZZ-1234", "AZ-", "AZ-12", "AZ-99000A0011", "SD-49", "SD-4900A"},
	"FiltroAziende.testo": {"", " ", "x", "!?-", strings.Repeat("lungo", 21)},
	"ConferisciDelegaInput.chiaveIdempotenza": {},
	"ConferisciDelegaInput.parentId":          {},
	"RevocaDelegaInput.chiaveIdempotenza":     {},
	"RevocaDelegaInput.id":                    {},
	"chiaveIdempotenza":                       {},
	"commento":                                {},
	"testo":                                   {},
	"versione":                                {},
	"rispostaA":                               {},
	"protocollo":                              {},
	"ambito":                                  {},
	"oggetto":                                 {},
	"email":                                   {},
	"cellulare":                               {},
	"Query.richiesta.id":                      {},
	"Query.appuntamento.id":                   {},
	"Query.stampa.id":                         {},
	"FiltroAppuntamenti.argomento":            {},
	"PrenotaAppuntamentoInput.fascia":         {},
	"PrenotaAppuntamentoInput.argomento":      {},
	"PrenotaAppuntamentoInput.telefono":       {},
	"PrenotaAppuntamentoInput.note":           {},
	"PrenotaAppuntamentoInput.richieste":      {},
	"ConfermaAppuntamentoInput.id":            {},
	"AnnullaAppuntamentoInput.id":             {},
	"AnnullaAppuntamentoInput.motivo":         {},
	"ConcludiAppuntamentoInput.id":            {},
	"PubblicaFasceInput.puntoConsulenza":      {},
	"PubblicaFasceInput.linkWeb":              {},
	"PubblicaFasceInput.sostituisci":          {},
	"VerificaRegolaritaInput.simulazione":     {},
	"durata":                                  {},
	"posti":                                   {},
	"PrendiInCaricoInput.id":                  {},
	"SmistaRichiestaInput.id":                 {},
	"CommentaRichiestaInput.id":               {},
	"ChiudiRichiestaInput.id":                 {},
	"Query._entities.representations": {rep(nil, "9900010011"), rep("Delega", "D-55"), rep(object, "9900010011"), rep("Sede", "490"),
		rep("Azienda", nil), rep("Azienda", "99000A0011"), rep("Azienda", 9900010011), rep("Azienda", object), map[string]any{"__typename": "Azienda"}},
}

// good are what else an operation needs, so that only the value under test is wrong.
var good = map[string]string{
	"Query.azienda.matricola": `"9900010011"`, "Query.node.id": `"AZ-9900010011"`, "Query.sede.codice": `"4900"`,
	"OrdineAziende.campo":        `DENOMINAZIONE`,
	"ConferisciDelegaInput.tipo": `INDIRETTA_INTERMEDIARIO`, "ConferisciDelegaInput.matricola": `"9900010011"`,
	"ConferisciDelegaInput.delegato": `"VLLPLA79S21A000I"`, "ConferisciDelegaInput.qualifica": `AVVOCATO`,
	"ConferisciDelegaInput.servizi": `[CASSETTO]`, "RevocaDelegaInput.id": `"D-55"`,
	"Query.richiesta.id": `"R-1"`, "InviaRichiestaInput.matricola": `"9900010011"`, "InviaRichiestaInput.tipo": `GENERICA`,
	"InviaRichiestaInput.testo": `"x"`, "InviaRichiestaInput.recapiti": `{email: "a@example.org"}`,
	"PrendiInCaricoInput.id": `"R-1"`, "PrendiInCaricoInput.commento": `"x"`, "SmistaRichiestaInput.id": `"R-1"`, "SmistaRichiestaInput.commento": `"x"`,
	"CommentaRichiestaInput.id": `"R-1"`, "CommentaRichiestaInput.commento": `"x"`,
	"ChiudiRichiestaInput.id": `"R-1"`, "ChiudiRichiestaInput.commento": `"x"`, "ChiudiRichiestaInput.esito": `ACCOLTA`,
	"Query.appuntamento.id": `"A-1"`, "Query.stampa.id": `"S-1"`, "Query.calendario.dal": `"2026-01-01"`, "Query.calendario.al": `"2026-01-31"`,
	"Azienda.disponibilita.dal": `"2026-01-01"`, "Azienda.disponibilita.al": `"2026-01-31"`,
	"PrenotaAppuntamentoInput.matricola": `"9900010011"`, "PrenotaAppuntamentoInput.fascia": `"F-1"`, "PrenotaAppuntamentoInput.argomento": `"F24"`,
	"PrenotaAppuntamentoInput.telefono": `"x"`, "PrenotaAppuntamentoInput.note": `"x"`, "ConfermaAppuntamentoInput.id": `"A-1"`,
	"AnnullaAppuntamentoInput.id": `"A-1"`, "ConcludiAppuntamentoInput.id": `"A-1"`, "ConcludiAppuntamentoInput.esito": `SVOLTO`,
	"PubblicaFasceInput.sede": `"4900"`, "PubblicaFasceInput.dal": `"2026-01-01"`, "PubblicaFasceInput.al": `"2026-01-31"`,
	"PubblicaFasceInput.orari": `[{giorno: LUNEDI, da: "09:00", a: "11:00"}]`, "PubblicaFasceInput.durata": `30`, "PubblicaFasceInput.posti": `1`,
	"PubblicaFasceInput.modalita": `[IN_SEDE]`,
}

// reach is how to come to the fields of a type.
var reach = map[string]string{
	"Query": `query %s{ %s }`, "Mutation": `mutation %s{ %s }`, "Utente": `query %s{ utente { %s } }`,
	"Azienda":           `query %s{ azienda(matricola: "9900010011") { %s } }`,
	"DatiDettaglio":     `query %s{ azienda(matricola: "9900010011") { dettaglio { %s } } }`,
	"DatiComplementari": `query %s{ azienda(matricola: "9900010011") { complementari { %s } } }`,
}

// cursorOf stands for a cursor that another list gave.
type cursorOf string

// input is one argument or input field.
type input struct {
	name string
	typ  *ast.Type
	ask  func(declared, value string) string // an operation with a value in its place
}

// inputs are all the arguments and input fields of the schema.
func inputs(t *testing.T, s *ast.Schema) []input {
	t.Helper()
	var all []input
	for _, parent := range slices.Sorted(maps.Keys(s.Types)) {
		if parent == "Entity" || parent == "Subscription" { // the library's list of resolvers, to which no query leads; a stream: vivo_test.go
			continue
		}
		for _, f := range s.Types[parent].Fields {
			if len(f.Arguments) == 0 || strings.HasPrefix(f.Name, "__") || strings.HasPrefix(parent, "__") {
				continue
			}
			if reach[parent] == "" {
				t.Errorf("no way to %s.%s", parent, f.Name)
				continue
			}
			for _, a := range f.Arguments {
				call := func(declared, value string) string {
					args := []string{a.Name + ": " + value}
					for _, other := range f.Arguments {
						if g := good[parent+"."+f.Name+"."+other.Name]; other != a && g != "" {
							args = append(args, other.Name+": "+g)
						}
					}
					return fmt.Sprintf(reach[parent], declared, f.Name+"("+strings.Join(args, ", ")+") { __typename }")
				}
				name := parent + "." + f.Name + "." + a.Name
				all = append(all, input{name, a.Type, call})
				if def := s.Types[a.Type.Name()]; def.Kind == ast.InputObject {
					all = append(all, inputFields(def, call)...)
				}
			}
		}
	}
	return all
}

// inputFields are the fields of an input object that stands in an operation.
func inputFields(def *ast.Definition, in func(declared, value string) string) []input {
	var all []input
	for _, f := range def.Fields {
		all = append(all, input{def.Name + "." + f.Name, f.Type, func(declared, value string) string {
			fields := []string{f.Name + ": " + value}
			for _, other := range def.Fields {
				if g := good[def.Name+"."+other.Name]; other != f && g != "" {
					fields = append(fields, other.Name+": "+g)
				}
			}
			return in(declared, "{"+strings.Join(fields, ", ")+"}")
		}})
	}
	return all
}

// bad are the values to try on an input; it fails the test when nobody thought of it.
func bad(t *testing.T, s *ast.Schema, in input) []any {
	t.Helper()
	def := s.Types[in.typ.Name()]
	short := in.name[strings.LastIndexByte(in.name, '.')+1:]
	special, thought := badAt[in.name]
	if !thought {
		special, thought = badAt[short]
	}
	values, known := badOf[def.Name]
	switch {
	case def.Kind == ast.Enum:
		values = []any{word("SCONOSCIUTO"), "SCONOSCIUTO", strings.ToLower(def.EnumValues[0].Name), 7777, true, object}
	case def.Kind == ast.InputObject:
		values = []any{"testo", 7777, true, map[string]any{"ignoto": "segretissimo"}}
	case !known || def.BuiltIn && !thought:
		t.Errorf("%s: no case for %s", in.name, in.typ)
	}
	if slices.Contains([]string{"versione", "durata", "posti"}, short) { // any number may have been one, or the command refuses it itself
		values = slices.DeleteFunc(slices.Clone(values), func(v any) bool { return v == -1 || v == 201 })
	}
	values = slices.Concat(values, special)
	if in.typ.Elem != nil {
		for i, v := range values {
			values[i] = []any{v}
		}
		values = append(values, []any{nil})
	}
	if in.typ.NonNull {
		values = append(values, nil)
	}
	return values
}

// literal writes a value in a document.
func literal(v any) string {
	switch v := v.(type) {
	case word:
		return string(v)
	case string:
		return strconv.Quote(v)
	case nil:
		return "null"
	case []any:
		return "[" + literal(v[0]) + "]"
	case map[string]any:
		var fields []string
		for name, value := range v {
			fields = append(fields, name+": "+literal(value))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	}
	return fmt.Sprint(v)
}

// TestBadInput: every bad value of every argument and input field, in the document and in a variable, is refused with a code,
// a sentence in Italian that does not repeat it and the path of the field; nothing is stored.
func TestBadInput(t *testing.T) {
	s, schema := boot(t, map[string]string{"CASSETTO_LIMITI": policy(t, manyKeys)}), graph.NewExecutableSchema(graph.Config{}).Schema()
	const stored = `{ azienda(matricola: "9900010011") { deleghe(first: 200) { nodes { id stato } } appuntamenti { totalCount } } }`
	before := string(s.ask(t, "rappresentante", stored, nil).Body)
	cursors := cursorsOf(t, s)
	for _, in := range inputs(t, schema) {
		t.Run(in.name, func(t *testing.T) {
			for _, v := range bad(t, schema, in) {
				if list, ok := v.(cursorOf); ok {
					if strings.Contains(in.name, "."+string(list)+".") {
						continue // its own
					}
					v = cursors[string(list)]
				}
				refused(t, s, schema, in.ask("", literal(v)), nil, v)
				refused(t, s, schema, in.ask("($v: "+in.typ.String()+") ", "$v"), map[string]any{"v": v}, v)
			}
			if in.typ.NonNull {
				refused(t, s, schema, in.ask("($v: "+in.typ.String()+") ", "$v"), nil, "")
			}
		})
	}
	for _, test := range wholes {
		t.Run(test.name, func(t *testing.T) { refused(t, s, schema, test.query, test.vars, test.secret) })
	}
	for _, test := range notAccepted {
		t.Run("not accepted: "+test.code, func(t *testing.T) {
			a := s.ask(t, "rappresentante", test.query, nil)
			for _, payload := range a.Data {
				p := payload.(map[string]any)
				if errori := p["errori"].([]any); p["delega"] == nil && len(errori) == 1 && errori[0].(map[string]any)["codice"] == test.code {
					return
				}
			}
			t.Errorf("%s", a.Body)
		})
	}
	if after := string(s.ask(t, "rappresentante", stored, nil).Body); after != before {
		t.Errorf("something was stored:\n%s\nbefore:\n%s", after, before)
	}
}

// cursorsOf are cursors that lists gave.
func cursorsOf(t *testing.T, s *server) map[string]string {
	t.Helper()
	a := s.ask(t, "rappresentante", `{ aziende(first: 1) { edges { cursor } } azienda(matricola: "9900010011") {
		dettaglio { dipendenze(first: 1) { edges { cursor } } } complementari { emens(first: 1) { edges { cursor } } } } }`, nil)
	company := a.Data["azienda"].(map[string]any)
	cursors := map[string]string{}
	for name, list := range map[string]any{
		"aziende": a.Data["aziende"], "dipendenze": company["dettaglio"].(map[string]any)["dipendenze"],
		"emens": company["complementari"].(map[string]any)["emens"],
	} {
		cursors[name] = list.(map[string]any)["edges"].([]any)[0].(map[string]any)["cursor"].(string)
	}
	return cursors
}

var english = regexp.MustCompile(`(?i)\b(must|cannot|invalid|unknown|expected|values?|not|the|is|be|defined|fields?|use|type|string|error)\b`)

// refused sends an operation with a bad value and judges the answer.
func refused(t *testing.T, s *server, schema *ast.Schema, query string, vars map[string]any, value any) {
	t.Helper()
	wanted := "BAD_USER_INPUT"
	if _, err := gqlparser.LoadQueryWithRules(schema, query, rules.NewDefaultRules()); err != nil {
		wanted = "GRAPHQL_VALIDATION_FAILED" // the document itself is wrong: it is refused before it is executed
	}
	who := "rappresentante"
	if strings.Contains(query, "notificheNonRecapitate") || strings.Contains(query, "calendario") {
		who = "operatore"
	}
	a := s.ask(t, who, query, vars)
	at := fmt.Sprintf("%s %v: %s", query, vars, a.Body)
	if len(a.Errors) == 0 {
		t.Errorf("accepted: %s", at)
	}
	for _, e := range a.Errors {
		switch {
		case e.Extensions["code"] != wanted:
			t.Errorf("want %s: %s", wanted, at)
		case wanted == "BAD_USER_INPUT" && len(e.Path) == 0:
			t.Errorf("no path: %s", at)
		case wanted == "BAD_USER_INPUT" && (english.MatchString(e.Message) || !strings.HasSuffix(e.Message, ".")):
			t.Errorf("not a sentence in Italian: %s", at)
		}
		for _, secret := range texts(value) {
			if len(secret) > 1 && strings.Contains(e.Message, secret) {
				t.Errorf("repeats the value: %s", at)
			}
		}
	}
}

// texts are the parts of a value that a message must not repeat.
func texts(v any) []string {
	switch v := v.(type) {
	case []any:
		return texts(v[0])
	case map[string]any:
		var all []string
		for _, one := range v {
			all = append(all, texts(one)...)
		}
		return all
	case bool, nil:
		return nil
	}
	return []string{fmt.Sprint(v)}
}
