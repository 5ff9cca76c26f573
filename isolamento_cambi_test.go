package main

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cassetto/graph/model"
)

// change is a delega that is given, changed or taken away through one instance.
type change struct {
	kind string
	d    model.Delega                               // as it is before; of a new one, as it is meant
	do   func(t *testing.T, s *server) model.Delega // what it has become
}

// within is how soon a change must show in every instance.
const within = time.Second

const changesMade = 20

// changes carries out one change after the other, and between them asks everybody whom it may concern.
func (i *isolation) changes(t *testing.T) {
	kinds, effects := map[string]int{}, 0
	for n := range uint64(changesMade) {
		if t.Failed() {
			return
		}
		r := i.random(2000 + n)
		c := i.plan(r, n)
		kinds[c.kind]++
		if i.carryOut(t, r, n, c) {
			effects++
		}
		i.chill(i.servers[r.IntN(2)])
		if n%10 == 9 { // everybody again
			i.all(3000+n, principals, func(r *rand.Rand, k int) {
				i.right(t, r, one(r, i.servers), i.world.Load().utenti[k], one(r, slices.Concat(i.questions[""], i.questions[i.about(c.d)[0].Matricola])))
			})
		}
	}
	t.Logf("%v, %d of them show to somebody", kinds, effects)
	if effects < changesMade/2 || len(kinds) < 5 {
		t.Errorf("too few changes that show: %d of %v", effects, kinds)
	}
}

// carryOut carries out a change while those whom it concerns go on asking, and says whether it shows to anybody.
func (i *isolation) carryOut(t *testing.T, r *rand.Rand, n uint64, c change) bool {
	t.Helper()
	here := r.IntN(2)
	concerned, before := i.concerned(c.d), i.world.Load()
	var about []asked
	for _, a := range i.about(c.d) {
		about = append(about, i.questions[a.Matricola]...)
	}
	about = append(about, i.questions[""]...)
	each := func(phase uint64) {
		i.all(phase+n, 2*len(concerned), func(r *rand.Rand, k int) {
			for range 2 {
				i.right(t, r, i.servers[k%2], concerned[k/2], one(r, about))
			}
		})
	}
	each(4000)
	storm := i.storm(t, r, concerned, about)
	defer storm()
	after := c.do(t, i.servers[here])
	done := time.Now()
	next := i.replaced(after)
	i.world.Store(next)
	shows := i.differ(before, next, concerned, i.about(after))
	for _, one := range shows {
		i.right(t, r, i.servers[here], one.u, one.q)
		i.spreads(t, r, i.servers[1-here], one, done)
	}
	for _, g := range storm() {
		i.doubtful++
		if was := i.wrong(before, g.u, g.q, g.a); len(was) > 0 {
			if is := i.wrong(next, g.u, g.q, g.a); len(is) > 0 {
				t.Errorf("ISOLATION_SEED=%d change %d, %s: neither as before nor as after\n%s\n%s %s\n%s\n%s", i.seed, n, c.kind,
					mustJSON(t, g.u), g.q.text, mustJSON(t, g.q.vars), strings.Join(was, "\n"), strings.Join(is, "\n"))
			}
		}
	}
	each(5000)
	if t.Failed() {
		t.Logf("change %d, %s: %s", n, c.kind, mustJSON(t, after))
	}
	return len(shows) > 0
}

// seen is a question of somebody to whom a change shows.
type seen struct {
	u model.Utente
	q asked
}

// differ are those to whom a change shows, each with the question by which it does.
func (i *isolation) differ(before, after *world, concerned []model.Utente, about []model.Azienda) (all []seen) {
	for _, u := range concerned {
		was, is := ask(before, u, i.clock.now()), ask(after, u, i.clock.now())
		for _, a := range about {
			data := sees(was, a) != sees(is, a)
			talk := was.may(a, model.ServizioComunicazioni) != is.may(a, model.ServizioComunicazioni)
			meet := was.may(a, model.ServizioAgenda) != is.may(a, model.ServizioAgenda)
			for _, q := range i.questions[a.Matricola] {
				if data && (q.name == "separata" || q.name == "fascicolo") || talk && q.name == "dialogo" || meet && q.name == "agenda" {
					all = append(all, seen{u, q})
				}
			}
		}
	}
	return all
}

// spreads waits until a change shows in an instance that did not carry it out.
func (i *isolation) spreads(t *testing.T, r *rand.Rand, s *server, one seen, done time.Time) {
	t.Helper()
	var stale time.Duration // when a question was put that was still answered as before
	eventually(t, "a change spreads", func() bool {
		begin := time.Since(done)
		wrong := i.wrong(i.world.Load(), one.u, one.q, i.ask(t, r, s, one.u, one.q))
		if len(wrong) > 0 {
			stale = begin
		}
		return len(wrong) == 0
	})
	i.slowest = max(i.slowest, stale)
	if stale > within {
		t.Errorf("ISOLATION_SEED=%d %s: as before to a question put %v after the change", i.seed, one.q.name, stale)
	}
}

// given is an answer that was given while something changed.
type given struct {
	seen
	a answer
}

// storm lets those concerned ask without end; the returned function ends it and gives what they were answered.
func (i *isolation) storm(t *testing.T, r *rand.Rand, concerned []model.Utente, about []asked) (end func() []given) {
	var group sync.WaitGroup
	var mu sync.Mutex
	var all []given
	halt := make(chan struct{})
	for range workers - 1 {
		r := rand.New(rand.NewPCG(r.Uint64(), 0))
		group.Go(func() {
			for range 30 { // enough, however long it takes
				select {
				case <-halt:
					return
				default:
				}
				g := given{seen: seen{one(r, concerned), one(r, about)}}
				g.a = i.ask(t, r, one(r, i.servers), g.u, g.q)
				mu.Lock()
				all = append(all, g)
				mu.Unlock()
			}
		})
	}
	return sync.OnceValue(func() []given {
		close(halt)
		group.Wait()
		return all
	})
}

// concerned are those who have a delega, or one that was made from it, or manage the deleghe of its company; not all when they
// are many.
func (i *isolation) concerned(d model.Delega) (all []model.Utente) {
	w := i.world.Load()
	related := []model.Delega{d}
	for _, id := range slices.Sorted(maps.Keys(w.deleghe)) {
		if p := w.deleghe[id].ParentID; p != nil && *p == d.ID {
			related = append(related, w.deleghe[id])
		}
	}
	holders := 0
	for _, u := range w.utenti {
		o := oracle{who: u}
		switch {
		case slices.ContainsFunc(related, o.given):
			all = append(all, u)
		case u.Profilo == model.ProfiloUtenteLegaleRappresentante && u.Azienda != nil && *u.Azienda == i.holder(&d) && holders < 2:
			holders++
			all = append(all, u)
		}
	}
	return all[:min(len(all), 10)]
}
