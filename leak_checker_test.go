package main

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/graph/model"
)

// checker compares an answer with what the oracle says, walking it along the operation.
type checker struct {
	oracle
	schema *ast.Schema
	vars   map[string]any
	errs   map[string]any  // code by path
	due    map[string]bool // paths where FORBIDDEN is right
	wrong  []string
	judged map[string]int // how often each kind of thing was seen: a test that sees none proves nothing
}

// place is where in an answer an object stands.
type place struct {
	path    string
	azienda *model.Azienda // the company that is being spoken of
	section string         // and the section of it

	richiesta    *model.Richiesta    // and the request, or
	appuntamento *model.Appuntamento // the appointment
	evento       int32               // and its event

	verifica *model.RegolaritaContributiva // the check of the company
	righe    []rigaVerifica                // and the rows of one of its lists
}

// public are the fields of a row that points at another company which anybody who sees the row may read.
var public = map[string][]string{
	"AziendaCollegata":           {"matricola", "denominazione", "stato", "sede", "tipoRelazione", "verso", "dal", "al"},
	"AziendaStessoCodiceFiscale": {"matricola", "denominazione", "stato", "sede", "csc", "dataInizio", "dataFine", "isRiferimento"},
	"PosizioneDiRiferimento":     {"matricola", "denominazione", "stato", "sede", "dal", "motivo", "fonte", "aggiornatoAl"},
}

// stored are the collections of what has another name in the graph.
var stored = map[string]string{"Azienda": "aziende", "DatiSintetici": "aziende", "DatiInfocamere": "imprese"}

var (
	codes  = []any{"NOT_FOUND", "FORBIDDEN", "BAD_USER_INPUT"}
	fiscal = regexp.MustCompile(`\b([A-Z]{6}[0-9A-Z]{10}|\d{10,11})\b`)
)

func (c *checker) reject(at, format string, args ...any) {
	c.wrong = append(c.wrong, at+": "+fmt.Sprintf(format, args...))
}

// check judges a whole answer.
func (c *checker) check(query string, a answer) {
	c.judge(gqlparser.MustLoadQueryWithRules(c.schema, query, rules.NewDefaultRules()), a)
}

// judge judges a whole answer to an operation that was parsed before; it changes nothing of it.
func (c *checker) judge(doc *ast.QueryDocument, a answer) {
	c.errs, c.due = map[string]any{}, map[string]bool{}
	for _, e := range a.Errors {
		var path []string
		for _, p := range e.Path {
			path = append(path, fmt.Sprint(p))
		}
		at, code := strings.Join(path, "."), e.Extensions["code"]
		c.errs[at] = code
		if !slices.Contains(codes, code) || code == "NOT_FOUND" && len(path) != 1 {
			c.reject(at, "code %v", code)
		}
		if c.personal(e.Message) {
			c.reject(at, "personal data in %q", e.Message)
		}
	}
	if a.Data != nil {
		c.object(c.schema.Query, doc.Operations[0].SelectionSet, a.Data, place{})
	} else if !c.badInput("") && !c.refused(doc) {
		c.reject("", "no data: %s", a.Body)
	}
	for at, code := range c.errs {
		if a.Data != nil && code == "FORBIDDEN" && !c.due[at] {
			c.reject(at, "FORBIDDEN, but the oracle allows it")
		}
	}
}

// selected are the fields that a selection asks of an object, by the name they have in the answer.
func (c *checker) selected(def *ast.Definition, set ast.SelectionSet, into map[string]*ast.Field) {
	for _, s := range set {
		var directives ast.DirectiveList
		var inner ast.SelectionSet
		cond := def.Name
		switch s := s.(type) {
		case *ast.Field:
			if c.included(s.Directives) {
				into[s.Alias] = s
			}
			continue
		case *ast.InlineFragment:
			directives, inner, cond = s.Directives, s.SelectionSet, s.TypeCondition
		case *ast.FragmentSpread:
			directives, inner, cond = s.Directives, s.Definition.SelectionSet, s.Definition.TypeCondition
		}
		if c.included(directives) && (cond == "" || cond == def.Name || slices.Contains(def.Interfaces, cond)) {
			c.selected(def, inner, into)
		}
	}
}

func (c *checker) included(directives ast.DirectiveList) bool {
	for _, d := range directives {
		if d.ArgumentMap(c.vars)["if"] != (d.Name == "include") {
			return false
		}
	}
	return true
}

// object judges an object and all that is in it.
func (c *checker) object(def *ast.Definition, set ast.SelectionSet, data map[string]any, at place) {
	if name, ok := data["x_tipo"].(string); ok {
		def = c.schema.Types[name]
	}
	fields := map[string]*ast.Field{}
	c.selected(def, set, fields)
	for name := range data {
		if fields[name] == nil {
			c.reject(at.path, "%s was not asked", name)
		}
	}
	switch def.Name {
	case "Azienda":
		a, exists := c.aziende[model.Matricola(fmt.Sprint(data["x_matricola"]))]
		if !exists || !c.knows(a) {
			c.reject(at.path, "LEAK of the company %v", data["x_matricola"])
		}
		at = place{path: at.path, azienda: &a}
	case "Delega":
		d, exists := c.deleghe[fmt.Sprint(data["x_id"])]
		if !exists || !c.party(d) {
			c.reject(at.path, "LEAK of the delega %v", data["x_id"])
		} else if data["x_stato"] != string(d.Stato) {
			c.reject(at.path, "a delega that is %v, the oracle says %s", data["x_stato"], d.Stato)
		}
		c.judged["delega"]++
	case "Utente":
		if data["x_cf"] != string(c.who.CodiceFiscale) || data["x_profilo"] != string(c.who.Profilo) {
			c.reject(at.path, "LEAK of the user %v", data["x_cf"])
		}
	case "Committente10":
		c.month(data, at)
	case "Richiesta":
		at = c.request(data, at)
	case "EventoRichiesta":
		at = c.event(data, at)
	case "Appuntamento":
		at = c.appointment(data, at)
	case "EventoAppuntamento":
		at = c.happening(data, at)
	case "Fascia":
		c.interval(data, at)
	case "Allegato":
		c.document(data, at)
	case "Notifica":
		c.notice(data, at)
	case "RegolaritaContributiva":
		at = c.regularity(data, at)
	case "MotivazioneRegolarita", "CausaIrregolarita":
		c.row(data, at)
	}
	c.ownRow(def, fields, data, at)
	for name, f := range fields {
		inner := at
		inner.path = strings.TrimPrefix(at.path+"."+name, ".")
		value, there := data[name]
		if !there {
			c.reject(inner.path, "missing")
		}
		c.field(def, f, value, data, inner)
	}
}

// field judges one field of an object, then what is in it.
func (c *checker) field(def *ast.Definition, f *ast.Field, value any, of map[string]any, at place) {
	if guard := f.Definition.Directives.ForName("accesso"); guard != nil {
		if s := guard.Arguments.ForName("servizio"); s != nil {
			at.section = f.Name
			c.section(f, model.Servizio(s.Value.Raw), value, at)
		}
	}
	if at.verifica != nil {
		if rows, list := rowsOf(at.verifica, def.Name, f.Name, of); list {
			at.righe = rows
			if given, _ := value.([]any); len(given) != len(rows) {
				c.reject(at.path, "%d rows, the archive has %d", len(given), len(rows))
			}
		}
	}
	switch {
	case def == c.schema.Query:
		c.root(f, value, at)
	case def.Name == "Richiesta":
		c.ofRequest(f, value, at)
	case def.Name == "Appuntamento":
		c.ofAppointment(f, value, at)
	case (def.Name == "EventoRichiesta" || def.Name == "EventoAppuntamento") && f.Name == "notifiche":
		c.notices(value, at)
	case def.Name == "Notifica":
		c.ofNotice(f, value, at)
	case def.Name == "Azienda" && f.Name == "richieste":
		c.requests(f, value, at)
	case def.Name == "Azienda" && f.Name == "appuntamenti":
		c.appointments(f, value, at)
	case def.Name == "Azienda" && f.Name == "disponibilita":
		c.free(f, value, at)
	case public[def.Name] != nil && !slices.Contains(public[def.Name], f.Name):
		a, exists := c.aziende[model.Matricola(fmt.Sprint(of["x_matricola"]))]
		c.link(f.Name, value, at, exists && c.knows(a))
	case def.Name == "Delega" && f.Name == "azienda":
		d := c.deleghe[fmt.Sprint(of["x_id"])]
		if d.Posizione == nil {
			return // unknown, and rejected for it
		}
		a, exists := c.aziende[model.Matricola(d.Posizione.Codice)]
		onOne := d.Tipo != model.TipoDelegaMaster && d.Posizione.Gestione == model.GestioneContributivaDipendenti
		c.link(f.Name, value, at, exists && onOne && c.knows(a))
	}
	c.inside(f, value, at)
}

func (c *checker) inside(f *ast.Field, value any, at place) {
	switch v := value.(type) {
	case []any:
		for i, item := range v {
			inner := at
			inner.path += "." + strconv.Itoa(i)
			c.inside(f, item, inner)
		}
	case map[string]any:
		c.object(c.schema.Types[f.Definition.Type.Name()], f.SelectionSet, v, at)
	}
}

// link judges a field that leads to another company, or speaks of it.
func (c *checker) link(name string, value any, at place, known bool) {
	c.judged[fmt.Sprint("link ", known)]++
	if known != (value != nil) {
		c.reject(at.path, "%s is %v, known: %t", name, value, known)
	}
}

// section judges a section of a company: there when the service may be used, refused when not.
func (c *checker) section(f *ast.Field, s model.Servizio, value any, at place) {
	allowed := c.may(*at.azienda, s)
	c.judged[fmt.Sprint("section ", allowed)]++
	isPage := c.schema.Types[f.Definition.Type.Name()].Fields.ForName("pageInfo") != nil
	switch {
	case !allowed && value != nil:
		c.reject(at.path, "LEAK of the section of %s", at.azienda.Matricola)
	case !allowed && c.errs[at.path] != "FORBIDDEN":
		c.reject(at.path, "no FORBIDDEN")
	case allowed && isPage && value == nil && !c.badInput(at.path):
		c.reject(at.path, "hidden, but the oracle allows it: %v", c.errs[at.path])
	}
	c.due[at.path] = !allowed
}

// badInput says whether an argument of a field was refused; the path of the error may go on with its name.
func (c *checker) badInput(path string) bool {
	for at, code := range c.errs {
		if code == "BAD_USER_INPUT" && (path == "" || strings.HasPrefix(at+".", path+".")) {
			return true
		}
	}
	return false
}

// month judges a month of a payer of collaborators.
func (c *checker) month(data map[string]any, at place) {
	some, all := c.people(*at.azienda)
	c.judged[fmt.Sprint("month ", all)]++
	for _, one := range data["x_collaboratori"].([]any) {
		who := model.CodiceFiscale(one.(map[string]any)["cfCollaboratore"].(string))
		if !all && !slices.Contains(some, who) {
			c.reject(at.path, "LEAK of a collaborator")
		}
	}
	if !all && (data["x_versato"] != nil || data["x_saldo"] != nil) {
		c.reject(at.path, "LEAK of what was paid")
	}
}

// ownRow judges whether a row is of the company under which it stands: some document of that company must hold all its texts.
func (c *checker) ownRow(def *ast.Definition, fields map[string]*ast.Field, data map[string]any, at place) {
	collection, isSection := at.section, c.rows[at.section] != nil
	if name := stored[def.Name]; name != "" {
		collection = name
	} else if !isSection || c.rowOf(at.section) != def.Name || at.azienda == nil || public[def.Name] != nil {
		return
	}
	if at.azienda == nil || def.Name == "Delega" {
		return
	}
	owned := append(slices.Clone(c.rows[collection][string(at.azienda.Matricola)]), c.rows[collection][string(at.azienda.CodiceFiscale)]...)
	c.judged["row"]++
	if !slices.ContainsFunc(owned, func(doc map[string]any) bool {
		for name, f := range fields {
			got, isText := data[name].(string)
			if want, raw := doc[f.Name].(string); isText && raw && got != want {
				return false
			}
		}
		return true
	}) {
		c.reject(at.path, "a row of another company than %s: %v", at.azienda.Matricola, data)
	}
}

// rowOf is the type of the rows of a section.
func (c *checker) rowOf(section string) string {
	for _, group := range []string{"DatiDettaglio", "DatiComplementari"} {
		if f := c.schema.Types[group].Fields.ForName(section); f != nil {
			return c.schema.Types[f.Type.Name()].Fields.ForName("nodes").Type.Name()
		}
	}
	return ""
}

// personal says whether a message speaks of somebody.
func (c *checker) personal(message string) bool {
	for _, a := range c.aziende {
		if strings.Contains(message, a.Denominazione) {
			return true
		}
	}
	return fiscal.MatchString(message)
}
