package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/graph"
	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/internal/redistest"
)

// isolation is two instances over the same archives and one Redis, and 500 people who ask them the same.
type isolation struct {
	*cluster
	*folla
	world     atomic.Pointer[world] // replaced by every command, never changed
	schema    *ast.Schema
	seed      uint64
	questions map[model.Matricola][]asked
	tokens    map[string]string
	tags      tags
	sent      atomic.Int64
	mu        sync.Mutex
	judged    map[string]int
	slowest   time.Duration // until a change showed in the other instance
	doubtful  int           // answers that were given while a change was carried out

	tried, noticed int // of answers that were given to another one
}

// TestIsolation: of what one process keeps, and of what the instances share, nobody is given what belongs to another. 500
// people with titles that differ by little ask the same questions of two instances, first cold then warm, while titles are
// given, changed and taken away. ISOLATION_SEED repeats a run, but for the order in which the workers come along.
func TestIsolation(t *testing.T) {
	t.Parallel()
	i := isolate(t, seedOf(t, "ISOLATION_SEED", 20261127))
	t.Run("cold then warm", i.rounds)
	t.Run("changes", i.changes)
	t.Run("dialogue", i.dialogue)
	t.Run("in use", i.used)
	t.Run("the test can fail", i.mutants)
}

func isolate(t *testing.T, seed uint64) *isolation {
	t.Helper()
	limits := t.TempDir() + "/limiti.json"
	writeFile(t, limits, []byte(`{"predefiniti":{"alias":{"modo":"spento"},"costo":{"modo":"spento"},"frequenza":{"modo":"spento"}}}`))
	i := &isolation{
		cluster: instances(t, 2, redistest.StartTCP(t).URL, map[string]string{"CASSETTO_DEMO_AZIENDE": "40", "CASSETTO_LIMITI": limits, "CASSETTO_TIMEOUT": "30s"}),
		schema:  graph.NewExecutableSchema(graph.Config{}).Schema(), seed: seed, judged: map[string]int{},
		tags: tags{known: map[string][]string{}, of: map[string]answer{}}, tokens: map[string]string{},
	}
	i.linked(t)
	f, w := affolla(t, i.servers[0], i.random(0))
	i.folla, i.questions = f, questions(i.schema, f.hot)
	i.world.Store(w)
	i.askAboutRequests(w)
	i.askAboutAppointments(w)
	for _, u := range w.utenti {
		token, err := i.servers[0].app.demo.issuer.Token(string(u.CodiceFiscale), "", u.Profilo, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		i.tokens[nameOf(u)] = token
	}
	return i
}

// nameOf tells a principal from the others.
func nameOf(u model.Utente) string { return string(u.CodiceFiscale) + "|" + string(u.Profilo) }

func (i *isolation) random(n uint64) *rand.Rand { return rand.New(rand.NewPCG(i.seed, n)) }

// ask sends a question by one of the ways there are, half of the times with the tag of what somebody else was answered.
func (i *isolation) ask(t *testing.T, r *rand.Rand, s *server, u model.Utente, q asked) answer {
	t.Helper()
	i.sent.Add(1)
	token, key := i.tokens[nameOf(u)], mustJSON(t, []any{q.text, q.vars})
	var a answer
	if r.IntN(2) == 0 {
		a = i.tags.get(t, s, token, q, i.tags.some(r, key))
	} else {
		a = s.askAs(t, token, q.text, q.vars)
	}
	if err := i.tags.learn(key, a); err != nil {
		t.Errorf("ISOLATION_SEED=%d %s: %v", i.seed, q.name, err)
	}
	return a
}

// wrong is what is wrong with an answer at an instant of the world.
func (i *isolation) wrong(w *world, u model.Utente, q asked, a answer) []string {
	c := &checker{oracle: ask(w, u, i.clock.now()), schema: i.schema, vars: q.vars, judged: map[string]int{}}
	if q.doc == nil {
		c.check(q.text, a)
	} else if c.judge(q.doc, a); len(c.wrong) == 0 {
		c.exact(q, a)
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	for kind, n := range c.judged {
		i.judged[kind] += n
	}
	return c.wrong
}

// right asks a question and reports an answer that is wrong.
func (i *isolation) right(t *testing.T, r *rand.Rand, s *server, u model.Utente, q asked) {
	t.Helper()
	if wrong := i.wrong(i.world.Load(), u, q, i.ask(t, r, s, u, q)); len(wrong) > 0 {
		t.Errorf("ISOLATION_SEED=%d instance %d, %s\n%s\n%s\n%s", i.seed, slices.Index(i.servers, s), mustJSON(t, u), q.text, mustJSON(t, q.vars), strings.Join(wrong, "\n"))
	}
}

const workers = 4

// all lets the workers carry out n tasks, each with chances of its own.
func (i *isolation) all(phase uint64, n int, do func(r *rand.Rand, n int)) {
	var group sync.WaitGroup
	for w := range workers {
		r := i.random(phase<<8 | uint64(w))
		group.Go(func() {
			for k := w; k < n; k += workers {
				do(r, k)
			}
		})
	}
	group.Wait()
}

// question is any that people ask.
func (i *isolation) question(r *rand.Rand) asked {
	if r.IntN(4) == 0 {
		return one(r, i.questions[""])
	}
	return one(r, i.questions[one(r, i.hot).Matricola])
}

// chill drops from the memory of an instance what the instances share: it then asks Redis for it.
func (i *isolation) chill(s *server) {
	for _, archive := range []string{"anagrafica", "complementari", "sedi"} {
		s.app.sources.Heard(cache.Change{Archive: archive})
	}
}

// rounds: everybody asks, and asks again, of an instance that has just begun to fill its memory or has it filled.
func (i *isolation) rounds(t *testing.T) {
	for round := range uint64(3) {
		i.all(1000+round, principals, func(r *rand.Rand, n int) {
			if t.Failed() {
				return
			}
			u, s := i.world.Load().utenti[n], one(r, i.servers)
			if n%4 == 0 {
				i.chill(s)
			}
			for range 2 {
				i.right(t, r, s, u, i.question(r))
			}
			if n%20 == 0 {
				g := &generator{Rand: r, schema: i.schema, oracle: ask(i.world.Load(), u, i.clock.now())}
				text, vars := g.operation()
				i.right(t, r, s, u, asked{name: "random", text: text, vars: vars})
			}
		})
	}
}

// used: the answers came from what is kept, and from what the other instance had read; otherwise nothing was proved.
func (i *isolation) used(t *testing.T) {
	t.Logf("%d questions, %d answered with 304; judged %v; slowest change %v, %d answers in between", i.sent.Load(), i.tags.same, i.judged, i.slowest, i.doubtful)
	for n, s := range i.servers {
		c := s.app.sources.Counts()
		t.Logf("instance %d: %+v", n, c)
		if c.Near < 3000 || c.Far < 1000 || c.Fetches > c.Near+c.Far {
			t.Errorf("instance %d was asked too little, or kept too little", n)
		}
	}
	if reads := i.calls.take()["read emens"]; reads > 200 {
		t.Errorf("emens was read %d times, for 40 companies", reads)
	}
	for _, kind := range []string{"section", "found", "link", "month", "entity", "contacts", "notices", "telephone", "about"} {
		if i.judged[kind+" true"] < 100 || i.judged[kind+" false"] < 100 {
			t.Errorf("too few of %s", kind)
		}
	}
}

// replaced is the world with a delega as it is now.
func (i *isolation) replaced(d model.Delega) *world {
	w := *i.world.Load()
	w.deleghe = maps.Clone(w.deleghe)
	w.deleghe[d.ID] = d
	return &w
}

// about are the hot companies that a delega is on.
func (i *isolation) about(d model.Delega) (all []model.Azienda) {
	for _, a := range i.hot {
		if d.Posizione.Codice == string(a.Matricola) || d.Posizione.Codice == string(a.CodiceFiscale) {
			all = append(all, a)
		}
	}
	return all
}

// asksFor are the services that some section asks for.
var asksFor = []model.Servizio{model.ServizioCassetto, model.ServizioUniemens, model.ServizioGestioneSeparata, model.ServizioDeleghe}

// sees is all that somebody may see of a company.
func sees(o oracle, a model.Azienda) string {
	some, all := o.people(a)
	text := fmt.Sprint(o.knows(a), all)
	for _, s := range asksFor {
		text += fmt.Sprint(" ", o.may(a, s))
	}
	if !all {
		text += fmt.Sprint(" ", slices.Compact(slices.Sorted(slices.Values(some))))
	}
	return text
}
