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

// askAboutRequests adds to the questions those on the requests of the hot companies.
func (i *isolation) askAboutRequests(w *world) {
	ask := func(m model.Matricola, name string, vars map[string]any) {
		doc := gqlparser.MustLoadQueryWithRules(i.schema, aboutRequests[name], rules.NewDefaultRules())
		i.questions[m] = append(i.questions[m], asked{name, aboutRequests[name], doc, vars})
	}
	ask("", "richieste", nil)
	for _, a := range i.hot {
		ask(a.Matricola, "dialogo", map[string]any{"m": string(a.Matricola)})
	}
	for _, id := range slices.Sorted(maps.Keys(w.richieste))[:30] {
		if r := w.richieste[id]; i.questions[r.Matricola] != nil {
			ask(r.Matricola, "richiesta", map[string]any{"id": id})
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

const commandsGiven = 12

// dialogue: offices command one request after the other, while who may read it and who may not ask for it.
func (i *isolation) dialogue(t *testing.T) {
	carriedOut := map[string]int{}
	for n := range uint64(commandsGiven) {
		if t.Failed() {
			return
		}
		r := i.random(7000 + n)
		command, before, operator := i.order(t, r, n)
		carriedOut[command]++
		here := r.IntN(2)
		askers := i.askers(before)
		about := slices.Concat(i.questions[""], i.questions[before.Matricola])
		each := func(phase uint64) {
			i.all(phase+n, len(askers), func(r *rand.Rand, k int) {
				for range 3 {
					i.right(t, r, i.servers[k%2], askers[k], one(r, about))
				}
			})
		}
		each(7100)
		vars := map[string]any{"id": before.ID, "sede": string(one(r, i.hot).CodiceSede)}
		if vars["sede"] == string(before.CodiceSede) {
			vars["sede"] = nil
		}
		a := i.servers[here].askAs(t, i.tokens[nameOf(operator)], orders[command], vars)
		done := time.Now()
		if len(a.Errors) > 0 || !strings.Contains(string(a.Body), `"errori":[]`) {
			t.Fatalf("%s %s: %s", command, before.ID, a.Body)
		}
		i.world.Store(i.settled(t, before.ID))
		for _, u := range askers[:min(6, len(askers))] {
			for _, q := range i.questions[before.Matricola] {
				if q.name == "dialogo" || q.vars["id"] == before.ID {
					i.right(t, r, i.servers[here], u, q)
					i.spreads(t, r, i.servers[1-here], seen{u, q}, done)
				}
			}
		}
		each(7200)
	}
	t.Logf("%v", carriedOut)
	if len(carriedOut) < 4 {
		t.Errorf("only %v", carriedOut)
	}
}

// orders are what an office does to a request.
var orders = map[string]string{
	"comments": `mutation ($id: ID!) { commentaRichiesta(input: {id: $id, commento: "detto"}) { errori { codice } } }`,
	"takes":    `mutation ($id: ID!) { prendiInCaricoRichiesta(input: {id: $id, commento: "preso"}) { errori { codice } } }`,
	"sends on": `mutation ($id: ID!, $sede: CodiceSede) { smistaRichiesta(input: {id: $id, commento: "altrove", sede: $sede, ambito: "NON_SPECIFICATO", oggetto: "QUESITO_GENERICO"}) { errori { codice } } }`,
	"closes":   `mutation ($id: ID!) { chiudiRichiesta(input: {id: $id, commento: "finito", esito: INFORMATIVA}) { errori { codice } } }`,
}

// order chooses a command, a request that admits it, and an operator of the office that has it.
func (i *isolation) order(t *testing.T, r *rand.Rand, n uint64) (string, model.Richiesta, model.Utente) {
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
			if admits && i.questions[one.Matricola] != nil && i.operator(w, one) != nil && strings.HasPrefix(id, "R-LEAK") {
				all = append(all, one)
			}
		}
		if len(all) > 0 {
			chosen := one(r, all)
			return name, chosen, *i.operator(w, chosen)
		}
	}
	t.Fatal("no request can be commanded")
	panic("unreachable")
}

// operator is one of the office that has a request.
func (i *isolation) operator(w *world, r model.Richiesta) *model.Utente {
	for n := range w.utenti {
		if u := &w.utenti[n]; u.Profilo == model.ProfiloUtenteOperatore && u.Sede != nil && *u.Sede == r.CodiceSede {
			return u
		}
	}
	return nil
}

// askers are some of those who may read a request, and of those who may not but know its company, in turn.
func (i *isolation) askers(r model.Richiesta) []model.Utente {
	w := i.world.Load()
	var may, not []model.Utente
	for _, u := range w.utenti {
		switch o := ask(w, u, i.clock.now()); {
		case o.reads(r):
			may = append(may, u)
		case o.knows(w.aziende[r.Matricola]):
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

// anothersRequests: the answer of who may know contacts, or read requests, is noticed when somebody gets it who may not.
func (i *isolation) anothersRequests(t *testing.T) {
	r, w := i.random(9003), i.world.Load()
	noticed, tried := 0, 0
	for _, id := range slices.Sorted(maps.Keys(w.richieste))[:30] {
		request := w.richieste[id]
		if i.questions[request.Matricola] == nil {
			continue
		}
		var knows, not *model.Utente // both read it, one of them knows contacts
		for n := range w.utenti {
			o := ask(w, w.utenti[n], i.clock.now())
			switch {
			case !o.reads(request):
			case o.reaches(request):
				knows = &w.utenti[n]
			default:
				not = &w.utenti[n]
			}
		}
		if knows == nil || not == nil {
			continue
		}
		for _, q := range i.questions[request.Matricola] {
			if q.vars["id"] == id {
				tried++
				if len(i.wrong(w, *not, q, i.ask(t, r, i.servers[0], *knows, q))) > 0 {
					noticed++
				}
			}
		}
	}
	if tried < 5 || noticed != tried {
		t.Errorf("%d noticed of %d", noticed, tried)
	}
}
