package comunicazioni

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"sync"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// Seguito does what must follow from the events of requests: the protocollo, the journal, the notices. All of it is derived from
// the requests' own logs and can be done again without doing it twice, by several processes at once and after any of them was
// killed: until it is all done the request says so, and whoever finds it goes on.
type Seguito struct {
	Opzioni
	mu      sync.Mutex
	attese  map[string]bool // requests to look after at once
	sveglia chan struct{}
}

// Opzioni are what a Seguito is made of.
type Opzioni struct {
	Archivio *Archivio
	Now      func() time.Time
	Timeout  time.Duration                                 // for what follows from one request
	Avvisa   func(context.Context, *model.Richiesta) error // stores the notices that its events require, each once
	Cambiata func(*model.Richiesta)                        // is told of a request when all that follows from it is done
}

const (
	spazzata = 2 * time.Second // between two looks for what others have left
	aVolta   = 200             // requests of one look
)

// NewSeguito makes one that is ready to be told of requests.
func NewSeguito(o Opzioni) *Seguito {
	return &Seguito{Opzioni: o, attese: map[string]bool{}, sveglia: make(chan struct{}, 1)}
}

// Segnala says that a request has a new event. It never waits.
func (s *Seguito) Segnala(id string) {
	s.mu.Lock()
	s.attese[id] = true
	s.mu.Unlock()
	select {
	case s.sveglia <- struct{}{}:
	default:
	}
}

// Run looks after the requests that it is told of, and every two seconds after those that somebody else has left, until ctx
// ends.
func (s *Seguito) Run(ctx context.Context) {
	ogni := time.NewTicker(spazzata)
	defer ogni.Stop()
	for {
		s.cura(ctx, s.prendi())
		select {
		case <-ctx.Done():
			return
		case <-s.sveglia:
		case <-ogni.C:
			rimaste, err := s.rimaste(ctx)
			s.nota(ctx, err)
			s.cura(ctx, rimaste)
		}
	}
}

// prendi are the requests that it was told of.
func (s *Seguito) prendi() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for id := range s.attese {
		ids = append(ids, id)
	}
	clear(s.attese)
	return ids
}

// rimaste are requests from which something still has to follow, the oldest first.
func (s *Seguito) rimaste(ctx context.Context) (ids []string, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	q := store.Query{
		Filter: store.In{Field: "daRegistrare", Values: []string{daFare}}, Order: []store.Order{{Field: "dataApertura"}}, Limit: aVolta,
	}
	err = s.Archivio.store.Search(ctx, Richieste.Collection, q, func(row store.Row) error {
		ids = append(ids, row.ID())
		return nil
	})
	return ids, err
}

// cura does what follows from some requests; one that fails is found again later and keeps none of the others waiting.
func (s *Seguito) cura(ctx context.Context, ids []string) {
	for _, id := range ids {
		if ctx.Err() != nil {
			return
		}
		s.nota(ctx, s.una(ctx, id))
	}
}

// nota logs what failed, without its cause, which may hold anything.
func (s *Seguito) nota(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		slog.WarnContext(ctx, "requests wait for their protocollo and notices", "archivio", Name, "timeout", errors.Is(err, context.DeadlineExceeded))
	}
}

// una does what follows from one request.
func (s *Seguito) una(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, s.Timeout)
	defer cancel()
	r, _, err := s.Archivio.leggi(ctx, id)
	if r == nil || err != nil || r.DaRegistrare == "" {
		return err
	}
	if r.Protocollo == nil {
		if r, err = s.protocolla(ctx, r); err != nil {
			return err
		}
	}
	for r.DaRegistrare != "" {
		if err := s.Archivio.registra(ctx, r); err != nil {
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
func (s *Seguito) protocolla(ctx context.Context, r *model.Richiesta) (*model.Richiesta, error) {
	sede := Competente(r)
	aperta, err := time.Parse(time.RFC3339, string(r.DataApertura))
	if err != nil {
		return nil, fmt.Errorf("comunicazioni: a request was opened at no time: %w", err)
	}
	giorno := aperta.In(model.Roma)
	numero, err := s.Archivio.protocolli.iscrivi(ctx, string(sede)+"/"+giorno.Format(time.DateOnly), r.ID)
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
