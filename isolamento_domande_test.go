package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/graph/model"
)

// asked is one operation with its variables, the same for everybody who asks it.
type asked struct {
	name string
	text string
	doc  *ast.QueryDocument
	vars map[string]any
}

// aboutAll are operations that speak of all the companies of who asks.
var aboutAll = map[string]string{
	"elenco": `query Elenco { aziende(first: 50, ordine: {campo: MATRICOLA}) { totalCount nodes { ` + always["Azienda"] + ` denominazione stato } } }`,
	"ricerca": `query Ricerca { aziende(first: 5, ordine: {campo: MATRICOLA}) { totalCount nodes { ` + always["Azienda"] + ` denominazione
		sintetici { denominazione } complementari { emens(first: 1) { totalCount } } } } }`,
	"mie": `query Mie { utente { ` + always["Utente"] + ` deleghe(first: 50) { totalCount nodes { ` + always["Delega"] + `
		azienda { ` + always["Azienda"] + ` denominazione } } } } }`,
}

// aboutOne are operations on one company.
var aboutOne = map[string]string{
	"posizione": `query Posizione($m: Matricola!) { azienda(matricola: $m) { ` + always["Azienda"] + ` denominazione sede { comune } } }`,
	"separata": `query Separata($m: Matricola!) { azienda(matricola: $m) { ` + always["Azienda"] + ` complementari {
		committente10(first: 200) { totalCount nodes { ` + always["Committente10"] + ` periodo } } } } }`,
	"fascicolo": `query Fascicolo($m: Matricola!) { azienda(matricola: $m) { ` + always["Azienda"] + ` denominazione sintetici { denominazione }
		dettaglio { dipendenze(first: 2) { totalCount } aziendeStessoCodiceFiscale(first: 3) { nodes { ` + always["AziendaStessoCodiceFiscale"] + `
			denominazione azienda { ` + always["Azienda"] + ` denominazione } } } }
		complementari { emens(first: 1) { totalCount } committente10(first: 2) { totalCount nodes { ` + always["Committente10"] + ` } } } } }`,
	"conferite": `query Conferite($m: Matricola!) { azienda(matricola: $m) { ` + always["Azienda"] + ` deleghe(first: 50) { totalCount nodes { ` + always["Delega"] + ` } } } }`,
	"nodo":      `query Nodo($id: ID!) { node(id: $id) { x_tipo: __typename ... on Azienda { ` + always["Azienda"] + ` denominazione } } }`,
	"entita": `query Entita($r: [_Any!]!) { _entities(representations: $r) { x_tipo: __typename
		... on Azienda { ` + always["Azienda"] + ` denominazione stato complementari { committente10(first: 1) { totalCount nodes { ` + always["Committente10"] + ` } } } } } }`,
}

// questions are all operations on all hot companies; of the map, those of one company are under its matricola, the others
// under the empty one.
func questions(schema *ast.Schema, hot []model.Azienda) map[model.Matricola][]asked {
	all := map[model.Matricola][]asked{}
	parse := func(text string) *ast.QueryDocument {
		return gqlparser.MustLoadQueryWithRules(schema, text, rules.NewDefaultRules())
	}
	for _, name := range slices.Sorted(maps.Keys(aboutAll)) {
		all[""] = append(all[""], asked{name, aboutAll[name], parse(aboutAll[name]), nil})
	}
	for _, name := range slices.Sorted(maps.Keys(aboutOne)) {
		doc := parse(aboutOne[name])
		for i, a := range hot {
			vars := map[string]any{"m": string(a.Matricola)}
			switch name {
			case "nodo":
				vars = map[string]any{"id": "AZ-" + string(a.Matricola)}
			case "entita":
				vars = map[string]any{"r": []any{rep("Azienda", string(a.Matricola)), rep("Azienda", string(hot[(i+1)%len(hot)].Matricola))}}
			}
			all[a.Matricola] = append(all[a.Matricola], asked{name, aboutOne[name], doc, vars})
		}
	}
	return all
}

// exact judges what can be said of the whole answer to an operation, besides that nothing in it is wrong.
func (c *checker) exact(q asked, a answer) {
	switch q.name {
	case "elenco":
		c.exactList(a)
	case "separata":
		c.exactMonths(q, a)
	case "richieste":
		c.exactRequests(a)
	case "appuntamenti":
		c.exactAppointments(a)
	}
}

// exactList: a list holds every company that the user may know and no other.
func (c *checker) exactList(a answer) {
	page, _ := a.Data["aziende"].(map[string]any)
	var got, want []string
	for _, n := range page["nodes"].([]any) {
		got = append(got, n.(map[string]any)["x_matricola"].(string))
	}
	for _, v := range c.visible() {
		want = append(want, string(v.Matricola))
	}
	if !slices.Equal(got, want[:min(50, len(want))]) {
		c.reject("aziende", "lists %v, want %v", got, want)
	}
}

// exactMonths: the months of a payer hold every collaborator whom the user may see and no other.
func (c *checker) exactMonths(q asked, a answer) {
	company := c.aziende[model.Matricola(q.vars["m"].(string))]
	found, _ := a.Data["azienda"].(map[string]any)
	if found == nil || !c.knows(company) || !c.may(company, model.ServizioGestioneSeparata) {
		return // judged already
	}
	some, all := c.people(company)
	got, want := map[string]string{}, map[string]string{}
	group, _ := found["complementari"].(map[string]any)
	section, _ := group["committente10"].(map[string]any)
	for _, n := range section["nodes"].([]any) {
		month := n.(map[string]any)
		got[fmt.Sprint(month["periodo"])] = who(month["x_collaboratori"], nil, true)
	}
	for _, doc := range c.rows["committente10"][string(company.CodiceFiscale)] {
		if theirs := who(doc["collaboratori"], some, all); theirs != "" || all {
			want[fmt.Sprint(doc["periodo"])] = theirs
		}
	}
	if !maps.Equal(got, want) {
		c.reject("committente10", "months of %d collaborators: %v, want %v", len(some), got, want)
	}
}

// who are the collaborators of a month, those of some or all.
func who(list any, some []model.CodiceFiscale, all bool) string {
	text := ""
	people, _ := list.([]any)
	for _, p := range people {
		if cf, _ := p.(map[string]any)["cfCollaboratore"].(string); all || slices.Contains(some, model.CodiceFiscale(cf)) {
			text += cf + " "
		}
	}
	return text
}

// tags are the entity tags that anybody received, with the answers that they stand for.
type tags struct {
	mu    sync.Mutex
	known map[string][]string // by operation and variables
	of    map[string]answer   // by tag
	same  int                 // how often somebody was told that he has an answer already
}

// some is a tag that somebody received for the same question, or now and then for another; empty when there is none.
func (g *tags) some(r *rand.Rand, key string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	list := g.known[key]
	if r.IntN(10) == 0 && len(g.known) > 0 {
		list = g.known[one(r, slices.Sorted(maps.Keys(g.known)))]
	}
	if len(list) == 0 {
		return ""
	}
	return one(r, list)
}

// learn keeps the tag of an answer, and says what is wrong with it.
func (g *tags) learn(key string, a answer) error {
	tag := a.Header.Get("ETag")
	if tag == "" || a.Status != http.StatusOK {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	before, known := g.of[tag]
	if !known {
		g.of[tag] = a
	} else if was, is := fmt.Sprint(before.Data), fmt.Sprint(a.Data); was != is {
		return fmt.Errorf("one tag for %.300s and for %.300s", was, is)
	}
	if !slices.Contains(g.known[key], tag) {
		g.known[key] = append(g.known[key], tag)
	}
	return nil
}

// get asks by GET for what has changed since the answer with a tag. An answer that has not is the one with the tag.
func (g *tags) get(t *testing.T, s *server, token string, q asked, tag string) answer {
	t.Helper()
	values := url.Values{"query": {q.text}}
	if q.vars != nil {
		values.Set("variables", mustJSON(t, q.vars))
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/graphql?"+values.Encode(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNotModified {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.same++
		return g.of[tag]
	}
	a := answer{Status: response.StatusCode, Header: response.Header}
	if a.Body, err = io.ReadAll(response.Body); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(a.Body, &a); err != nil {
		t.Fatalf("%v in %s", err, a.Body)
	}
	return a
}
