package demo

import "cassetto/graph/model"

// agente is who collects enforceable titles since 2017 (D.L. 193/2016).
const agente = "AGENZIA DELLE ENTRATE-RISCOSSIONE"

// numeroRuolo is the 20-digit number of an avviso di addebito: ambito + 300, year, serial, three zeros.
func (p *posizione) numeroRuolo(formato giorno) model.NumeroRuolo {
	b := cifre(make([]byte, 0, 20), 300+p.luogo.ambito, 3)
	b = cifre(b, formato.mese().anno(), 4)
	b = cifre(b, p.seriale(), 10)
	return model.NumeroRuolo(append(b, "000"...))
}

// addebita hands debits to the collection agent by an avviso di addebito formed on a day; before that day they stay
// demanded. It is served by PEC where there is one, else by registered letter; paid within 60 days or collected by force.
func (p *posizione) addebita(formato giorno, debiti ...*model.CreditoInadempienza) *model.IscrizioneARuolo {
	if formato >= p.oggi {
		return nil
	}
	r := p.avviso(p.numeroRuolo(formato), formato, debiti...)
	p.notifica(r, formato)
	if r.Stato == model.StatoRuoloAffidato {
		affidato := il(string(*r.DataNotifica)) + 60
		switch x := p.IntN(100); {
		case x < 25:
			r.Riscosso, r.Residuo, r.Stato = r.Residuo, 0, model.StatoRuoloPagato
		case x < 55 && affidato+20 < p.oggi:
			domanda := (affidato + giorno(p.tra(1, 20))).feriale()
			p.rateizzaRuolo(r, domanda, domanda.oltre(1), p.tra(12, 72))
		case x < 60:
			r.Sgravato, r.Residuo, r.Stato = r.Residuo, 0, model.StatoRuoloSgravato
		case x < 65:
			r.Stato = model.StatoRuoloSospeso
		}
	}
	riporta(r, debiti...)
	return r
}

// avviso makes the title of some debits: their sums are its amounts, their months its months.
func (p *posizione) avviso(numero model.NumeroRuolo, formato giorno, debiti ...*model.CreditoInadempienza) *model.IscrizioneARuolo {
	r := &model.IscrizioneARuolo{
		Numero: numero, Tipo: model.TipoTitoloAvvisoAddebito, DataFormazione: formato.data(), Agente: new(string(agente)),
		Gestione: debiti[0].Gestione, Stato: model.StatoRuoloFormato,
	}
	for _, c := range debiti {
		r.Capitale += c.Contributi
		r.Sanzioni += c.Sanzioni
		r.Interessi += c.Interessi
		for m := nel(string(c.PeriodoDa)); m <= nel(string(c.PeriodoA)); m++ {
			r.Periodi = append(r.Periodi, m.annoMese())
		}
		c.Esito = &model.Riferimento{Tipo: model.TipoRiferimentoAvvisoDiAddebito, Chiave: string(numero)}
	}
	r.Residuo = r.Capitale + r.Sanzioni + r.Interessi
	p.ruoli = append(p.ruoli, r)
	return r
}

// notifica serves the title.
func (p *posizione) notifica(r *model.IscrizioneARuolo, formato giorno) {
	notificato, canale, esito := formato+giorno(p.tra(2, 6)), model.CanaleNotificaPec, "CONSEGNATA"
	if !p.haPec() {
		notificato, canale, esito = formato+giorno(p.tra(9, 25)), model.CanaleNotificaRaccomandata, "RICEVUTA DAL DESTINATARIO"
	}
	if notificato = notificato.feriale(); notificato >= p.oggi {
		return
	}
	r.DataNotifica, r.Canale, r.EsitoNotifica = new(notificato.data()), &canale, &esito
	r.Stato = model.StatoRuoloNotificato
	if notificato+60 < p.oggi {
		r.Stato = model.StatoRuoloAffidato
	}
	if canale == model.CanaleNotificaRaccomandata {
		p.raccomandata("AVVISO DI ADDEBITO N. "+string(r.Numero), (formato + 2).feriale(), notificato)
	}
}

// riporta writes what the agent collected, or INPS wrote off, back on the debits, the oldest first.
func riporta(r *model.IscrizioneARuolo, debiti ...*model.CreditoInadempienza) {
	riscosso, sgravato := r.Riscosso-r.Aggio, r.Sgravato
	for _, c := range debiti {
		c.Pagato = min(max(riscosso, 0), dovuto(c))
		c.Sgravato = min(sgravato, dovuto(c)-c.Pagato)
		c.Residuo = dovuto(c) - c.Pagato - c.Sgravato
		riscosso, sgravato = riscosso-c.Pagato, sgravato-c.Sgravato
		switch {
		case c.Residuo > 0:
			c.Stato = model.StatoCreditoInadempienzaAffidataAder
		case c.Sgravato > 0:
			c.Stato = model.StatoCreditoInadempienzaAnnullata
		default:
			c.Stato = model.StatoCreditoInadempienzaPagata
		}
	}
}
