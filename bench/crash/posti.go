package crash

import (
	"slices"

	"cassetto/graph/model"
	"cassetto/sources/agenda"
)

// fasce: what was answered as published is there, once, with as many places; and no interval ever holds more appointments than that.
func (v *verificatore) fasce() {
	aperti, viste := map[string]int{}, map[string]bool{}
	for _, a := range v.perIDAgenda {
		if tiene, _ := v.tiene(a); tiene {
			aperti[a.Fascia.ID]++
		}
	}
	for i := range v.fatti.fasce {
		f := &v.fatti.fasce[i]
		if viste[f.ID] {
			v.viola(doppio, "interval %s is published twice", f.ID)
		}
		viste[f.ID] = true
		if vuole, ok := v.pubblicate[f.ID]; ok && vuole != f.Posti {
			v.viola(errato, "interval %s has %d places, published were %d", f.ID, f.Posti, vuole)
		}
		if n := max(diversi(f.Occupazioni), v.affollate[f.ID], aperti[f.ID]); n > int(f.Posti) {
			v.viola(doppio, "interval %s has %d places and %d appointments", f.ID, f.Posti, n)
		}
		v.posti("interval "+f.ID, f.Occupazioni)
	}
	for id := range v.pubblicate {
		if !viste[id] {
			v.viola(perso, "interval %s was answered and is not stored", id)
		}
	}
}

// impegni: a request has one open appointment.
func (v *verificatore) impegni() {
	di := map[string]string{}
	for id, a := range v.perIDAgenda {
		if tiene, _ := v.tiene(a); !tiene {
			continue
		}
		for _, r := range a.IDRichieste {
			if di[r] != "" {
				v.viola(doppio, "request %s has the open appointments %s and %s", r, di[r], id)
			}
			di[r] = id
		}
	}
	for _, i := range v.fatti.impegni {
		if n := diversi(i.Occupazioni); n > 1 {
			v.viola(doppio, "request %s is engaged %d times", i.Richiesta, n)
		}
		v.posti("request "+i.Richiesta, i.Occupazioni)
	}
}

// tenuti: an appointment that is to be held has its places until its interval is over, and one that is booked for as long as it may be
// confirmed.
func (v *verificatore) tenuti() {
	fasce, impegni := map[string][]model.Occupazione{}, map[string][]model.Occupazione{}
	for _, f := range v.fatti.fasce {
		fasce[f.ID] = f.Occupazioni
	}
	for _, i := range v.fatti.impegni {
		impegni[i.Richiesta] = i.Occupazioni
	}
	for id, a := range v.perIDAgenda {
		tiene, fino := v.tiene(a)
		ha := func(o model.Occupazione) bool { return o.Appuntamento == id && o.Fino >= fino }
		if tiene && !slices.ContainsFunc(fasce[a.Fascia.ID], ha) {
			v.viola(perso, "%s, %s, has no place in %s until %s", id, a.Stato, a.Fascia.ID, fino)
		}
		for _, r := range a.IDRichieste {
			if tiene && !slices.ContainsFunc(impegni[r], ha) {
				v.viola(perso, "%s, %s, has not got request %s until %s", id, a.Stato, r, fino)
			}
		}
	}
}

// tiene says whether an appointment keeps its places now, and until when at least.
func (v *verificatore) tiene(a *model.Appuntamento) (si bool, fino model.DataOra) {
	switch a.Stato {
	case model.StatoAppuntamentoPrenotato:
		if a.Scadenza != nil {
			fino = *a.Scadenza
		}
	case model.StatoAppuntamentoConfermato:
		fino = a.Fascia.Fine
	}
	return fino > model.DataOraDi(v.adesso), fino
}

// diversi is how many appointments have places: every call of the command that books one has a place of its own, which counts once.
func diversi(oo []model.Occupazione) int {
	di := map[string]bool{}
	for _, o := range oo {
		di[o.Appuntamento] = true
	}
	return len(di)
}

// posti: each belongs to one appointment that keeps it, or runs out as a hold does. One that has ended gave its own back; only a
// booking that was asked for again may have taken it anew, or twice when a call was killed before it gave its own back, for a hold.
func (v *verificatore) posti(dove string, oo []model.Occupazione) {
	visti := map[string]bool{}
	for _, o := range oo {
		scade := o.Fino <= model.DataOraDi(v.adesso.Add(agenda.Tenuta))
		if visti[o.Appuntamento] && (!scade || !v.ripetute[o.Appuntamento]) {
			v.viola(doppio, "%s has two places in %s", o.Appuntamento, dove)
		}
		visti[o.Appuntamento] = true
		switch a := v.perIDAgenda[o.Appuntamento]; {
		case a == nil && !scade:
			v.viola(perso, "a place in %s is kept for %s until %s, which is not stored", dove, o.Appuntamento, o.Fino)
		case a != nil && agenda.Finito(a.Stato) && (!scade || !v.ripetute[a.ID]):
			v.viola(perso, "a place in %s is kept for %s until %s, which is %s", dove, a.ID, o.Fino, a.Stato)
		}
	}
}
