package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/internal/demo/emittente"
	"cassetto/sources/deleghe"
)

// leak is a server full of random people, and what the oracle knows of it.
type leak struct {
	*server
	world  *world
	schema *ast.Schema
	seed   uint64
	mu     sync.Mutex
	judged map[string]int
}

// TestLeak walks the schema at random, as random people with random deleghe, and compares every answer with an oracle: nothing
// of a company is shown without a title to it, and nothing is hidden from who has one. LEAK_SEED repeats a run.
func TestLeak(t *testing.T) {
	t.Parallel()
	seed := seedOf(t, "LEAK_SEED", 20261123)
	limits := filepath.Join(t.TempDir(), "limiti.json") // random operations rename every field and nest lists
	writeFile(t, limits, []byte(`{"predefiniti":{"alias":{"modo":"spento"},"costo":{"modo":"spento"},"frequenza":{"modo":"spento"}}}`))
	s := boot(t, map[string]string{"CASSETTO_DEMO_AZIENDE": "40", "CASSETTO_LIMITI": limits, "CASSETTO_TIMEOUT": "30s"})
	l := &leak{server: s, world: populate(t, s, rand.New(rand.NewPCG(seed, 0))), schema: graph.NewExecutableSchema(graph.Config{}).Schema(), seed: seed, judged: map[string]int{}}
	t.Run("operations", l.operations)
	l.enough(t)
	t.Run("lists", l.lists)
	t.Run("requests", l.requests)
	t.Run("notices", l.notices)
	t.Run("commands", l.commands)
	t.Run("appointments", l.appointments)
	t.Run("calendars", l.calendars)
	t.Run("bookings", l.bookings)
	t.Run("links", l.links)
	t.Run("checks", l.checksOfCompanies)
	t.Run("prints", l.prints)
	t.Run("hidden like unknown", l.alike)
	t.Run("the test can fail", l.mutants)
	t.Run("of the agenda, too", l.agendaMutants)
}

// seedOf is the seed of a random test: that of the environment, to repeat a run, or the usual one.
func seedOf(t *testing.T, variable string, usual uint64) uint64 {
	t.Helper()
	if text := os.Getenv(variable); text != "" {
		var err error
		if usual, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%s=%d", variable, usual)
	return usual
}

// populate adds a crowd to the archive of deleghe, and returns all that there is.
func populate(t *testing.T, s *server, r *rand.Rand) *world {
	t.Helper()
	w := readWorld(t, s)
	c := crowd{Rand: r, now: time.Now(), heads: 37}
	for _, m := range slices.Sorted(maps.Keys(w.aziende)) {
		c.aziende = append(c.aziende, w.aziende[m])
	}
	for _, m := range typed[model.Committente10](t, w.rows["committente10"]) {
		for _, p := range m.Collaboratori {
			c.persons = append(c.persons, p.CfCollaboratore)
		}
	}
	for n := range 4 * len(model.AllProfiloUtente) {
		c.utenti = append(c.utenti, c.utente(n))
	}
	for n := range 320 {
		c.deleghe = append(c.deleghe, c.delega(n))
	}
	put(t, s, "utenti", c.utenti...)
	put(t, s, "deleghe", c.deleghe...)
	c.dialogues(t, s, w, 240)
	c.appointments(t, s, w, 240)
	c.checks(t, s, w)
	for i := range w.utenti {
		if isSystem(w.utenti[i]) {
			w.utenti[i].Sede = new(c.aziende[0].CodiceSede)
		}
	}
	w.utenti = append(w.utenti, c.utenti...)
	for _, d := range c.deleghe {
		w.deleghe[d.ID] = d
	}
	return w
}

// put stores documents in the archive of deleghe, and lets the instances know.
func put[T any](t *testing.T, s *server, collection string, docs ...T) {
	t.Helper()
	write(t, s, collection, docs...)
	s.forget(t, cache.Change{Archive: deleghe.Name})
}

// write stores documents in the archive of deleghe without a word.
func write[T any](t *testing.T, s *server, collection string, docs ...T) {
	t.Helper()
	var raw []json.RawMessage
	for _, d := range docs {
		raw = append(raw, json.RawMessage(mustJSON(t, d)))
	}
	for _, section := range deleghe.Sections() {
		if section.Collection.Name == collection {
			if _, err := s.app.archives.byName[deleghe.Name].Store.Import(context.Background(), section.Collection, raw); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// some are as many of the people as there is time for, at random.
func (l *leak) some() []model.Utente {
	all := slices.Clone(l.world.utenti)
	rand.New(rand.NewPCG(l.seed, 1)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:len(all)/slowness]
}

func (l *leak) oracle(u model.Utente) oracle { return ask(l.world, u, time.Now()) }

func (l *leak) as(t *testing.T, u model.Utente, query string, vars map[string]any) answer {
	t.Helper()
	token, err := l.app.demo.issuer.Token(string(u.CodiceFiscale), "", u.Profilo, time.Hour)
	if isSystem(u) {
		token, err = l.app.demo.issuer.TokenServizio(string(u.CodiceFiscale), emittente.Servizio{Nome: "back-office", Client: "prova", Sede: *u.Sede}, time.Hour)
	}
	if err != nil {
		t.Fatal(err)
	}
	return l.askAs(t, token, query, vars)
}

// isSystem says whether a user is a system of the offices, whose token says for which one it acts.
func isSystem(u model.Utente) bool { return len(u.CodiceFiscale) != 16 }

// try sends one random operation and returns what is wrong with the answer.
func (l *leak) try(t *testing.T, g *generator) (wrong []string, report string) {
	t.Helper()
	query, vars := g.operation()
	c := &checker{oracle: l.oracle(g.oracle.who), schema: l.schema, vars: vars, judged: map[string]int{}}
	c.check(query, l.as(t, c.who, query, vars))
	l.mu.Lock()
	defer l.mu.Unlock()
	for kind, n := range c.judged {
		l.judged[kind] += n
	}
	return c.wrong, fmt.Sprintf("LEAK_SEED=%d\n%s\n%s\n%s\n%s", l.seed, mustJSON(t, c.who), query, mustJSON(t, vars), strings.Join(c.wrong, "\n"))
}

func (l *leak) generator(n uint64, u model.Utente) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(l.seed, n)), schema: l.schema, oracle: l.oracle(u)}
}

func (l *leak) operations(t *testing.T) {
	const workers, each = 4, 375 / slowness
	for w := range uint64(workers) {
		t.Run(fmt.Sprint("part ", w), func(t *testing.T) {
			t.Parallel()
			for i := range uint64(each) {
				n := i*workers + w
				g := l.generator(n, l.world.utenti[n%uint64(len(l.world.utenti))])
				if wrong, report := l.try(t, g); len(wrong) > 0 {
					t.Fatalf("operation %d: %s", n, report)
				}
			}
		})
	}
}

// enough: a walk that met too little would prove nothing.
func (l *leak) enough(t *testing.T) {
	t.Log("judged: ", l.judged)
	const least = 20 / slowness
	for _, kind := range []string{"section", "found", "link", "month", "entity", "contacts", "notices", "telephone", "about"} {
		if l.judged[kind+" true"] < least || l.judged[kind+" false"] < least {
			t.Errorf("too few of %s", kind)
		}
	}
}

// lists: everybody lists exactly the companies that he may know.
func (l *leak) lists(t *testing.T) {
	for _, u := range l.world.utenti {
		want, got := []string{}, []string{}
		for _, a := range l.oracle(u).visible() {
			want = append(want, string(a.Matricola))
		}
		a := l.as(t, u, `{ aziende(first: 200, ordine: {campo: MATRICOLA}) { nodes { matricola } } }`, nil)
		for _, n := range a.Data["aziende"].(map[string]any)["nodes"].([]any) {
			got = append(got, n.(map[string]any)["matricola"].(string))
		}
		if !slices.Equal(got, want) {
			t.Errorf("LEAK_SEED=%d\n%s\nlists %v\nwant  %v", l.seed, mustJSON(t, u), got, want)
		}
	}
}

// alike: what a user may not see gives, byte for byte, the answer of what does not exist.
func (l *leak) alike(t *testing.T) {
	const confer = `mutation { conferisciDelega(input: {tipo: INDIRETTA_INTERMEDIARIO, matricola: "%s", delegato: "SLAMRC75D12A00LI",
		qualifica: AVVOCATO, servizi: [CASSETTO]}) { delega { id } errori { campo codice messaggio } } }`
	pairs := 0
	for n, u := range l.world.utenti {
		o := l.oracle(u)
		for _, m := range slices.Sorted(maps.Keys(o.aziende))[n%5:] {
			a := o.aziende[m]
			if o.knows(a) {
				continue
			}
			g := l.generator(uint64(n), u)
			g.favourite = &a
			query, vars := g.operation()
			queries := []string{query, fmt.Sprintf(`{ node(id: "AZ-%s") { id } }`, m), fmt.Sprintf(confer, m)}
			for _, q := range queries[:1+2*(pairs%2)] {
				var other map[string]any
				if err := json.Unmarshal([]byte(strings.ReplaceAll(mustJSON(t, vars), string(m), unknownMatricola)), &other); err != nil {
					t.Fatal(err)
				}
				hidden, none := l.as(t, u, q, vars), l.as(t, u, strings.ReplaceAll(q, string(m), unknownMatricola), other)
				if string(hidden.Body) != string(none.Body) || hidden.Status != none.Status {
					t.Errorf("LEAK_SEED=%d\n%s\n%s\nhidden:  %s\nunknown: %s", l.seed, mustJSON(t, u), q, hidden.Body, none.Body)
				}
			}
			if pairs++; pairs%2 == 0 {
				break
			}
		}
	}
	if pairs < 50 {
		t.Errorf("only %d pairs", pairs)
	}
}

// mutants: when the archive says something that the oracle does not know, the walk must notice.
func (l *leak) mutants(t *testing.T) {
	for _, m := range []struct {
		name   string
		change func(*model.Delega)
		shows  func(before, after oracle, a model.Azienda) bool
	}{
		{"a company more", func(d *model.Delega) {
			d.Stato, d.DataRevoca, d.Fine, d.Inizio = model.StatoDelegaAttiva, nil, nil, "2020-01-01"
		}, func(before, after oracle, a model.Azienda) bool { return !before.knows(a) && after.knows(a) }},
		{"a company less", func(d *model.Delega) { d.Stato = model.StatoDelegaRevocata },
			func(before, after oracle, a model.Azienda) bool { return before.knows(a) && !after.knows(a) }},
		{"a service more", func(d *model.Delega) { d.Servizi = model.AllServizio },
			func(before, after oracle, a model.Azienda) bool {
				return before.knows(a) && !before.may(a, model.ServizioCassetto) && after.may(a, model.ServizioCassetto)
			}},
		{"an agenda more", func(d *model.Delega) { d.Servizi = []model.Servizio{model.ServizioAgenda} },
			func(before, after oracle, a model.Azienda) bool {
				return before.knows(a) && !before.may(a, model.ServizioAgenda) && after.may(a, model.ServizioAgenda)
			}},
		{"an agenda less", func(d *model.Delega) { d.Servizi = without(d.Servizi, model.ServizioAgenda) },
			func(before, after oracle, a model.Azienda) bool {
				return before.may(a, model.ServizioAgenda) && after.knows(a) && !after.may(a, model.ServizioAgenda)
			}},
		{"people more", func(d *model.Delega) { d.Perimetro, d.Cf = model.PerimetroDelegaTotale, []model.CodiceFiscale{} },
			func(before, after oracle, a model.Azienda) bool {
				_, some := before.people(a)
				_, all := after.people(a)
				return before.may(a, model.ServizioGestioneSeparata) && !some && all && len(l.world.rows["committente10"][string(a.CodiceFiscale)]) > 0
			}},
	} {
		t.Run(m.name, func(t *testing.T) {
			u, a, was := l.findMutant(t, m.change, m.shows)
			is := was
			m.change(&is)
			put(t, l.server, "deleghe", is)
			defer put(t, l.server, "deleghe", was)
			for n := range uint64(300) {
				g := l.generator(n, u)
				g.favourite = &a
				if wrong, _ := l.try(t, g); len(wrong) > 0 {
					t.Logf("noticed by operation %d: %s", n, wrong[0])
					return
				}
			}
			t.Errorf("nobody noticed: %s %s %s", mustJSON(t, u), a.Matricola, was.ID)
		})
	}
}

// findMutant looks for a delega whose change shows to somebody on some company.
func (l *leak) findMutant(t *testing.T, change func(*model.Delega), shows func(before, after oracle, a model.Azienda) bool) (model.Utente, model.Azienda, model.Delega) {
	t.Helper()
	for _, id := range slices.Sorted(maps.Keys(l.world.deleghe)) {
		d, changed := l.world.deleghe[id], *l.world
		is := d
		change(&is)
		changed.deleghe = maps.Clone(l.world.deleghe)
		changed.deleghe[id] = is
		for _, u := range l.world.utenti {
			before, after := l.oracle(u), ask(&changed, u, time.Now())
			if !after.given(is) {
				continue
			}
			for _, m := range slices.Sorted(maps.Keys(l.world.aziende)) {
				if a := l.world.aziende[m]; strings.Contains(string(m)+" "+string(a.CodiceFiscale), d.Posizione.Codice) && shows(before, after, a) {
					return u, a, d
				}
			}
		}
	}
	t.Fatal("no delega would show the change")
	panic("unreachable")
}

// TestRevocaImmediata: the holder revokes the delega of a consultant, and neither his next query nor that of the person he
// subdelegated sees the company.
func TestRevocaImmediata(t *testing.T) {
	s := boot(t, nil)
	const matricola = "9900010011"
	company := fmt.Sprintf(`{ azienda(matricola: "%s") { matricola complementari { emens(first: 1) { totalCount } } } aziende { totalCount } }`, matricola)
	count := func(who string, visible bool) float64 {
		t.Helper()
		a := s.ask(t, who, company, nil)
		if seen := a.Data["azienda"] != nil; seen != visible || visible != (len(a.Errors) == 0) || !visible && a.Errors[0].Extensions["code"] != "NOT_FOUND" {
			t.Fatalf("%s: %s", who, a.Body)
		}
		return a.Data["aziende"].(map[string]any)["totalCount"].(float64)
	}
	who := []string{"consulente", "subdelegato"}
	before := []float64{count(who[0], true), count(who[1], true)}
	given := s.ask(t, "rappresentante", fmt.Sprintf(`{ azienda(matricola: "%s") { deleghe { nodes { id tipo } } } }`, matricola), nil)
	revoked := 0
	for _, n := range given.Data["azienda"].(map[string]any)["deleghe"].(map[string]any)["nodes"].([]any) {
		d := n.(map[string]any)
		if d["tipo"] != "INDIRETTA_INTERMEDIARIO" || d["id"] == "D-59" { // D-59 is another's, on the gestione separata
			continue
		}
		a := s.ask(t, "rappresentante", `mutation ($id: ID!) { revocaDelega(input: {id: $id}) { delega { stato } errori { codice } } }`, map[string]any{"id": d["id"]})
		if payload := a.Data["revocaDelega"].(map[string]any); len(payload["errori"].([]any)) > 0 {
			t.Fatalf("%s", a.Body)
		}
		revoked++
	}
	if revoked != 1 {
		t.Fatalf("%d deleghe of the consultant", revoked)
	}
	for i, name := range who {
		if after := count(name, false); after != before[i]-1 {
			t.Errorf("%s lists %v companies, before %v", name, after, before[i])
		}
	}
}
