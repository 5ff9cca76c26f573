package comunicazioni

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/relay"
	"cassetto/internal/store"
)

// Opzioni are what decides what follows from the events of requests.
type Opzioni struct {
	Archivio *Archivio
	Now      func() time.Time
	Timeout  time.Duration                                 // for what follows from one request
	Avvisa   func(context.Context, *model.Richiesta) error // stores the notices that its events require, each once
	Cambiata func(*model.Richiesta)                        // is told of a request when all that follows from it is done
}

// aVolta is how many requests are looked for at once.
const aVolta = 200

// NewSeguito makes what gives requests their protocollo, enters their events into the journal and stores their notices.
func NewSeguito(o Opzioni) *relay.Relay {
	s := seguito{o}
	return relay.New(relay.Options{Archive: Name, Timeout: o.Timeout, Pending: s.rimaste, Do: s.una})
}

type seguito struct{ Opzioni }

// rimaste are requests from which something still has to follow, the oldest first.
func (s seguito) rimaste(ctx context.Context) ([]string, error) {
	return s.Archivio.richieste.IDs(ctx, store.In{Field: "daRegistrare", Values: []string{daFare}}, "dataApertura", aVolta)
}

// una does what follows from one request.
func (s seguito) una(ctx context.Context, id string) error {
	r, _, err := s.Archivio.richieste.Read(ctx, id)
	if r == nil || err != nil || r.DaRegistrare == "" {
		return err
	}
	if r.Protocollo == nil {
		if r, err = s.protocolla(ctx, r); err != nil {
			return err
		}
	}
	for r.DaRegistrare != "" {
		if err := s.Archivio.Registra(ctx, r.ID, r.Registrati, int32(len(r.Eventi))); err != nil {
			return err
		}
		if err := s.Avvisa(ctx, r); err != nil {
			return err
		}
		eventi := int32(len(r.Eventi))
		r, err = s.Archivio.Modifica(ctx, id, func(r *model.Richiesta) bool {
			r.Registrati = max(r.Registrati, eventi)
			if int(r.Registrati) == len(r.Eventi) { // else there are new ones
				r.DaRegistrare = ""
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	s.Cambiata(r)
	return nil
}

// protocolla gives a request its protocollo, the next one of the day it was opened on, in Italy, at the sede that was competent
// then: consecutive numbers for each sede and day (DPR 445/2000, art. 53).
func (s seguito) protocolla(ctx context.Context, r *model.Richiesta) (*model.Richiesta, error) {
	sede := Competente(r)
	aperta, err := time.Parse(time.RFC3339, string(r.DataApertura))
	if err != nil {
		return nil, fmt.Errorf("comunicazioni: a request was opened at no time: %w", err)
	}
	giorno := aperta.In(model.Roma)
	numero, err := s.Archivio.protocolli.Iscrivi(ctx, string(sede)+"/"+giorno.Format(time.DateOnly), r.ID)
	if err != nil {
		return nil, err
	}
	protocollo := fmt.Sprintf("INPS.%s.%s.%07d", sede, giorno.Format("02/01/2006"), numero)
	return s.Archivio.Modifica(ctx, r.ID, func(r *model.Richiesta) bool {
		if r.Protocollo != nil {
			return false
		}
		r.Protocollo = &protocollo
		ufficio := Protocollo
		accade(r, model.EventoRichiesta{
			Tipo: model.TipoEventoRichiestaProtocollazioneSmistamento, AStato: r.Stato, Ufficio: &ufficio, Sede: &sede,
		}, s.Now())
		r.DataProtocollo = new(r.DataUltimoAggiornamento)
		return true
	})
}

// Protocollo is the office that registers requests, as their logs call it.
const Protocollo = "Protocollo informatico"

// IDAllegato is the identifier of the n-th attachment of a request, from 1.
func IDAllegato(richiesta string, n int) string { return richiesta + "/" + strconv.Itoa(n) }

// Allegato is the request and the number of an attachment.
func Allegato(id string) (richiesta string, n int) {
	richiesta, numero, _ := strings.Cut(id, "/")
	n, _ = strconv.Atoi(numero)
	return richiesta, n
}
