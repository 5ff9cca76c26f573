package crash

import (
	"fmt"
	"slices"
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
