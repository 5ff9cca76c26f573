package demo

import "cassetto/graph/model"

// rettifica sends about one note in twelve companies a year: the month recomputed two to ten months after its return.
func (p *posizione) rettifica() {
	for i := range p.mesi {
		m := &p.mesi[i]
		if !p.suMille(9) {
			continue
		}
		emessa := (m.ricezione + giorno(p.tra(65, 290))).feriale()
		if emessa >= p.oggi || m.debito < 500_00 {
			continue
		}
		n := p.nota(m, emessa, m.debito*model.Importo(p.tra(10, 90))/1000)
		if p.suMille(150) {
			passiva(n)
		}
		p.evolvi(n, m)
	}
}

// nota makes a note to debit on a month: the difference, the penalties since the F24, the row to pay it with.
func (p *posizione) nota(m *mensile, emessa giorno, differenza model.Importo) *model.NotaDiRettifica {
	versato, inviata := m.versamento(), giornoDiRoma(p.ricevuta(m))
	s := sanzioniCivili(differenza, versato, emessa)
	n := model.NotaDiRettifica{
		Identificativo: p.id("NR-"), Tipo: model.TipoNotaDiRettificaDmra, Periodo: m.annoMese(), Progressivo: 1,
		Causa: scegli(p.caso, []model.CausaNotaDiRettifica{
			model.CausaNotaDiRettificaAliquotaApplicata, model.CausaNotaDiRettificaAltreCause, model.CausaNotaDiRettificaDifferenzeCigFondi}),
		DataEmissione: emessa.data(), Scadenza: (emessa + 30).feriale().data(), SaldoDenuncia: new(m.saldo()), Csc: p.settore.csc,
		CodiciAutorizzazione: p.autorizzazioni(m.mese), NumeroDipendenti: new(int32(m.forza)),
		DataPagamentoF24: new(versato.data()), DataInvioUniEmens: new(inviata.data()),
		DifferenzeContributive: differenza, SanzioniCivili: &s, Totale: differenza + s.Importo, Stato: model.StatoNotaDiRettificaVisibile,
	}
	n.RigaF24 = &model.RigaF24{CodiceSede: p.luogo.codice, Causale: string(n.Tipo), Matricola: string(p.sintetici.Matricola), Periodo: n.Periodo, ImportoDebito: new(n.Totale)}
	p.note = append(p.note, n)
	return &p.note[len(p.note)-1]
}

// passiva turns a note to the firm's favour: no penalties, a row to offset.
func passiva(n *model.NotaDiRettifica) {
	n.Tipo, n.SanzioniCivili, n.Totale = model.TipoNotaDiRettificaDmrp, nil, n.DifferenzeContributive
	n.RigaF24.Causale, n.RigaF24.ImportoDebito, n.RigaF24.ImportoCredito = string(n.Tipo), nil, new(n.Totale)
}

// evolvi brings a note to where it is today. One neither paid nor contested by its term goes to debt recovery.
func (p *posizione) evolvi(n *model.NotaDiRettifica, m *mensile) {
	emessa, scade := il(string(n.DataEmissione)), il(string(n.Scadenza))
	x := p.IntN(100)
	switch {
	case emessa+20 >= p.oggi && p.cessata() == 0:
		return
	case n.Tipo == model.TipoNotaDiRettificaDmrp, p.cessata() > 0:
		n.Stato = model.StatoNotaDiRettificaPagata
	case scade >= p.oggi:
		n.Stato = model.StatoNotaDiRettificaNotificata
	case x < 55:
		n.Stato = model.StatoNotaDiRettificaPagata
	case x < 67:
		n.Stato = model.StatoNotaDiRettificaContestata
	case x < 75:
		n.Stato = model.StatoNotaDiRettificaAnnullata
	default:
		p.recupera(n, m, (scade + giorno(p.tra(1, 8))).feriale())
	}
	p.spedisci(n, emessa)
}

// recupera makes the debit of a note left unpaid; its penalties are those of the note.
func (p *posizione) recupera(n *model.NotaDiRettifica, m *mensile, quando giorno) {
	if quando >= p.oggi {
		n.Stato = model.StatoNotaDiRettificaNotificata
		return
	}
	n.Stato = model.StatoNotaDiRettificaARecupero
	c := p.creditoDellaNota(n, m, quando)
	p.segui(c, quando)
}

// creditoDellaNota is the debit that a note becomes.
func (p *posizione) creditoDellaNota(n *model.NotaDiRettifica, m *mensile, quando giorno) *model.CreditoInadempienza {
	return p.credito(model.TipoCreditoInadempienzaNotaDiRettifica, &model.Riferimento{Tipo: model.TipoRiferimentoNotaDiRettifica, Chiave: n.Identificativo},
		m.mese, m.mese, n.DifferenzeContributive, n.SanzioniCivili.Importo, quando)
}

// spedisci posts a note to a firm without PEC.
func (p *posizione) spedisci(n *model.NotaDiRettifica, emessa giorno) {
	if !p.haPec() {
		spedita := (emessa + 3).feriale()
		p.raccomandata("NOTA DI RETTIFICA N. "+n.Identificativo, spedita, (spedita + giorno(p.tra(3, 12))).feriale())
	}
}

// autorizzazioni are the authorisation codes that held in a month.
func (p *posizione) autorizzazioni(m mese) []model.CodiceAutorizzazione {
	codici := make([]model.CodiceAutorizzazione, 0, 1)
	for _, a := range p.sintetici.CodiciAutorizzazione {
		if a.Dal <= m.ultimo().data() && (a.Al == nil || *a.Al > m.primo().data()) {
			codici = append(codici, a.Codice)
		}
	}
	return codici
}

// ricevuta is the instant at which the return of the month that counts arrived.
func (p *posizione) ricevuta(m *mensile) model.DataOra {
	for i := len(p.emens) - 1; i >= 0; i-- {
		if p.emens[i].Periodo == m.annoMese() {
			return p.emens[i].DataRicezione
		}
	}
	return m.ricezione.alle(12, 0, 0)
}
