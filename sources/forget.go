package sources

import (
	"context"

	"cassetto/internal/cache"
)

// readFrom are the sections read from collections of another name than theirs.
var readFrom = map[string][]string{
	"aziende":                 {"azienda", "sintetici", "aziendeCollegate", "aziendeStessoCodiceFiscale", "posizioneDiRiferimento", "ricerca"},
	"posizioniDiRiferimento":  {"posizioneDiRiferimento"},
	"ragioniSocialiPregresse": {"ragioniSocialiPregresse", "ricerca"}, // who is sought by an earlier name
	"imprese":                 {"infocamere"},
	"sedi":                    {"sede"},
	"utenti":                  {"titoli"},
	"deleghe":                 {"titoli", "delega", "deleghe"},
	"richieste":               {"richiesta", "filo"},
	"appuntamenti":            {"appuntamento"},
	"giornate":                {"giornata"},
	"riscontri":               {"regolarita"},
	"verifiche":               {"regolarita"},
	"stampe":                  {"stampa"},
}

// Knows says whether an archive has a section, or a collection that sections are read from.
func (s *Sources) Knows(archive, section string) bool {
	for _, g := range s.caches.all {
		if g.Archive == archive && (section == "" || g.Name == section) {
			return true
		}
	}
	return readFrom[section] != nil && s.Knows(archive, readFrom[section][0])
}

// Forget drops what a change has made untrue, here and, when it returns nil, in every other instance within a second. The
// section of a change may also be a collection that sections are read from. It fails with cache.ErrDown when the others cannot
// be told yet; they are told as soon as they can.
func (s *Sources) Forget(ctx context.Context, change cache.Change) (err error) {
	for _, c := range expand(change) {
		if s.caches.far != nil { // first: nobody may find there what the process has just forgotten
			if failed := s.caches.far.Forget(context.WithoutCancel(ctx), c); failed != nil {
				err = failed
			}
		}
		s.Heard(c)
	}
	return err
}

func expand(c cache.Change) []cache.Change {
	names := readFrom[c.Section]
	if names == nil {
		return []cache.Change{c}
	}
	all := make([]cache.Change, len(names))
	for i, name := range names {
		all[i] = cache.Change{Archive: c.Archive, Section: name, Tags: c.Tags}
	}
	return all
}

// Heard drops what a change by another instance has made untrue here.
func (s *Sources) Heard(c cache.Change) {
	s.caches.forget(c.Concerns, func() { _ = s.caches.near.Forget(context.Background(), c) }) // cannot fail
	if tell := s.changed.Load(); tell != nil {
		(*tell)(c)
	}
}

// OnChange has every change from now on told to somebody, once what it has made untrue is forgotten here. He must not wait.
func (s *Sources) OnChange(tell func(cache.Change)) { s.changed.Store(&tell) }

// Distrust drops everything that is kept here, because changes may have gone unheard. What may be served when an archive does
// not answer is kept for that.
func (s *Sources) Distrust() {
	s.caches.forget(func(*cache.Section) bool { return true }, func() { s.caches.near.Distrust() })
}

// forget begins with the reads that are under way and ends with telling who has used the values.
func (c *caches) forget(concerns func(*cache.Section) bool, drop func()) {
	var concerned []grounded
	for _, g := range c.all {
		if concerns(&g.Section) {
			concerned = append(concerned, g)
			g.ground()
		}
	}
	if c.near != nil {
		drop()
	}
	for _, g := range concerned {
		g.source.Changed()
	}
}
