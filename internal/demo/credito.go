package demo

import "cassetto/graph/model"

// credito adds a debit that came to light on a day, still to be demanded.
func (p *posizione) credito(tipo model.TipoCreditoInadempienza, origine *model.Riferimento, da, a mese, contributi, sanzioni model.Importo, accertato giorno) *model.CreditoInadempienza {
	c := &model.CreditoInadempienza{
		ID: p.id("C-"), Segno: model.SegnoPartitaDebito, Tipo: tipo, Gestione: model.GestioneContributivaDipendenti,
		PeriodoDa: da.annoMese(), PeriodoA: a.annoMese(), Contributi: contributi, Sanzioni: sanzioni, Residuo: contributi + sanzioni,
		DataAccertamento: new(accertato.data()), Stato: model.StatoCreditoInadempienzaAvvisoBonario, Origine: origine,
	}
	p.crediti = append(p.crediti, c)
	return c
}

// partita makes a debit that came to light on the day accertato and follows it to where it is today; nil when that day has not
// come or nearly nothing is owed.
func (p *posizione) partita(tipo model.TipoCreditoInadempienza, origine *model.Riferimento, da, a mese, contributi model.Importo, dovuti, accertato giorno) *model.CreditoInadempienza {
	if accertato >= p.oggi || contributi < 100_00 {
		return nil
	}
	c := p.credito(tipo, origine, da, a, contributi, sanzioniCivili(contributi, dovuti, accertato).Importo, accertato)
	p.segui(c, accertato)
	return c
}

// segui brings a debit to where it is today: paid, in a plan, demanded, or handed to the collector by an avviso di addebito
// (D.L. 78/2010, art. 30).
func (p *posizione) segui(c *model.CreditoInadempienza, accertato giorno) {
	eta, x := p.oggi-accertato, p.IntN(100)
	switch {
	case p.cessata() > 0: // a position is closed for good only when nothing is owed
		paga(c)
	case eta < 40 && x < 40:
		c.Stato = model.StatoCreditoInadempienzaInAccertamento
	case eta < 60: // demanded
	case x < 32:
		paga(c)
	case x < 37:
		c.Stato, c.Sgravato, c.Residuo = model.StatoCreditoInadempienzaAnnullata, dovuto(c), 0
	case x < 57 && dovuto(c) >= 600_00:
		p.dilaziona((accertato + giorno(p.tra(15, 40))).feriale(), 0, c)
	case eta < 200 && x < 62:
		c.Stato = model.StatoCreditoInadempienzaSospesa
	case eta < 200: // demanded
	default:
		p.addebita((accertato + giorno(p.tra(90, 170))).feriale(), c)
	}
}

// dovuto is what a debit amounts to, accessories included.
func dovuto(c *model.CreditoInadempienza) model.Importo {
	return c.Contributi + c.Sanzioni + c.Interessi
}

func paga(c *model.CreditoInadempienza) {
	c.Stato, c.Pagato, c.Residuo = model.StatoCreditoInadempienzaPagata, dovuto(c), 0
}

// insoluti leaves one return in about forty unpaid, in whole or in part, in a year; the debit says which.
func (p *posizione) insoluti() {
	if !p.suMille(110) || len(p.mesi) == 0 {
		return
	}
	primo := p.IntN(len(p.mesi))
	for i := primo; i < min(primo+p.tra(1, 2), len(p.mesi)); i++ {
		m := &p.mesi[i]
		if m.saldo() <= 0 {
			continue
		}
		scoperto := m.saldo()
		if p.suMille(500) {
			scoperto = m.saldo() * model.Importo(p.tra(30, 80)) / 100
		}
		accertato := (m.versamento() + giorno(p.tra(45, 100))).feriale()
		p.partita(model.TipoCreditoInadempienzaDenunciaInsoluta, denunciaDi(m.mese), m.mese, m.mese, scoperto, m.versamento(), accertato)
	}
}

func denunciaDi(m mese) *model.Riferimento {
	return &model.Riferimento{Tipo: model.TipoRiferimentoDenuncia, Chiave: string(m.annoMese())}
}

// passivi makes the credits of the firm: returns whose balance is in its favour.
func (p *posizione) passivi() {
	for i := range p.mesi {
		m := &p.mesi[i]
		if m.saldo() >= 0 {
			continue
		}
		c := &model.CreditoInadempienza{
			ID: p.id("C-"), Segno: model.SegnoPartitaCredito, Tipo: model.TipoCreditoInadempienzaDmPassivo, Gestione: model.GestioneContributivaDipendenti,
			PeriodoDa: m.annoMese(), PeriodoA: m.annoMese(), Contributi: -m.saldo(), Origine: denunciaDi(m.mese),
		}
		accertato := (m.ricezione + 30).feriale()
		switch {
		case accertato >= p.oggi:
			c.Stato, c.Residuo = model.StatoCreditoInadempienzaInAccertamento, c.Contributi
		case p.suMille(500):
			c.Stato, c.Sgravato, c.DataAccertamento = model.StatoCreditoInadempienzaCompensata, c.Contributi, new(accertato.data())
		default:
			c.Stato, c.Pagato, c.DataAccertamento = model.StatoCreditoInadempienzaPagata, c.Contributi, new(accertato.data())
		}
		p.crediti = append(p.crediti, c)
	}
}
