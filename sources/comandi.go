package sources

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/cache"
	"cassetto/internal/freshness"
	"cassetto/internal/resilience"
	"cassetto/sources/anagrafica"
	"cassetto/sources/deleghe"
)

// Cerca finds the companies that a user may see.
func (s *Sources) Cerca(ctx context.Context, r anagrafica.Ricerca) (*model.AziendaConnection, error) {
	report, ana := ReportOf(ctx), s.archives.Anagrafica
	report.Begin(&s.ricerca.source)
	fresh, _ := s.ricerca.policy.times(true, s.caches.now())
	c, err := ask(ctx, s, ana.Name, func(ctx context.Context) (*model.AziendaConnection, error) {
		return anagrafica.Cerca(ctx, ana, r)
	})
	if err != nil {
		return nil, err
	}
	report.Add(&s.ricerca.source, freshness.Miss, fresh, false)
	conta := c.Conta
	c.Conta = func(ctx context.Context) (int, error) { return ask(ctx, s, ana.Name, conta) }
	return c, nil
}

// ask reads from an archive what is not kept.
func ask[T any](ctx context.Context, s *Sources, archive string, read func(context.Context) (T, error)) (T, error) {
	s.caches.counts.fetches.Add(1)
	v, err := resilience.Read(ctx, s.guards[archive], read)
	return v, failure(archive, s.guards[archive], err)
}

// RegistraDelega stores a new delega, or returns the one that an earlier call with the same identifier stored.
func (s *Sources) RegistraDelega(ctx context.Context, d model.Delega) (*model.Delega, error) {
	return s.changeDelega(ctx, func(ctx context.Context) (*model.Delega, error) {
		return deleghe.Registra(ctx, s.archives.Deleghe, d)
	})
}

// ModificaDelega changes a delega by a rule, atomically; nil when it does not exist.
func (s *Sources) ModificaDelega(ctx context.Context, id string, change func(*model.Delega) bool) (*model.Delega, error) {
	return s.changeDelega(ctx, func(ctx context.Context) (*model.Delega, error) {
		return deleghe.Modifica(ctx, s.archives.Deleghe, id, change)
	})
}

// changeDelega carries out a command and forgets what it has changed: what concerns the delega, and everything when it may or
// may not have been carried out.
func (s *Sources) changeDelega(ctx context.Context, do func(context.Context) (*model.Delega, error)) (*model.Delega, error) {
	guard := s.guards[deleghe.Name]
	d, err := resilience.Command(ctx, guard, do)
	changed := cache.Change{Archive: deleghe.Name}
	if err == nil && d != nil {
		changed.Tags = cache.TagsOf(deleghe.Codici(d)...)
	}
	_ = s.Forget(ctx, changed) // the others are told as soon as they can be
	Forget(ctx)
	return d, failure(deleghe.Name, guard, err)
}
