package agenda

import (
	"context"
	"time"

	"cassetto/graph/model"
)

// PubblicaInsieme publishes what Valuta found nothing wrong with, each day in one write. What a desk holds already at the same time
// stays instead, and nothing is withdrawn. Killed half-way it leaves days that are whole, and the same command does the others.
func (a *Archivio) PubblicaInsieme(ctx context.Context, pp []*Pubblicazione, ora time.Time) error {
	var giorni []*model.GiornoCalendario
	per := map[string]*model.GiornoCalendario{}
	regole := map[string][]func(*model.GiornoCalendario) bool{} // by day
	for _, p := range pp {
		for _, nuova := range p.giornate() {
			if per[nuova.ID] == nil {
				per[nuova.ID] = &nuova
				giorni = append(giorni, &nuova)
			}
			regole[nuova.ID] = append(regole[nuova.ID], func(g *model.GiornoCalendario) bool {
				pubblicate, _, _ := p.iscrivi(g, nuova.Fasce, ora)
				return pubblicate > 0
			})
		}
	}
	for _, nuova := range giorni {
		_, err := a.nelGiorno(ctx, nuova, func(g *model.GiornoCalendario) (cambia bool) {
			for _, regola := range regole[nuova.ID] {
				cambia = regola(g) || cambia
			}
			return cambia
		})
		if err != nil {
			return err
		}
	}
	return nil
}
