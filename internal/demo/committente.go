package demo

import "cassetto/graph/model"

// collaboratore works for the firm in the gestione separata.
type collaboratore struct {
	persona
	tipo     string
	compenso model.Importo // a month
	pensione bool          // or another cover
	dal, al  mese          // al excluded, 0 while it goes on
	altraAss string
}

// aliquotaGS is the rate of a month, in hundredths of a percent: with the unemployment contribution of administrators and
// collaborators 34.23 since July 2017, 35.03 since 2022 (L. 234/2021, c. 223); 24.00 for who has another cover.
func aliquotaGS(m mese, c *collaboratore) int {
	switch {
	case c.pensione:
		return 2400
	case m.anno() < 2022:
		return 3423
	}
	return 3503
}

// committenza makes the monthly rows of the collaborators, from the first of them to the last month due. Fees are whole
// hundreds of euro, so that every contribution is exact to the cent.
func (p *posizione) committenza(squadra []collaboratore) {
	ultimo := p.oggi.mese() - 2
	for m := max(p.inizio.mese(), p.oggi.mese()-storico); m <= ultimo; m++ {
		r := model.Committente10{Periodo: m.annoMese()}
		for i := range squadra {
			c := &squadra[i]
			if m < c.dal || c.al != 0 && m >= c.al {
				continue
			}
			aliquota := aliquotaGS(m, c)
			d := model.Collaboratore{
				CfCollaboratore: c.cf, TipoRapporto: c.tipo, Aliquota: centesimi(aliquota), Imponibile: c.compenso,
				Dal: new(m.primo().data()), Al: new(m.ultimo().data()),
			}
			if c.pensione {
				d.AltraAss = &c.altraAss
			}
			r.Collaboratori = append(r.Collaboratori, d)
			r.Imponibile += c.compenso
			r.ContributoDovuto += c.compenso * model.Importo(aliquota) / 10000
		}
		if r.NumCollaboratori = int32(len(r.Collaboratori)); r.NumCollaboratori == 0 {
			continue
		}
		r.Versato, r.Saldo = new(r.ContributoDovuto), new(model.Importo(0))
		p.committente = append(p.committente, r)
	}
}

// collabora gives one company in sixteen an administrator paid as collaborator, sometimes another one with him.
func (p *posizione) collabora() {
	if p.forma == "DI" || p.forma == "SN" || !p.suMille(70) || p.cessata() > 0 {
		return
	}
	compenso := func() model.Importo { return model.Importo(p.tra(8, 45)) * 100_00 }
	dal := p.inizio.mese() + 1
	squadra := []collaboratore{{persona: p.legale, tipo: "1E", compenso: compenso(), dal: dal}}
	if p.suMille(400) {
		squadra = append(squadra, collaboratore{persona: unaPersona(p.caso), tipo: "18", compenso: compenso(), dal: dal})
	}
	p.committenza(squadra)
	if n := len(p.committente); n > 0 && p.suMille(60) {
		r := &p.committente[n-1]
		r.Versato = new(r.ContributoDovuto / 2)
		r.Saldo = new(r.ContributoDovuto - *r.Versato)
	}
}
