package sources

import (
	"testing"
	"time"

	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/sources/agenda"
	"cassetto/sources/anagrafica"
	"cassetto/sources/complementari"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/deleghe"
	"cassetto/sources/regolarita"
	"cassetto/sources/sedi"
	"cassetto/sources/stampe"
)

// opened are all the sections, over archives that nobody asks.
func opened(t *testing.T) *Sources {
	t.Helper()
	named := func(name string) *archive.Archive { return &archive.Archive{Name: name} }
	s := Open(Archives{
		Anagrafica: named(anagrafica.Name), Complementari: named(complementari.Name), Deleghe: named(deleghe.Name), Sedi: named(sedi.Name),
		Agenda: agenda.Open(named(agenda.Name)), Comunicazioni: comunicazioni.Open(named(comunicazioni.Name)),
		Regolarita: regolarita.Open(named(regolarita.Name)), Stampe: stampe.Open(named(stampe.Name)),
	}, Options{Timeout: time.Second, Memory: 1 << 20})
	t.Cleanup(s.Close)
	return s
}

// TestCollections: a change of any collection reaches the sections that are read from it, and every section is read from one.
func TestCollections(t *testing.T) {
	s := opened(t)
	reached := map[string]bool{}
	for name := range Sections() {
		for _, section := range Followed(name) {
			if !s.Knows(name, section.Collection.Name) {
				t.Errorf("%s.%s is not known", name, section.Collection.Name)
			}
			for _, c := range expand(cache.Change{Archive: name, Section: section.Collection.Name}) {
				hit := false
				for _, g := range s.caches.all {
					if c.Concerns(&g.Section) {
						hit, reached[g.Archive+"."+g.Name] = true, true
					}
				}
				if !hit {
					t.Errorf("a change of %s.%s reaches nothing as %s", name, section.Collection.Name, c.Section)
				}
			}
		}
	}
	for _, g := range s.caches.all {
		if !reached[g.Archive+"."+g.Name] {
			t.Errorf("no change of a collection reaches %s.%s", g.Archive, g.Name)
		}
	}
	for _, unknown := range [][2]string{{"anagrafica", "sedi"}, {"sedi", "aziende"}, {"altro", ""}, {"anagrafica", "altra"}} {
		if s.Knows(unknown[0], unknown[1]) {
			t.Errorf("%v is known", unknown)
		}
	}
}

// TestPolicies: nothing of a person leaves the process, and what users change is never served stale.
func TestPolicies(t *testing.T) {
	s := opened(t)
	for _, g := range s.caches.all {
		p := g.policy
		if p.IfError < p.Revalidate || p.Fresh <= 0 {
			t.Errorf("%s.%s: %+v", g.Archive, g.Name, p)
		}
		if g.Archive == deleghe.Name && (!p.Private || !p.Commanded || p.Revalidate+p.IfError+p.Negative > 0) {
			t.Errorf("%s.%s: %+v", g.Archive, g.Name, p)
		}
	}
	for _, shared := range s.Shared() {
		for _, private := range []string{"soggettiCollegati", "posizioniLavoratoriAutonomi", "committente10", "titoli", "delega", "deleghe"} {
			if shared.Name == private {
				t.Errorf("%s may leave the process", private)
			}
		}
	}
}
