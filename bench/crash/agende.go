package crash

import (
	"context"
	"slices"
	"strings"

	"cassetto/graph/model"
	"cassetto/internal/store"
	"cassetto/sources/agenda"
)

// agende are what a trial left of the agenda.
type agende struct {
	appuntamenti   []model.Appuntamento
	fasce          []model.Fascia // of the trial's desks
	impegni        []impegno
	giornaleAgenda []iscrizione
}

// impegno is what a request is engaged in, as it is stored.
type impegno struct {
	Richiesta   string              `json:"richiesta"`
	Occupazioni []model.Occupazione `json:"occupazioni"`
}

// leggi adds what the archive holds.
func (a *agende) leggi(ctx context.Context, s store.Store) (err error) {
	if a.fasce, err = fasce(ctx, s); err != nil {
		return err
	}
	if a.appuntamenti, err = tutti[model.Appuntamento](ctx, s, agenda.Appuntamenti.Collection); err != nil {
		return err
	}
	for _, c := range agenda.Collections() {
		switch c.Name {
		case "impegni":
			a.impegni, err = tutti[impegno](ctx, s, c)
		case "giornale":
			a.giornaleAgenda, err = tutti[iscrizione](ctx, s, c)
		}
		if err != nil {
			return err
		}
	}
	slices.SortFunc(a.giornaleAgenda, perNumero)
	return nil
}

// fasce are the intervals of the trial's desks.
func fasce(ctx context.Context, s store.Store) (ff []model.Fascia, err error) {
	giornate, err := tutti[model.GiornoCalendario](ctx, s, agenda.Giornate.Collection)
	for _, g := range giornate {
		for _, f := range g.Fasce {
			if f.PuntoConsulenza != nil && strings.HasPrefix(*f.PuntoConsulenza, punto) {
				ff = append(ff, f)
			}
		}
	}
	return ff, err
}

// sbircia looks how many places are taken, while processes are dead in the middle of what they did.
func (c *campo) sbircia(ctx context.Context) error {
	s, err := c.archivio(ctx, agenda.Name)
	if err != nil {
		return err
	}
	defer s.Close()
	ff, err := fasce(ctx, s)
	c.memoria.annota(func(r *ricordi) {
		for _, f := range ff {
			r.affollate[f.ID] = max(r.affollate[f.ID], len(f.Occupazioni))
		}
	})
	return err
}
