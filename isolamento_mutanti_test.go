package main

import (
	"testing"

	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/sources"
	"cassetto/sources/deleghe"
)

// mutants: what the test is there to find is found when it is brought about.
func (i *isolation) mutants(t *testing.T) {
	t.Run("a delega suspended without a word", i.untold)
	t.Run("two people mistaken for each other", i.mistaken)
	t.Run("the answer of another", i.anothers)
	t.Run("the requests of another", i.anothersRequests)
	t.Run("the appointments of another", i.anothersAppointments)
}

// untold: what is changed behind the instances' backs is noticed.
func (i *isolation) untold(t *testing.T) {
	r, s := i.random(9000), i.servers[0]
	for _, d := range i.good(anyDelega) {
		before, is := i.world.Load(), d
		is.Stato = model.StatoDelegaSospesa
		after := i.replaced(is)
		shows := i.differ(before, after, i.concerned(d), i.about(d))
		if len(shows) == 0 {
			continue
		}
		for _, one := range shows {
			i.right(t, r, s, one.u, one.q)
		}
		write(t, s, "deleghe", is)
		defer put(t, s, "deleghe", d)
		for _, one := range shows {
			if wrong := i.wrong(after, one.u, one.q, i.ask(t, r, s, one.u, one.q)); len(wrong) == 0 {
				t.Errorf("%s of %s: not noticed", one.q.name, mustJSON(t, one.u))
			}
		}
		return
	}
	t.Error("no delega shows")
}

// mistaken: two people whose titles are swapped in the memory of an instance are noticed.
func (i *isolation) mistaken(t *testing.T) {
	r, s, w := i.random(9001), i.servers[0], i.world.Load()
	noticed, pairs := 0, 0
	for _, family := range i.families[:10] {
		a, b := family[0], family[3] // who has a company less
		q, differs := i.tells(w, a, b)
		if !differs {
			continue
		}
		pairs++
		i.right(t, r, s, a, q)
		i.right(t, r, s, b, q)
		i.swap(t, s, a, b)
		if len(i.wrong(w, a, q, i.ask(t, r, s, a, q))) > 0 && len(i.wrong(w, b, q, i.ask(t, r, s, b, q))) > 0 {
			noticed++
		}
		s.forget(t, cache.Change{Archive: deleghe.Name})
	}
	if pairs < 3 || noticed < pairs {
		t.Errorf("%d noticed of %d", noticed, pairs)
	}
}

// swap exchanges the titles of two people in the memory of an instance.
func (i *isolation) swap(t *testing.T, s *server, a, b model.Utente) {
	t.Helper()
	var kept [2]*deleghe.Titoli
	for n, u := range []model.Utente{a, b} {
		var err error
		kept[n], err = s.app.sources.Titoli.Load(sources.WithBatch(t.Context()), deleghe.Chi{CodiceFiscale: u.CodiceFiscale, Profilo: u.Profilo})
		if err != nil || kept[n] == nil {
			t.Fatal("no titles", err)
		}
	}
	*kept[0], *kept[1] = *kept[1], *kept[0]
}

// tells is a question that two people must be answered differently.
func (i *isolation) tells(w *world, a, b model.Utente) (asked, bool) {
	his, hers := ask(w, a, i.clock.now()), ask(w, b, i.clock.now())
	for _, company := range i.hot {
		if sees(his, company) != sees(hers, company) {
			for _, q := range i.questions[company.Matricola] {
				if q.name == "fascicolo" {
					return q, true
				}
			}
		}
	}
	return asked{}, false
}

// anothers: whoever of a family were given the answer of another one, who may see more, or less, or other persons, it would be
// noticed; and not where both may see the same.
func (i *isolation) anothers(t *testing.T) {
	r, w := i.random(9002), i.world.Load()
	alike, others := 0, 0
	for _, family := range i.families[:20] {
		first := ask(w, family[0], i.clock.now())
		for _, u := range family[1:] {
			o := ask(w, u, i.clock.now())
			for _, a := range i.hot {
				differ := sees(first, a) != sees(o, a)
				if !differ && !o.knows(a) {
					continue
				}
				noticed := false
				for _, q := range i.questions[a.Matricola] {
					if q.name == "separata" || differ && q.name == "fascicolo" { // which shows links to other companies too
						noticed = noticed || len(i.wrong(w, u, q, i.ask(t, r, i.servers[0], family[0], q))) > 0
					}
				}
				if noticed != differ {
					t.Errorf("ISOLATION_SEED=%d noticed: %t, %s\n%s\n%s\n%s", i.seed, noticed, a.Matricola, mustJSON(t, u), sees(first, a), sees(o, a))
				}
				if differ {
					others++
				} else {
					alike++
				}
			}
		}
	}
	t.Logf("%d answers of others that one may not have, %d that one may", others, alike)
	if alike < 20 || others < 20 {
		t.Errorf("%d alike, %d others", alike, others)
	}
}
