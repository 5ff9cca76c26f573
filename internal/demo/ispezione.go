package demo

import "cassetto/graph/model"

// ispeziona sends the inspectors to one company in eighty.
func (p *posizione) ispeziona() {
	if len(p.mesi) < 4 || !p.suMille(13) {
		return
	}
	i := p.tra(2, len(p.mesi)-1)
	m := &p.mesi[i]
	accesso := (max(m.primo(), p.inizio) + giorno(p.tra(0, 15))).feriale()
	if accesso >= p.oggi || p.interrotta(accesso, accesso) {
		return
	}
	da := &p.mesi[max(0, i-p.tra(2, 24))]
	v := p.verbale(accesso, da.mese, p.mesi[i-1].mese, p.tra(1, m.forza))
	if v.DataNotifica == nil || p.suMille(450) {
		return
	}
	p.contesta(v, p.tra(1, int(*v.LavoratoriVerificati)), int(m.mese-da.mese))
}

// verbale makes the record of an inspection: of the first access until it is closed, then the verbale unico (L. 183/2010, art.
// 33), regular unless something is charged.
func (p *posizione) verbale(accesso giorno, da, a mese, verificati int) *model.Ispezione {
	v := model.Ispezione{
		Numero: string(cifre(nil, p.seriale(), 8)), Anno: int32(accesso.mese().anno()), Ente: model.EnteIspettivoInps,
		Tipo: model.TipoVerbalePrimoAccesso, DataAccesso: accesso.data(), PeriodoDa: new(da.annoMese()), PeriodoA: new(a.annoMese()),
		LavoratoriVerificati: new(int32(verificati)), Stato: model.StatoVerbaleNotificato,
	}
	if p.suMille(400) {
		v.Ente = model.EnteIspettivoInl
	}
	if notificato := (accesso + giorno(p.tra(40, 150))).feriale(); notificato < p.oggi {
		v.Tipo, v.DataNotifica = model.TipoVerbaleVerbaleUnico, new(notificato.data())
		v.LavoratoriIrregolari, v.LavoratoriInNero = new(int32(0)), new(int32(0))
		v.Esito, v.Stato = new(model.EsitoIspezioneRegolare), model.StatoVerbaleDefinito
	}
	p.ispezioni = append(p.ispezioni, v)
	return &p.ispezioni[len(p.ispezioni)-1]
}

// contesta charges wages that were not reported for some workers and months; the debit has the sums of the record.
func (p *posizione) contesta(v *model.Ispezione, irregolari, mesi int) {
	notificato := il(string(*v.DataNotifica))
	imponibile := model.Importo(irregolari*max(1, mesi)*p.salario) * 100 * model.Importo(p.tra(10, 60)) / 100
	contributi := imponibile * model.Importo(p.settore.aliquota) / 10000
	dovuti := nel(string(*v.PeriodoA)).versamento()
	c := p.partita(model.TipoCreditoInadempienzaVerbaleIspettivo, &model.Riferimento{Tipo: model.TipoRiferimentoVerbale, Chiave: v.Numero},
		nel(string(*v.PeriodoDa)), nel(string(*v.PeriodoA)), contributi, dovuti, notificato)
	if c == nil {
		return
	}
	v.Esito, v.LavoratoriIrregolari = new(model.EsitoIspezioneIrregolare), new(int32(irregolari))
	v.LavoratoriInNero = new(int32(p.IntN(irregolari + 1)))
	v.Imponibile, v.Contributi, v.Sanzioni = &imponibile, &contributi, new(c.Sanzioni)
	switch c.Stato {
	case model.StatoCreditoInadempienzaAffidataAder:
		v.Stato = model.StatoVerbaleAffidato
	case model.StatoCreditoInadempienzaSospesa:
		v.Stato = model.StatoVerbaleInRicorso
	case model.StatoCreditoInadempienzaPagata, model.StatoCreditoInadempienzaAnnullata:
		v.Stato = model.StatoVerbaleDefinito
	default:
		v.Stato = model.StatoVerbaleNotificato
	}
}
