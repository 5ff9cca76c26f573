package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/sources/comunicazioni"
)

// save stores documents of an archive without a word.
func save[T any](t *testing.T, s *server, section archive.Section, docs ...T) {
	t.Helper()
	var raw []json.RawMessage
	for _, d := range docs {
		raw = append(raw, json.RawMessage(mustJSON(t, d)))
	}
	if _, err := s.app.archives.byName[section.Archive].Store.Import(t.Context(), section.Collection, raw); err != nil {
		t.Fatal(err)
	}
}

// request is any request.
func (g *generator) request() model.Richiesta {
	return g.oracle.richieste[one(g.Rand, slices.Sorted(maps.Keys(g.oracle.richieste)))]
}

// someRequests is a filter that lets at least one request through, as a rule.
func (g *generator) someRequests() map[string]any {
	r := g.request()
	day := func(at model.DataOra) string { return string(at)[:10] } // or the day before, in Italy
	all := map[string]any{
		"matricola": string(r.Matricola), "protocollo": *r.Protocollo, "ambito": r.CodiceAmbito, "oggetto": r.CodiceOggetto,
		"stato": []any{string(r.Stato)}, "dataApertura": map[string]any{"dal": day(r.DataApertura)},
		"dataUltimoAggiornamento": map[string]any{"dal": "2020-01-01", "al": day(r.DataUltimoAggiornamento)},
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if g.chance(65) {
			delete(all, name)
		}
	}
	if all["ambito"] == nil {
		delete(all, "oggetto") // refused without
	}
	return all
}

// listed is a list of the user: its name, the rest of the operation that reads a page, and in what order it is.
type listed struct {
	name, query string
	after       func(before, next map[string]any) bool // whether one may follow the other
}

func falling(field string) func(before, next map[string]any) bool {
	return func(before, next map[string]any) bool { return fmt.Sprint(before[field]) >= fmt.Sprint(next[field]) }
}

const pageOfRequests = `query ($filtro: FiltroRichieste, $ordine: OrdineRichieste, $dopo: String) { richieste(filtro: $filtro, ordine: $ordine, first: 25, after: $dopo) {
	totalCount nodes { id dataApertura dataUltimoAggiornamento } pageInfo { hasNextPage endCursor } } }`

// read reads all pages of a list, and says its ids as they came.
func (l *leak) read(t *testing.T, u model.Utente, of listed, vars map[string]any) (ids []string, total int) {
	t.Helper()
	var before map[string]any
	vars = maps.Clone(vars)
	for {
		a := l.as(t, u, of.query, vars)
		if len(a.Errors) > 0 {
			t.Fatalf("%s %s", mustJSON(t, u), a.Body)
		}
		page := a.Data[of.name].(map[string]any)
		total = int(page["totalCount"].(float64))
		for _, n := range page["nodes"].([]any) {
			node := n.(map[string]any)
			ids = append(ids, node["id"].(string))
			if before != nil && !of.after(before, node) {
				t.Errorf("%v after %v", node, before)
			}
			before = node
		}
		info := page["pageInfo"].(map[string]any)
		if info["hasNextPage"] != true {
			return ids, total
		}
		vars["dopo"] = info["endCursor"]
	}
}

// requests: everybody lists exactly the requests that he may read, however he asks, on every page; and what he may not read is
// to the letter like what does not exist.
func (l *leak) requests(t *testing.T) {
	some := 0
	for n, u := range l.some() {
		o, g := l.oracle(u), l.generator(uint64(n), u)
		filters := []map[string]any{nil}
		for range 2 {
			filters = append(filters, g.someRequests())
		}
		for i, filtro := range filters {
			field, campo := "dataUltimoAggiornamento", "DATA_ULTIMO_AGGIORNAMENTO"
			if i%2 == 1 {
				field, campo = "dataApertura", "DATA_APERTURA"
			}
			want := strings.Fields(idsOf(o.readable(o.opened, func(r model.Richiesta) bool { return selects(filtro, r) }), ""))
			got, total := l.read(t, u, listed{"richieste", pageOfRequests, falling(field)}, map[string]any{"filtro": filtro, "ordine": map[string]any{"campo": campo}})
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) || total != len(want) {
				t.Errorf("LEAK_SEED=%d\n%s %s\nlists %v, counts %d\nwant  %v", l.seed, mustJSON(t, u), mustJSON(t, filtro), got, total, want)
			}
			some += len(want)
		}
		l.oneByOne(t, n, o, looked{o.opened, "R-NONE", []string{`{ richiesta(id: "%s") { id testo } }`, `{ node(id: "%s") { id } }`},
			func(id string) bool { return o.reads(o.richieste[id]) }})
	}
	if some < 1000/slowness {
		t.Errorf("only %d requests were listed", some)
	}
}

// looked is what can be asked for by its identifier.
type looked struct {
	ids     []string
	none    string // of nothing
	queries []string
	sees    func(id string) bool
}

// oneByOne asks for some things by their identifiers.
func (l *leak) oneByOne(t *testing.T, n int, o oracle, of looked) {
	t.Helper()
	for k := n % 43; k < len(of.ids); k += 43 {
		id := of.ids[k]
		for _, query := range of.queries {
			a := l.as(t, o.who, fmt.Sprintf(query, id), nil)
			switch none := l.as(t, o.who, fmt.Sprintf(query, of.none), nil); {
			case of.sees(id):
				if len(a.Errors) > 0 || !strings.Contains(string(a.Body), id) {
					t.Errorf("LEAK_SEED=%d %s: hidden from %s: %s", l.seed, id, mustJSON(t, o.who), a.Body)
				}
			case string(a.Body) != string(none.Body) || a.Status != none.Status || none.Errors[0].Extensions["code"] != "NOT_FOUND":
				t.Errorf("LEAK_SEED=%d %s to %s:\nhidden: %s\nnone:   %s", l.seed, id, mustJSON(t, o.who), a.Body, none.Body)
			}
		}
	}
}

// notices: those that were given up are for the office whose they are, and for analysts; of a request that has gone on to
// another office, or an appointment with another one, nothing more than the notice shows.
func (l *leak) notices(t *testing.T) {
	shown, refused := 0, 0
	for _, u := range l.world.utenti {
		o := l.oracle(u)
		a := l.as(t, u, `{ notificheNonRecapitate(first: 200) { totalCount nodes { id stato richiesta { id } appuntamento { id } } } }`, nil)
		staff := u.Profilo == model.ProfiloUtenteAnalista || u.Profilo == model.ProfiloUtenteOperatore && u.Sede != nil
		if !staff {
			refused++
			if len(a.Errors) != 1 || a.Errors[0].Extensions["code"] != "FORBIDDEN" || a.Data != nil {
				t.Errorf("%s: %s", mustJSON(t, u), a.Body)
			}
			continue
		}
		var want []string
		for _, id := range slices.Sorted(maps.Keys(o.notifiche)) {
			for _, n := range o.notifiche[id] {
				mine := u.Profilo == model.ProfiloUtenteAnalista || n.CodiceSede == *u.Sede
				if n.Stato == model.StatoNotificaNonRecapitata && mine {
					want = append(want, fmt.Sprint(n.ID, " ", n.IDRichiesta != "" && o.reads(o.richieste[id]), " ", n.IDAppuntamento != "" && o.meets(o.appuntamenti[id])))
				}
			}
		}
		page, _ := a.Data["notificheNonRecapitate"].(map[string]any)
		if page == nil || int(page["totalCount"].(float64)) != len(want) {
			t.Errorf("LEAK_SEED=%d %s: want %d notices: %.300s", l.seed, mustJSON(t, u), len(want), a.Body)
			continue
		}
		var got []string
		for _, one := range page["nodes"].([]any) {
			n := one.(map[string]any)
			got = append(got, fmt.Sprint(n["id"], " ", n["richiesta"] != nil, " ", n["appuntamento"] != nil))
		}
		for _, n := range got {
			if !slices.Contains(want, n) {
				t.Errorf("LEAK_SEED=%d %s: LEAK of %s", l.seed, mustJSON(t, u), n)
			}
		}
		if len(got) != min(len(want), 200) {
			t.Errorf("%d of %d notices", len(got), len(want))
		}
		shown += len(got)
	}
	if shown < 50 || refused < 20 {
		t.Errorf("%d shown, %d refused", shown, refused)
	}
}

// Commands on requests, by name; each has the identifier as $id.
var commandsOnRequests = map[string]string{
	"takes":       `mutation ($id: ID!) { prendiInCaricoRichiesta(input: {id: $id, commento: "c"}) { richiesta { id testo } errori { campo codice messaggio } } }`,
	"comments":    `mutation ($id: ID!) { commentaRichiesta(input: {id: $id, commento: "c", versione: 1}) { richiesta { id testo } errori { campo codice messaggio } } }`,
	"sends on":    `mutation ($id: ID!) { smistaRichiesta(input: {id: $id, commento: "c", ambito: "F24", oggetto: "TRASMISSIONE_F24"}) { richiesta { id testo } errori { campo codice messaggio } } }`,
	"closes":      `mutation ($id: ID!) { chiudiRichiesta(input: {id: $id, commento: "c", esito: ACCOLTA}) { richiesta { id testo } errori { campo codice messaggio } } }`,
	"says little": `mutation ($id: ID!) { commentaRichiesta(input: {id: $id, commento: ""}) { richiesta { id } errori { campo codice messaggio } } }`,
	"answers":     `mutation ($id: ID!, $m: Matricola!) { inviaRichiesta(input: {matricola: $m, tipo: SPECIFICA, testo: "", recapiti: {}, rispostaA: $id}) { richiesta { id } errori { campo codice messaggio } } }`,
}

// commands: who may not command a request changes nothing of it, and is told the same as of one that does not exist.
func (l *leak) commands(t *testing.T) {
	ids, refused := slices.Sorted(maps.Keys(l.world.richieste)), 0
	for n, u := range l.world.utenti {
		o := l.oracle(u)
		known := l.world.richieste[ids[n%len(ids)]].Matricola
		if all := o.visible(); len(all) > 0 {
			known = all[n%len(all)].Matricola
		}
		for k, name := range slices.Sorted(maps.Keys(commandsOnRequests)) {
			r := l.world.richieste[ids[(n*7+k*31)%len(ids)]]
			if o.reads(r) && (u.Profilo == model.ProfiloUtenteOperatore || name == "answers") {
				continue // he may
			}
			command := commandsOnRequests[name]
			vars := func(id string) map[string]any {
				v := map[string]any{"id": id}
				if name == "answers" {
					v["m"] = string(known)
				}
				return v
			}
			mine, none := l.as(t, u, command, vars(r.ID)), l.as(t, u, command, vars("R-NONE"))
			if string(mine.Body) != string(none.Body) || len(mine.Errors) > 0 || strings.Contains(string(mine.Body), `"errori":[]`) {
				t.Errorf("LEAK_SEED=%d %s %s: %s\nof none: %s", l.seed, mustJSON(t, u), name, mine.Body, none.Body)
			}
			refused++
		}
		l.writes(t, u, o)
	}
	found, err := comunicazioni.PerID(t.Context(), l.app.archives.Comunicazioni.Archive, ids)
	if err != nil {
		t.Fatal(err)
	}
	for id, r := range l.world.richieste {
		if is := found[id]; is == nil || len(is.Eventi) != len(r.Eventi) || is.Stato != r.Stato || is.CodiceSede != r.CodiceSede || is.ModificataAl != r.ModificataAl {
			t.Errorf("%s was changed", id)
		}
	}
	if refused < 100 {
		t.Errorf("only %d commands were refused", refused)
	}
}

// writes sends a request for a company that the user may not know, and for one that does not exist.
func (l *leak) writes(t *testing.T, u model.Utente, o oracle) {
	t.Helper()
	const command = `mutation ($m: Matricola!) { inviaRichiesta(input: {matricola: $m, tipo: GENERICA, testo: "t", recapiti: {email: "a@example.org"}}) { richiesta { id } errori { campo codice messaggio } } }`
	for _, m := range slices.Sorted(maps.Keys(o.aziende)) {
		if o.knows(o.aziende[m]) {
			continue
		}
		hidden, none := l.as(t, u, command, map[string]any{"m": string(m)}), l.as(t, u, command, map[string]any{"m": unknownMatricola})
		if string(hidden.Body) != string(none.Body) || strings.Contains(string(hidden.Body), `"errori":[]`) {
			t.Errorf("LEAK_SEED=%d %s: %s\nof none: %s", l.seed, mustJSON(t, u), hidden.Body, none.Body)
		}
		return
	}
}
