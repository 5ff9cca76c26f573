package main

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"cassetto/graph/model"
	"cassetto/sources/comunicazioni"
)

// aboutRequests are operations on requests: of all companies, of one, and on one request.
var aboutRequests = map[string]string{
	"richieste": `query Richieste { richieste(first: 50) { totalCount nodes { ` + always["Richiesta"] + ` stato recapiti { email } } } }`,
	"dialogo": `query Dialogo($m: Matricola!) { azienda(matricola: $m) { ` + always["Azienda"] + ` richieste(first: 8) { totalCount nodes { ` + always["Richiesta"] + `
		stato recapiti { email cellulare } filo { ` + always["Richiesta"] + ` recapiti { email } }
		eventi { ` + always["EventoRichiesta"] + ` notifiche { ` + always["Notifica"] + ` stato } } } } } }`,
	"richiesta": `query Richiesta($id: ID!) { richiesta(id: $id) { ` + always["Richiesta"] + ` stato recapiti { email } azienda { ` + always["Azienda"] + ` }
		rispostaA { ` + always["Richiesta"] + ` } successive { ` + always["Richiesta"] + ` } } }`,
}

// asks adds an operation to the questions about a company, or about all.
func (i *isolation) asks(m model.Matricola, name, text string, vars map[string]any) {
	doc := gqlparser.MustLoadQueryWithRules(i.schema, text, rules.NewDefaultRules())
	i.questions[m] = append(i.questions[m], asked{name, text, doc, vars})
}

// askAboutRequests adds to the questions those on the requests of the hot companies.
func (i *isolation) askAboutRequests(w *world) {
	i.asks("", "richieste", aboutRequests["richieste"], nil)
	for _, a := range i.hot {
		i.asks(a.Matricola, "dialogo", aboutRequests["dialogo"], map[string]any{"m": string(a.Matricola)})
	}
	for _, id := range slices.Sorted(maps.Keys(w.richieste))[:30] {
		if r := w.richieste[id]; i.questions[r.Matricola] != nil {
			i.asks(r.Matricola, "richiesta", aboutRequests["richiesta"], map[string]any{"id": id})
		}
	}
}

// exactRequests: a list holds as many of the requests as it may.
func (c *checker) exactRequests(a answer) {
	page, _ := a.Data["richieste"].(map[string]any)
	nodes, _ := page["nodes"].([]any)
	if want := len(c.readable(c.opened, func(model.Richiesta) bool { return true })); len(nodes) != min(50, want) {
		c.reject("richieste", "lists %d requests of %d", len(nodes), want)
	}
}

// act is a command that somebody gives, on a request or an appointment of a company.
type act struct {
	name      string
	by        model.Utente
	query     string
	vars      map[string]any // with the identifier as id
	matricola model.Matricola
	sees      func(o oracle) bool // whether somebody may see what it is on
	settled   func() *world       // the world after all that had to follow
}

const commandsGiven = 14

// dialogue: offices and those who write to them or come to them give one command after the other, while who may see what it is on
// and who may not ask for it.
func (i *isolation) dialogue(t *testing.T) {
	carriedOut := map[string]int{}
	for n := range uint64(commandsGiven) {
		if t.Failed() {
			return
		}
		r, do := i.random(7000+n), i.order
		if n%2 == 1 {
			do = i.arrangement
		}
		a := do(t, r, n/2)
		carriedOut[a.name]++
		i.carriesOut(t, r, n, a)
	}
	t.Logf("%v", carriedOut)
	if len(carriedOut) < 7 {
		t.Errorf("only %v", carriedOut)
	}
}

// carriesOut carries a command out at one instance, while those concerned ask both.
func (i *isolation) carriesOut(t *testing.T, r *rand.Rand, n uint64, c act) {
	t.Helper()
	here, id := r.IntN(2), c.vars["id"]
	askers := i.askers(c)
	about := slices.Concat(i.questions[""], i.questions[c.matricola])
	each := func(phase uint64) {
		i.all(phase+n, len(askers), func(r *rand.Rand, k int) {
			for range 3 {
				i.right(t, r, i.servers[k%2], askers[k], one(r, about))
			}
		})
	}
	each(7100)
	a := i.servers[here].askAs(t, i.tokens[nameOf(c.by)], c.query, c.vars)
	done := time.Now()
	if len(a.Errors) > 0 || !strings.Contains(string(a.Body), `"errori":[]`) {
		t.Fatalf("%s %s: %s", c.name, id, a.Body)
	}
	i.world.Store(c.settled())
	for _, u := range askers[:min(6, len(askers))] {
		for _, q := range i.questions[c.matricola] {
			if q.name == "dialogo" || q.name == "agenda" || q.vars["id"] == id {
				i.right(t, r, i.servers[here], u, q)
				i.spreads(t, r, i.servers[1-here], seen{u, q}, done)
			}
		}
	}
	each(7200)
}

// orders are what an office does to a request.
var orders = map[string]string{
	"comments": `mutation ($id: ID!) { commentaRichiesta(input: {id: $id, commento: "detto"}) { errori { codice } } }`,
	"takes":    `mutation ($id: ID!) { prendiInCaricoRichiesta(input: {id: $id, commento: "preso"}) { errori { codice } } }`,
	"sends on": `mutation ($id: ID!, $sede: CodiceSede) { smistaRichiesta(input: {id: $id, commento: "altrove", sede: $sede, ambito: "NON_SPECIFICATO", oggetto: "QUESITO_GENERICO"}) { errori { codice } } }`,
	"closes":   `mutation ($id: ID!) { chiudiRichiesta(input: {id: $id, commento: "finito", esito: INFORMATIVA}) { errori { codice } } }`,
}

// order chooses a command, a request that admits it, and an operator of the office that has it.
func (i *isolation) order(t *testing.T, r *rand.Rand, n uint64) act {
	t.Helper()
	w := i.world.Load()
	names := slices.Sorted(maps.Keys(orders))
	for k := range names {
		name := names[(int(n)+k)%len(names)]
		var all []model.Richiesta
		for _, id := range slices.Sorted(maps.Keys(w.richieste)) {
			one := w.richieste[id]
			admits := map[string]bool{
				"comments": one.Stato != model.StatoRichiestaChiusa, "takes": one.Stato == model.StatoRichiestaAperta,
				"sends on": one.Stato != model.StatoRichiestaChiusa && one.CodiceAmbito != comunicazioni.AmbitoGenerico, "closes": one.Stato == model.StatoRichiestaInCarico,
			}[name]
			if admits && i.questions[one.Matricola] != nil && i.operator(w, one.CodiceSede) != nil && strings.HasPrefix(id, "R-LEAK") {
				all = append(all, one)
			}
		}
		if len(all) > 0 {
			chosen := one(r, all)
			vars := map[string]any{"id": chosen.ID, "sede": string(one(r, i.hot).CodiceSede)}
			if vars["sede"] == string(chosen.CodiceSede) {
				vars["sede"] = nil
			}
			return act{name, *i.operator(w, chosen.CodiceSede), orders[name], vars, chosen.Matricola,
				func(o oracle) bool { return o.reads(chosen) }, func() *world { return i.settled(t, chosen.ID) }}
		}
	}
	t.Fatal("no request can be commanded")
	panic("unreachable")
}

// operator is one of an office.
func (i *isolation) operator(w *world, sede model.CodiceSede) *model.Utente {
	for n := range w.utenti {
		if u := &w.utenti[n]; u.Profilo == model.ProfiloUtenteOperatore && u.Sede != nil && *u.Sede == sede {
			return u
		}
	}
	return nil
}

// askers are some of those who may see what a command is on, and of those who may not but know its company, in turn.
func (i *isolation) askers(c act) []model.Utente {
	w := i.world.Load()
	var may, not []model.Utente
	for _, u := range w.utenti {
		switch o := ask(w, u, i.clock.now()); {
		case c.sees(o):
			may = append(may, u)
		case o.knows(w.aziende[c.matricola]):
			not = append(not, u)
		}
	}
	var all []model.Utente
	for n := range 10 {
		if n < len(may) {
			all = append(all, may[n])
		}
		if n < len(not) {
			all = append(all, not[n])
		}
	}
	return all
}

// settled is the world after all that had to follow from a command on a request.
func (i *isolation) settled(t *testing.T, id string) *world {
	t.Helper()
	archive := i.servers[0].app.archives.Comunicazioni.Archive
	var is *model.Richiesta
	eventually(t, "what follows from a command", func() bool {
		found, err := comunicazioni.PerID(t.Context(), archive, []string{id})
		is = found[id]
		return err == nil && is != nil && is.DaRegistrare == ""
	})
	notices, err := comunicazioni.Notifiche.Fetch(t.Context(), archive, []string{id})
	if err != nil {
		t.Fatal(err)
	}
	w := *i.world.Load()
	w.richieste, w.notifiche = maps.Clone(w.richieste), maps.Clone(w.notifiche)
	w.richieste[id] = *is
	if theirs := notices[id]; theirs != nil {
		w.notifiche[id] = theirs.Righe
	}
	return &w
}

// anothersRequests: the answer of who may know contacts is noticed when somebody gets it who may not, but sees the rest.
func (i *isolation) anothersRequests(t *testing.T) {
	w := i.world.Load()
	for _, id := range slices.Sorted(maps.Keys(w.richieste))[:30] {
		request := w.richieste[id]
		i.anothersContacts(t, request.Matricola, id, func(o oracle) (sees, reaches bool) { return o.reads(request), o.reaches(request) })
	}
	i.enoughContacts(t)
}

// anothersContacts gives to somebody the answer of another one who may know more.
func (i *isolation) anothersContacts(t *testing.T, m model.Matricola, id string, may func(o oracle) (sees, reaches bool)) {
	t.Helper()
	r, w := i.random(9003), i.world.Load()
	var knows, not *model.Utente // both see it, one of them knows contacts
	for n := range w.utenti {
		switch sees, reaches := may(ask(w, w.utenti[n], i.clock.now())); {
		case !sees:
		case reaches:
			knows = &w.utenti[n]
		default:
			not = &w.utenti[n]
		}
	}
	if knows == nil || not == nil {
		return
	}
	for _, q := range i.questions[m] {
		if q.vars["id"] == id {
			i.tried++
			if len(i.wrong(w, *not, q, i.ask(t, r, i.servers[0], *knows, q))) > 0 {
				i.noticed++
			}
		}
	}
}

func (i *isolation) enoughContacts(t *testing.T) {
	t.Helper()
	if i.tried < 5 || i.noticed != i.tried {
		t.Errorf("%d noticed of %d", i.noticed, i.tried)
	}
	i.tried, i.noticed = 0, 0
}
