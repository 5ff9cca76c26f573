package crash

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"cassetto/graph/model"
	"cassetto/sources/comunicazioni"
)

// protocolli: for each sede and day exactly 1 to N, each request one, which is the one that it says.
func (v *verificatore) protocolli() {
	serie, di := map[string][]int64{}, map[string]int{}
	for _, p := range v.fatti.protocolli {
		serie[p.Serie] = append(serie[p.Serie], p.Numero)
		di[p.Soggetto]++
		r := v.perID[p.Soggetto]
		if r == nil {
			v.viola(indebito, "protocollo %s/%d is of no request", p.Serie, p.Numero)
			continue
		}
		aperta, _ := time.Parse(time.RFC3339, string(r.DataApertura))
		sede, giorno := comunicazioni.Competente(r), aperta.In(model.Roma)
		if p.Serie != string(sede)+"/"+giorno.Format(time.DateOnly) {
			v.viola(errato, "the protocollo of %s is in the series %s", r.ID, p.Serie)
		}
		if vuole := fmt.Sprintf("INPS.%s.%s.%07d", sede, giorno.Format("02/01/2006"), p.Numero); r.Protocollo != nil && *r.Protocollo != vuole {
			v.viola(errato, "%s has the protocollo %s, the register says %s", r.ID, *r.Protocollo, vuole)
		}
	}
	for nome, numeri := range serie {
		slices.Sort(numeri)
		for i, n := range numeri {
			if n != int64(i+1) {
				v.viola(errato, "series %s has %d where %d should be", nome, n, i+1)
				break
			}
		}
	}
	for id, r := range v.perID {
		switch {
		case di[id] > 1:
			v.viola(doppio, "%s has %d protocolli", id, di[id])
		case di[id] == 0 || r.Protocollo == nil:
			v.viola(perso, "%s has no protocollo", id)
		}
	}
}

// giornale: positions are consecutive from 1, each event has one, those of a request follow each other as its log has them.
func (v *verificatore) giornale() {
	ultimi := map[string]int32{}
	for i, g := range v.fatti.giornale {
		if g.Numero != int64(i+1) {
			v.viola(errato, "the journal has position %d where %d should be", g.Numero, i+1)
		}
		if v.posizioni[g.Soggetto] > 0 {
			v.viola(doppio, "event %s is twice in the journal", g.Soggetto)
			continue
		}
		v.posizioni[g.Soggetto] = g.Numero
		id, _, _ := strings.Cut(g.Soggetto, "/")
		ultimi[id]++
		if r := v.perID[id]; r == nil || int(ultimi[id]) > len(r.Eventi) || g.Soggetto != evento(id, ultimi[id]) {
			v.viola(errato, "event %s is in the journal where event %d should be", g.Soggetto, ultimi[id])
		}
	}
	for id, r := range v.perID {
		if n := len(r.Eventi); int(ultimi[id]) < n {
			v.viola(perso, "%d events of %s are not in the journal", n-int(ultimi[id]), id)
		}
	}
}

// notifiche: those that are due are stored once and have arrived, always with their own identifier; no other exists.
func (v *verificatore) notifiche() {
	dovute, stored, ids := v.dovute(), map[string]bool{}, map[string]bool{}
	for _, n := range v.fatti.notifiche {
		nome := dovuta(n.IDRichiesta, n.Evento, n.Canale)
		if !dovute[nome] {
			v.viola(indebito, "notice %s is stored and not due", nome)
		}
		if stored[nome] || ids[n.ID] {
			v.viola(doppio, "notice %s is stored twice", nome)
		}
		stored[nome], ids[n.ID] = true, true
		switch {
		case n.Stato == model.StatoNotificaInviata && v.consegne[n.ID] == 0:
			v.viola(perso, "notice %s is said to have left and did not arrive", nome)
		case n.Stato == model.StatoNotificaNonRecapitata:
			v.viola(perso, "notice %s was given up after %d attempts", nome, n.Tentativi)
		case n.Stato == model.StatoNotificaDaInviare && (v.tutte || n.Tentativi == 0):
			v.viola(perso, "notice %s has still to leave, after %d attempts", nome, n.Tentativi)
		}
	}
	for nome := range dovute {
		if !stored[nome] {
			v.viola(perso, "notice %s is due and not stored", nome)
		}
	}
	for id := range v.consegne {
		if !ids[id] {
			v.viola(indebito, "a message arrived with the identifier of no notice, %q", id)
		}
	}
}

// abbonati: each saw every event that he may see, after his first one, exactly once and in the order of the journal.
func (v *verificatore) abbonati() {
	for _, a := range v.fatti.abbonati {
		visti, prima, ultima := map[string]bool{}, int64(0), int64(0)
		for i, e := range a.visti {
			nome := evento(e.richiesta, e.numero)
			posizione := v.posizioni[nome]
			if i == 0 {
				prima = posizione
			}
			switch r := v.perID[e.richiesta]; {
			case visti[nome]:
				v.viola(doppio, "%s saw %s twice", a.nome, nome)
			case posizione == 0 || r == nil:
				v.viola(errato, "%s saw %s, which is not in the journal", a.nome, nome)
			case !a.vede(r):
				v.viola(indebito, "%s saw %s and may not", a.nome, nome)
			case posizione < ultima:
				v.viola(errato, "%s saw %s, position %d, after position %d", a.nome, nome, posizione, ultima)
			case e.versione < e.numero:
				v.viola(errato, "%s saw %s beside version %d of its request", a.nome, nome, e.versione)
			}
			visti[nome], ultima = true, max(ultima, posizione)
		}
		if len(a.visti) == 0 {
			v.viola(perso, "%s saw nothing", a.nome)
			continue
		}
		for _, g := range v.fatti.giornale {
			id, _, _ := strings.Cut(g.Soggetto, "/")
			if r := v.perID[id]; g.Numero >= prima && r != nil && a.vede(r) && !visti[g.Soggetto] {
				v.viola(perso, "%s did not see %s, position %d", a.nome, g.Soggetto, g.Numero)
			}
		}
	}
}
