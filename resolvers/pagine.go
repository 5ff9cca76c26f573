package resolvers

import (
	"context"

	"cassetto/graph/model"
	"cassetto/sources"
)

// elenco is a page of a company's section.
func elenco[K comparable, T any](ctx context.Context, s *sources.OfCompany[K, *model.Righe[T]], a *model.Azienda, f model.Finestra) (*model.Connection[T], error) {
	righe, err := s.Load(ctx, a)
	if err != nil {
		return nil, err
	}
	return righe.Pagina(f)
}

// propria is a page of a company's section whose rows may be modified.
func propria[K comparable, T any](ctx context.Context, s *sources.OfCompany[K, *model.Righe[T]], a *model.Azienda, f model.Finestra) (*model.Connection[T], error) {
	c, err := elenco(ctx, s, a, f)
	if err == nil {
		c.Copia()
	}
	return c, err
}

// vicine is a field whose value points at other companies.
type vicine[T any] struct {
	campo campo
	load  func(*model.Azienda) (T, error)
	altre func(T) []**model.Azienda
}

// campo tells a field with its arguments from others.
type campo struct {
	nome     string
	finestra [4]any
}

// livello is a field of a query asked of the companies of one list.
type livello struct {
	campo
	aziende any
}

// di resolves the field of a company. It does so once for all the companies that came with it, so that the companies they point at
// come together in their turn: the next level, however deep, is read at once as well.
func (v vicine[T]) di(ctx context.Context, a *model.Azienda) (T, error) {
	insieme, chiave := a.Insieme, any(a.Insieme)
	if insieme == nil {
		insieme, chiave = &model.Insieme{Aziende: []model.Azienda{*a}}, a.Matricola
	}
	perMatricola, err := sources.Once(ctx, livello{v.campo, chiave}, func() (map[model.Matricola]T, error) {
		valori := make(map[model.Matricola]T, len(insieme.Aziende))
		var puntate []**model.Azienda
		var primo error
		for i := range insieme.Aziende {
			da := &insieme.Aziende[i]
			if _, fatta := valori[da.Matricola]; fatta {
				continue
			}
			una, err := v.load(da)
			if err != nil && primo == nil {
				primo = err // the others are asked all the same: what they lack is read together
			}
			valori[da.Matricola] = una
			if err == nil {
				puntate = append(puntate, v.altre(una)...)
			}
		}
		if primo != nil {
			return nil, primo
		}
		riunisci(puntate)
		return valori, nil
	})
	return perMatricola[a.Matricola], err
}

// riunisci makes one Insieme of the companies pointed at, and points at its members instead.
func riunisci(puntate []**model.Azienda) {
	aziende := make([]model.Azienda, 0, len(puntate))
	posti := make([]int, len(puntate))
	for i, p := range puntate {
		posti[i] = -1
		if *p != nil {
			posti[i] = len(aziende)
			aziende = append(aziende, **p)
		}
	}
	model.Riunisci(aziende)
	for i, p := range puntate {
		if posti[i] >= 0 {
			*p = &aziende[posti[i]]
		}
	}
}

// indirizzi are the addresses of the companies that rows point at.
func indirizzi[T any](righe []T, altra func(*T) **model.Azienda) []**model.Azienda {
	tutti := make([]**model.Azienda, len(righe))
	for i := range righe {
		tutti[i] = altra(&righe[i])
	}
	return tutti
}
