package agenda

import (
	"context"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/relay"
	"cassetto/internal/store"
)

// Opzioni are what decides what follows from the events of appointments.
type Opzioni struct {
	Archivio *Archivio
	Now      func() time.Time
	Timeout  time.Duration                                    // for what follows from one appointment
	Avvisa   func(context.Context, *model.Appuntamento) error // stores the notices that its events require, each once
	Cambiato func(*model.Appuntamento)                        // is told of an appointment when all that follows from it is done
}

// aVolta is how many appointments are looked for at once.
const aVolta = 200

// NewSeguito makes what ends bookings that are not confirmed in time, gives back the places of what has ended, enters events into
// the journal and stores their notices.
func NewSeguito(o Opzioni) *relay.Relay {
	s := seguito{o}
	return relay.New(relay.Options{Archive: Name, Timeout: o.Timeout, Pending: s.rimasti, Do: s.uno})
}

type seguito struct{ Opzioni }

// rimasti are appointments from which something still has to follow, and bookings whose time is over.
func (s seguito) rimasti(ctx context.Context) ([]string, error) {
	tutti := s.Archivio.appuntamenti
	da, err := tutti.IDs(ctx, store.In{Field: "daRegistrare", Values: []string{daFare}}, "dataUltimoAggiornamento", aVolta)
	if err != nil {
		return nil, err
	}
	scaduti, err := tutti.IDs(ctx, store.And{
		store.In{Field: "stato", Values: []string{string(model.StatoAppuntamentoPrenotato)}},
		store.Range{Field: "scadenza", To: string(model.DataOraDi(s.Now().Add(time.Second)))},
	}, "scadenza", aVolta)
	return append(da, scaduti...), err
}

// uno does what follows from one appointment.
func (s seguito) uno(ctx context.Context, id string) error {
	a, err := s.Archivio.appuntamenti.Change(ctx, id, func(a *model.Appuntamento) bool {
		if !scaduto(a, s.Now()) {
			return false
		}
		accade(a, model.EventoAppuntamento{Tipo: model.TipoEventoAppuntamentoScadenza, AStato: model.StatoAppuntamentoScaduto}, s.Now())
		return true
	})
	if a == nil || err != nil || a.DaRegistrare == "" {
		return err
	}
	for a.DaRegistrare != "" {
		eventi := int32(len(a.Storico))
		if Finito(a.Stato) {
			if err := s.Archivio.lascia(ctx, a); err != nil {
				return err
			}
		}
		if err := s.Archivio.Registra(ctx, a.ID, a.Registrati, eventi); err != nil {
			return err
		}
		if err := s.Avvisa(ctx, a); err != nil {
			return err
		}
		a, err = s.Archivio.appuntamenti.Change(ctx, id, func(a *model.Appuntamento) bool {
			a.Registrati = max(a.Registrati, eventi)
			if int(a.Registrati) == len(a.Storico) { // else there are new ones
				a.DaRegistrare = ""
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	s.Cambiato(a)
	return nil
}
