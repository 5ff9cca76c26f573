package crash

import (
	"context"
	"slices"
	"strconv"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
	"cassetto/sources"
	"cassetto/sources/comunicazioni"
)

// fatti are what a trial left: in the folder, with clients, with subscribers, with the mail and SMS servers.
type fatti struct {
	ricordi
	agende
	tutte      bool // every notice must have left
	adesso     time.Time
	richieste  []model.Richiesta
	notifiche  []model.Notifica
	protocolli []iscrizione
	giornale   []iscrizione
	abbonati   []vista
	consegne   map[string]arrivi   // messages by notice
	scaricati  map[string][]string // digests of files, by request or appointment; nil: nobody looked yet
	registri   []string            // files of what the processes logged
}

// iscrizione is an entry of a register, as it is stored.
type iscrizione struct {
	Serie    string `json:"serie"`
	Numero   int64  `json:"numero"`
	Soggetto string `json:"soggetto"`
}

// leggi adds what the archive holds.
func (f *fatti) leggi(ctx context.Context, s store.Store) (err error) {
	if f.richieste, err = tutti[model.Richiesta](ctx, s, comunicazioni.Richieste.Collection); err != nil {
		return err
	}
	if f.notifiche, err = tutti[model.Notifica](ctx, s, comunicazioni.Notifiche.Collection); err != nil {
		return err
	}
	for _, c := range sources.Collections(comunicazioni.Name) {
		switch c.Name {
		case "protocolli":
			f.protocolli, err = tutti[iscrizione](ctx, s, c)
		case "giornale":
			f.giornale, err = tutti[iscrizione](ctx, s, c)
		}
		if err != nil {
			return err
		}
	}
	slices.SortFunc(f.giornale, perNumero)
	return nil
}

func perNumero(a, b iscrizione) int { return int(a.Numero - b.Numero) }

// senza leaves out some requests and appointments.
func (f *fatti) senza(ids map[string]bool) {
	f.richieste = slices.DeleteFunc(f.richieste, func(r model.Richiesta) bool { return ids[r.ID] })
	f.appuntamenti = slices.DeleteFunc(f.appuntamenti, func(a model.Appuntamento) bool { return ids[a.ID] })
	f.notifiche = slices.DeleteFunc(f.notifiche, func(n model.Notifica) bool { return ids[n.IDRichiesta] || ids[n.IDAppuntamento] })
}

// tutti are the documents of a collection.
func tutti[T any](ctx context.Context, s store.Store, c *store.Collection) (letti []T, err error) {
	for dopo, pieno := "", true; pieno; {
		pieno = false
		err := s.Search(ctx, c, store.Query{After: dopo, Limit: 500}, func(r store.Row) error {
			var uno T
			err := r.Decode(&uno)
			letti, dopo, pieno = append(letti, uno), r.Cursor(), true
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return letti, nil
}

// evento names an event as the journal does.
func evento(soggetto string, numero int32) string {
	return soggetto + "/" + strconv.Itoa(int(numero))
}
