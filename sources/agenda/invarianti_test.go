package agenda

import (
	"slices"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// stato is everything that a store holds about appointments and places.
type stato struct {
	appuntamenti map[string]*model.Appuntamento
	fasce        map[string]model.Fascia
	impegni      map[string][]model.Occupazione
}

// fotografa reads everything, each aggregate with one question.
func fotografa(t testing.TB, s store.Store) stato {
	t.Helper()
	tutto := stato{map[string]*model.Appuntamento{}, map[string]model.Fascia{}, map[string][]model.Occupazione{}}
	ogni(t, s, Appuntamenti.Collection, func(a *model.Appuntamento) { tutto.appuntamenti[a.ID] = a })
	ogni(t, s, Giornate.Collection, func(g *model.GiornoCalendario) {
		completa(g)
		for _, f := range g.Fasce {
			tutto.fasce[f.ID] = f
		}
	})
	ogni(t, s, impegni, func(i *impegno) { tutto.impegni[i.Richiesta] = i.Occupazioni })
	return tutto
}

func ogni[T any](t testing.TB, s store.Store, c *store.Collection, uno func(*T)) {
	t.Helper()
	err := s.Search(t.Context(), c, store.Query{Order: []store.Order{{Field: c.Key[0]}}, Limit: 100_000}, func(r store.Row) error {
		v := new(T)
		if err := r.Decode(v); err != nil {
			return err
		}
		uno(v)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// tiene says whether an appointment has a right to its place at an instant.
func tiene(a *model.Appuntamento, ora model.DataOra) bool {
	switch a.Stato {
	case model.StatoAppuntamentoPrenotato:
		return *a.Scadenza > ora
	case model.StatoAppuntamentoConfermato, model.StatoAppuntamentoSvolto, model.StatoAppuntamentoNonPresentato:
		return true
	}
	return false
}

func aperto(a *model.Appuntamento, ora model.DataOra) bool {
	return tiene(a, ora) && (a.Stato == model.StatoAppuntamentoPrenotato || a.Stato == model.StatoAppuntamentoConfermato && a.Fascia.Fine > ora)
}

// passaggi are the states that may follow each.
var passaggi = map[model.StatoAppuntamento][]model.StatoAppuntamento{
	model.StatoAppuntamentoPrenotato: {
		model.StatoAppuntamentoConfermato, model.StatoAppuntamentoScaduto, model.StatoAppuntamentoCancellatoUtente, model.StatoAppuntamentoCancellatoSede,
	},
	model.StatoAppuntamentoConfermato: {
		model.StatoAppuntamentoSvolto, model.StatoAppuntamentoNonPresentato, model.StatoAppuntamentoChiusoEDefinito,
		model.StatoAppuntamentoCancellatoUtente, model.StatoAppuntamentoCancellatoSede,
	},
}

// verifica checks what must hold at every instant. With several clocks ora is the one that is ahead.
func (s stato) verifica(t testing.TB, ora time.Time) {
	t.Helper()
	adesso := model.DataOraDi(ora)
	presi, aperti := map[string]int32{}, map[string]int{}
	for id, a := range s.appuntamenti {
		racconto(t, a)
		if tiene(a, adesso) {
			presi[a.Fascia.ID]++
		}
		if aperto(a, adesso) {
			for _, r := range a.IDRichieste {
				if aperti[r]++; aperti[r] > 1 {
					t.Errorf("request %s has %d open appointments", r, aperti[r])
				}
			}
		}
		if a.Stato != model.StatoAppuntamentoConfermato || a.Fascia.Fine <= adesso {
			continue
		}
		if !slices.ContainsFunc(valide(s.fasce[a.Fascia.ID].Occupazioni, adesso), di(id)) {
			t.Errorf("%s is confirmed and has no place in %s", id, a.Fascia.ID)
		}
		for _, r := range a.IDRichieste {
			if !slices.ContainsFunc(valide(s.impegni[r], adesso), di(id)) {
				t.Errorf("%s is confirmed and %s does not know", id, r)
			}
		}
	}
	for id, f := range s.fasce {
		if presi[id] > f.Posti || int32(prese(f.Occupazioni)) > f.Posti {
			t.Errorf("%s has %d places, %d appointments, %d taken", id, f.Posti, presi[id], prese(f.Occupazioni))
		}
		for altra := range s.fasce {
			if g := s.fasce[altra]; altra < id && g.CodiceSede == f.CodiceSede && siSovrappongono(&f, &g) {
				t.Errorf("%s and %s are held at once", id, altra)
			}
		}
	}
	for r, oo := range s.impegni {
		if prese(oo) > 1 {
			t.Errorf("request %s has %d places", r, prese(oo))
		}
	}
}

// racconto checks the log of an appointment.
func racconto(t testing.TB, a *model.Appuntamento) {
	t.Helper()
	primo, ultimo := a.Storico[0], a.Storico[len(a.Storico)-1]
	if primo.AStato != model.StatoAppuntamentoPrenotato || primo.DaStato != nil || primo.Ts != a.DataPrenotazione || primo.Ts >= a.Fascia.Inizio {
		t.Errorf("%s begins with %+v", a.ID, primo)
	}
	for i, e := range a.Storico {
		if e.Numero != int32(i+1) || i > 0 && (e.Ts < a.Storico[i-1].Ts || *e.DaStato != a.Storico[i-1].AStato || !slices.Contains(passaggi[*e.DaStato], e.AStato)) {
			t.Errorf("%s goes on with %+v", a.ID, e)
		}
		if e.AStato == model.StatoAppuntamentoCancellatoUtente && *e.DaStato == model.StatoAppuntamentoConfermato && model.DataDi(istante(e.Ts)) >= model.DataDi(istante(a.Fascia.Inizio)) {
			t.Errorf("%s was cancelled on its day", a.ID)
		}
	}
	if ultimo.AStato != a.Stato || ultimo.Ts != a.DataUltimoAggiornamento || (a.Scadenza != nil) != (a.Stato == model.StatoAppuntamentoPrenotato) {
		t.Errorf("%s is %s after %+v", a.ID, a.Stato, ultimo)
	}
}

// quieta checks what must hold once all that follows was done and no hold lasts any more: the places that are taken are those of
// the appointments that keep one, and the journal has every event once, in the order of its appointment.
func (s stato) quieta(t testing.TB, a *Archivio, ora time.Time) {
	t.Helper()
	adesso := model.DataOraDi(ora)
	posti := map[string]int32{}
	for id, f := range s.fasce {
		for _, o := range valide(f.Occupazioni, adesso) {
			di := s.appuntamenti[o.Appuntamento]
			if posti[id]++; di == nil || !tiene(di, adesso) || di.Fascia.ID != id {
				t.Errorf("a place in %s is lost to %s", id, o.Appuntamento)
			}
		}
	}
	for r, oo := range s.impegni {
		for _, o := range valide(oo, adesso) {
			if di := s.appuntamenti[o.Appuntamento]; di == nil || !tiene(di, adesso) || !slices.Contains(di.IDRichieste, r) {
				t.Errorf("request %s is lost to %s", r, o.Appuntamento)
			}
		}
	}
	eventi := 0
	for id, uno := range s.appuntamenti {
		eventi += len(uno.Storico)
		if uno.DaRegistrare != "" || int(uno.Registrati) != len(uno.Storico) || uno.Stato == model.StatoAppuntamentoPrenotato {
			t.Errorf("%s, %s, waits for what follows", id, uno.Stato)
		}
		if tiene(uno, adesso) && uno.Fascia.Fine > adesso {
			posti[uno.Fascia.ID]--
		}
	}
	for id, n := range posti {
		if n != 0 {
			t.Errorf("%s: %d places too many", id, n)
		}
	}
	voci, err := a.After(t.Context(), 0, 100_000)
	if err != nil || len(voci) != eventi {
		t.Errorf("%d events, %d in the journal, %v", eventi, len(voci), err)
	}
	visto := map[string]int32{}
	for i, v := range voci {
		if v.Position != int64(i+1) || v.Event != visto[v.Subject]+1 {
			t.Errorf("entry %d of the journal is %+v", i+1, v)
		}
		visto[v.Subject] = v.Event
	}
}
