package resolvers

import (
	"errors"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/live"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

// specie is a kind of things whose events can be followed: what its streams have of their own.
type specie[V any] struct {
	feed     *live.Feed[V]
	archivio string                  // name of the archive that they are in
	servizio model.Servizio          // for which one must be entitled
	pratica  func(*V) access.Pratica // what decides who may see one
	cursori  live.Form

	// aggiornamento is an event as the graph has it. What is shared is not modified.
	aggiornamento func(e live.Event[V], cursore string) (any, error)
}

func delleRichieste(feed *live.Feed[model.Richiesta]) specie[model.Richiesta] {
	return specie[model.Richiesta]{
		feed, comunicazioni.Name, model.ServizioComunicazioni, access.DellaRichiesta, "1:",
		func(e live.Event[model.Richiesta], cursore string) (any, error) {
			evento, err := numero(e.Value.Eventi, e.Event)
			evento.IDRichiesta = e.Value.ID
			return &model.AggiornamentoRichiesta{Cursore: cursore, Evento: &evento, Richiesta: e.Value}, err
		},
	}
}

func degliAppuntamenti(feed *live.Feed[model.Appuntamento]) specie[model.Appuntamento] {
	return specie[model.Appuntamento]{
		feed, agenda.Name, model.ServizioAgenda, access.DellAppuntamento, "A1:",
		func(e live.Event[model.Appuntamento], cursore string) (any, error) {
			evento, err := numero(e.Value.Storico, e.Event)
			evento.IDAppuntamento = e.Value.ID
			return &model.AggiornamentoAppuntamento{Cursore: cursore, Evento: &evento, Appuntamento: e.Value}, err
		},
	}
}

// numero is a copy of the n-th event of a log, from 1.
func numero[E any](eventi []E, n int32) (E, error) {
	if n < 1 || int(n) > len(eventi) {
		var nessuno E
		return nessuno, errors.New("the journal has an event that its log has not")
	}
	return eventi[n-1], nil
}
