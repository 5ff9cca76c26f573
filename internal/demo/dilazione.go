package demo

import (
	"strconv"

	"cassetto/graph/model"
)

const (
	rataMinima = 150_00     // the least monthly instalment granted by INPS
	soglia     = 500_000_00 // up to it at most 36 instalments, beyond it 60 (L. 203/2024, art. 23; D.M. 24 October 2025)
)

// dilaziona asks INPS for a plan on the debits, on a day, in so many instalments (0 draws them); those fallen due are paid. Interest
// on the plan is paid with each instalment and is not part of it.
func (p *posizione) dilaziona(domanda giorno, rate int, debiti ...*model.CreditoInadempienza) {
	if domanda >= p.oggi {
		return
	}
	var d model.DomandaDiDilazione
	d.Importo = new(model.ImportoDilazione)
	for _, c := range debiti {
		d.Importo.Contributi += c.Contributi
		d.Importo.Sanzioni += c.Sanzioni + c.Interessi
	}
	totale := d.Importo.Contributi + d.Importo.Sanzioni
	if rate == 0 {
		rate = p.tra(4, max(4, min(massimoRate(domanda, totale), int(totale/rataMinima))))
	}
	d.Protocollo, d.DataDomanda = p.luogo.protocollo(domanda, p.seriale()), domanda.data()
	d.Gestioni, d.NumeroRate = []model.GestioneContributiva{debiti[0].Gestione}, int32(rate)
	d.Tasso = new(centesimi(tassoDel(domanda) + 50)) // reference rate + 6 points (L. 402/1996, as in force)
	for _, c := range debiti {
		c.Esito = &model.Riferimento{Tipo: model.TipoRiferimentoDilazione, Chiave: d.Protocollo}
	}
	p.rateizza(&d, domanda, totale, rate)
	if d.Stato != model.StatoDomandaDiDilazioneInIstruttoria { // until then they stay demanded
		imputa(d.Piano, debiti)
	}
	p.domandeDiDilazione = append(p.domandeDiDilazione, d)
}

// imputa puts the instalments paid on the debits of a plan, the first ones first.
func imputa(piano []model.Rata, debiti []*model.CreditoInadempienza) {
	pagato := model.Importo(0)
	for _, r := range piano {
		if r.DataPagamento != nil {
			pagato += r.Importo
		}
	}
	for _, c := range debiti {
		c.Stato, c.Pagato = model.StatoCreditoInadempienzaInDilazione, min(pagato, dovuto(c))
		c.Residuo, pagato = dovuto(c)-c.Pagato, pagato-c.Pagato
		if c.Residuo == 0 {
			c.Stato = model.StatoCreditoInadempienzaPagata
		}
	}
}

// massimoRate is the greatest number of instalments for an amount, on the day it is asked for.
func massimoRate(domanda giorno, totale model.Importo) int {
	switch {
	case domanda < il("2025-11-01"):
		return 24
	case totale > soglia:
		return 60
	}
	return 36
}

// rateizza fills the plan: equal instalments, the last one takes the odd cents.
func (p *posizione) rateizza(d *model.DomandaDiDilazione, domanda giorno, totale model.Importo, rate int) {
	prima := (domanda + 30).feriale()
	d.Piano = make([]model.Rata, 0, rate)
	if domanda+15 >= p.oggi {
		d.Stato = model.StatoDomandaDiDilazioneInIstruttoria
		return
	}
	d.PrimaRata, d.Stato = new(prima.data()), model.StatoDomandaDiDilazioneAccolta
	rata, resto := totale/model.Importo(rate), totale
	for i := range rate {
		scade := prima
		if i > 0 {
			scade = prima.oltre(i)
		}
		r := model.Rata{Numero: int32(i + 1), Scadenza: scade.data(), Importo: rata}
		if i == rate-1 {
			r.Importo = resto
		}
		resto -= rata
		if scade < p.oggi {
			r.DataPagamento = new((scade - giorno(p.IntN(4))).data())
			d.Stato = model.StatoDomandaDiDilazioneAttivata
		}
		d.Piano = append(d.Piano, r)
	}
	if d.Piano[rate-1].DataPagamento != nil {
		d.Stato = model.StatoDomandaDiDilazioneConclusa
	}
}

// rateizzaRuolo grants the plan of the collection agent on a title; the instalments fallen due are paid (D.P.R. 602/1973,
// art. 19: 84 instalments on simple request in 2025 and 2026).
func (p *posizione) rateizzaRuolo(r *model.IscrizioneARuolo, domanda, prima giorno, rate int) {
	importo := r.Residuo
	pagate, prossima := 0, prima
	for pagate < rate && prossima < p.oggi {
		pagate++
		prossima = prima.oltre(pagate)
	}
	d := model.DilazioneSuCartella{
		Istanza:     "RAT-" + strconv.Itoa(domanda.mese().anno()) + "-" + string(cifre(nil, p.seriale(), 8)),
		DataIstanza: domanda.data(), Partite: []model.NumeroRuolo{r.Numero}, Importo: importo,
		NumeroRate: int32(rate), RatePagate: int32(pagate), Stato: model.StatoDilazioneCartellaAttiva,
	}
	r.Riscosso += importo * model.Importo(pagate) / model.Importo(rate)
	r.Residuo -= importo * model.Importo(pagate) / model.Importo(rate)
	r.Stato = model.StatoRuoloRateizzato
	if pagate == rate {
		d.Stato, r.Stato = model.StatoDilazioneCartellaEstinta, model.StatoRuoloPagato
	} else {
		d.ProssimaScadenza = new(prossima.data())
	}
	p.dilazioniCartella = append(p.dilazioniCartella, d)
}
