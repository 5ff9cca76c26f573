package archive

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// Rows declares a section whose value is all the rows that belong to one key, a matricola or a codice fiscale.
type Rows[T any] struct {
	Section
	By    []string // fields that hold the key
	Fonte model.Fonte
}

// Fetch reads the rows of every key in one round trip; a key without rows has an empty list.
func (s Rows[T]) Fetch(ctx context.Context, a *Archive, keys []string) (map[string]*model.Righe[T], error) {
	at, err := a.UpdatedAt(ctx, s.Collection.Name)
	if err != nil {
		return nil, err
	}
	rows := make(map[string]*model.Righe[T], len(keys))
	for _, k := range keys {
		rows[k] = &model.Righe[T]{Fonte: s.Fonte, AggiornatoAl: at}
	}
	var g gathered[T]
	err = a.Store.Read(ctx, s.Collection, s.By, keys, func(key string, r store.Row) error {
		if key != g.key {
			g.into(rows)
			g.key = key
		}
		return g.add(r)
	})
	g.into(rows)
	return rows, err
}

// gathered are rows of one key that came one after another. Their place is used again for those of the next, so that the lists,
// which are kept, are as long as they are.
type gathered[T any] struct {
	key    string
	righe  []T
	chiavi []string
}

func (g *gathered[T]) add(r store.Row) error {
	var none T
	g.righe, g.chiavi = append(g.righe, none), append(g.chiavi, r.ID())
	return r.Decode(&g.righe[len(g.righe)-1])
}

// into hands the rows over.
func (g *gathered[T]) into(rows map[string]*model.Righe[T]) {
	if of := rows[g.key]; len(g.righe) > 0 {
		of.Righe, of.Chiavi = append(of.Righe, g.righe...), append(of.Chiavi, g.chiavi...)
	}
	g.righe, g.chiavi = g.righe[:0], g.chiavi[:0]
}

// FetchUnion reads in one round trip the rows that belong to any of the keys: those of the first one, then those of the next,
// each row once. One that belongs to several keys is decoded once: there may be thousands.
func (s Rows[T]) FetchUnion(ctx context.Context, a *Archive, keys []string) (*model.Righe[T], error) {
	at, err := a.UpdatedAt(ctx, s.Collection.Name)
	if err != nil {
		return nil, err
	}
	type found struct {
		id    string
		row   T
		taken bool
	}
	byID, byKey := map[string]*found{}, map[string][]*found{}
	err = a.Store.Read(ctx, s.Collection, s.By, keys, func(key string, r store.Row) error {
		f := byID[r.ID()]
		if f == nil {
			f = &found{id: r.ID()}
			if err := r.Decode(&f.row); err != nil {
				return err
			}
			byID[f.id] = f
		}
		byKey[key] = append(byKey[key], f)
		return nil
	})
	u := &model.Righe[T]{
		Righe: make([]T, 0, len(byID)), Chiavi: make([]string, 0, len(byID)),
		Fonte: s.Fonte, AggiornatoAl: at,
	}
	for _, k := range keys {
		for _, f := range byKey[k] {
			if !f.taken {
				f.taken = true
				u.Righe = append(u.Righe, f.row)
				u.Chiavi = append(u.Chiavi, f.id)
			}
		}
	}
	return u, err
}

// One declares a section whose value is the one document of a key, or nothing.
type One[T any] struct {
	Section
	By     string
	Fonte  model.Fonte
	Source func(*T, model.Fonte, model.DataOra) // writes into the value where it comes from; may be nil
}

// Fetch reads the document of every key in one round trip; a key without one is missing from the map.
func (s One[T]) Fetch(ctx context.Context, a *Archive, keys []string) (map[string]*T, error) {
	var at model.DataOra
	if s.Source != nil {
		var err error
		if at, err = a.UpdatedAt(ctx, s.Collection.Name); err != nil {
			return nil, err
		}
	}
	found := make(map[string]*T, len(keys))
	err := a.Store.Read(ctx, s.Collection, []string{s.By}, keys, func(key string, r store.Row) error {
		one := new(T)
		if err := r.Decode(one); err != nil {
			return err
		}
		if s.Source != nil {
			s.Source(one, s.Fonte, at)
		}
		found[key] = one
		return nil
	})
	return found, err
}

// Owner keys that the type of a row has not.
var (
	ByMatricola     = map[string]string{"matricola": "Matricola!"}
	ByCodiceFiscale = map[string]string{"codiceFiscale": "CodiceFiscale!"}
)
