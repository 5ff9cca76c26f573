package demo

import (
	"time"

	"cassetto/graph/model"
)

// oreSettimanali are the most hours a week that can be integrated.
const oreSettimanali = 40

// causale is an event nobody could avoid: the request may be sent until the end of the next month (D.Lgs. 148/2015, art. 15).
type causale struct{ codice, descrizione string }

var (
	meteoIndustria = causale{"1", "Eventi meteo - industria"}
	meteoEdilizia  = causale{"2", "Motivi meteorologici - settore edilizia"}
	locali         = causale{"4", "Impraticabilita' dei locali"}
	energia        = causale{"6", "Mancanza di energia elettrica"}
	macchinari     = causale{"31", "Guasto ai macchinari"}
)

func (p *posizione) causaleCig() causale {
	switch p.settore.csc {
	case "11301", "41301":
		return meteoEdilizia
	case "10601":
		return scegli(p.caso, []causale{meteoIndustria, energia, macchinari})
	}
	return scegli(p.caso, []causale{locali, energia})
}

// integra makes the request for wage support of one company in thirty, at most twelve weeks in all.
func (p *posizione) integra() {
	if p.forza < 3 || !p.suMille(70) {
		return
	}
	for range p.tra(1, 2) {
		m := &p.mesi[p.IntN(len(p.mesi))]
		da := m.primo() + giorno(p.IntN(8))
		for da.tempo().Weekday() != time.Monday {
			da++
		}
		settimane := p.tra(1, 3)
		a := da + giorno(7*settimane-3) // the last Friday
		if a >= p.oggi-1 || da < p.inizio || a.mese() != m.mese || p.interrotta(da, a) || p.integrata(da) {
			continue
		}
		p.domandaCig(p.settore.integrazione, p.causaleCig(), da, a, p.tra(1, m.forza), settimane*p.tra(12, oreSettimanali))
	}
}

// interrotta says whether any day from da to a falls in an interruption.
func (p *posizione) interrotta(da, a giorno) bool {
	for _, v := range p.vuoti {
		if v.dal <= a && (v.aperto() || v.al > da) {
			return true
		}
	}
	return false
}

// integrata says whether a request for the same month was made.
func (p *posizione) integrata(da giorno) bool {
	for _, d := range p.cig {
		if il(string(d.PeriodoDa)).mese() == da.mese() {
			return true
		}
	}
	return false
}

// domandaCig asks for some hours a head on the main workplace and brings the request to where it is today.
func (p *posizione) domandaCig(tipo model.TipoIntegrazioneSalariale, c causale, da, a giorno, teste, ore int) *model.DomandaCig {
	invio := min(a+giorno(p.tra(1, 9)), (da.mese() + 1).ultimo(), p.oggi-1)
	d := model.DomandaCig{
		Tipo: tipo, Protocollo: p.luogo.protocollo(invio, p.seriale()), Ticket: new(p.id("DEMO-TICKET-")), DataInvio: invio.data(),
		UnitaProduttiva: new(int32(0)), Causale: &model.CausaleCig{Codice: c.codice, Descrizione: c.descrizione},
		PeriodoDa: da.data(), PeriodoA: a.data(), Beneficiari: new(int32(teste)), OreRichieste: new(int32(teste * ore)),
		Pagamento: new(model.PagamentoIntegrazioneConguaglio), SedeCompetente: new(p.luogo.codice), Stato: model.StatoDomandaCigInIstruttoria,
	}
	if p.suMille(250) {
		d.Pagamento = new(model.PagamentoIntegrazioneDiretto)
	}
	switch x := p.IntN(100); {
	case invio+30 >= p.oggi:
		if x < 30 {
			d.Stato = model.StatoDomandaCigInviata
		}
	case x < 75:
		d.Stato, d.OreAutorizzate = model.StatoDomandaCigAutorizzata, d.OreRichieste
	case x < 90:
		d.Stato, d.OreAutorizzate = model.StatoDomandaCigAutorizzataParziale, new(int32(teste*ore*p.tra(60, 95)/100))
	default:
		d.Stato, d.OreAutorizzate = model.StatoDomandaCigRespinta, new(int32(0))
	}
	if d.OreAutorizzate != nil && *d.OreAutorizzate > 0 {
		d.NumeroAutorizzazione = new(string(cifre([]byte(p.luogo.codice), p.seriale(), 8)))
	}
	p.cig = append(p.cig, d)
	return &p.cig[len(p.cig)-1]
}
