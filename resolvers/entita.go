package resolvers

import (
	"cmp"
	"context"
	"slices"

	"cassetto/graph/model"
	"cassetto/sources"
)

// entitaAziende are the companies that another graph points at, in the order of its representations. They come together: their
// sections are read once for all. What the caller may not know is nil, like what does not exist.
func (r *Resolver) entitaAziende(ctx context.Context, reps []model.AziendaRepresentation) ([]*model.Azienda, error) {
	chiavi := make([]model.Matricola, len(reps))
	for i, rep := range reps {
		chiavi[i] = *rep.Matricola
	}
	aziende, err := insieme(ctx, r.Sources.Azienda, chiavi)
	if err != nil {
		return nil, err
	}
	for i, a := range aziende {
		if aziende[i], err = r.visibile(ctx, a); err != nil {
			return nil, err
		}
	}
	riunisci(indirizzi(aziende, func(a **model.Azienda) **model.Azienda { return a }))
	return aziende, nil
}

// entitaSedi are the offices that another graph points at, in the order of its representations; nil where there is none.
func (r *Resolver) entitaSedi(ctx context.Context, reps []model.SedeRepresentation) ([]*model.Sede, error) {
	if _, err := r.titoli(ctx); err != nil {
		return nil, err
	}
	chiavi := make([]model.CodiceSede, len(reps))
	for i, rep := range reps {
		chiavi[i] = *rep.Codice
	}
	return insieme(ctx, r.Sources.Sede, chiavi)
}

// insieme are the values of some keys, at least one, in their order and in one read.
func insieme[K cmp.Ordered, T any](ctx context.Context, s *sources.Section[K, *T], chiavi []K) ([]*T, error) {
	diverse := func() []K { return slices.Compact(slices.Sorted(slices.Values(chiavi))) }
	valori := make([]*T, len(chiavi))
	for i, k := range chiavi {
		v, err := s.LoadAmong(ctx, k, &chiavi[0], diverse)
		if err != nil {
			return nil, err
		}
		valori[i] = v
	}
	return valori, nil
}
