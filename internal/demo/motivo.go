package demo

import (
	"strconv"
	"strings"

	"cassetto/graph/model"
)

// motivo is something of a company that a request can speak of.
type motivo struct {
	mese    mese
	importo model.Importo
	atto    string // number of the act, as the company reads it
	dal, al giorno
	esito   model.EsitoRichiesta // how requests about the act end, given how the act did; empty when that says nothing
}

// motivi are the causes that a company has on a day to write about an ambito: recent acts, or months it reported.
func (p *posizione) motivi(t *tema, g giorno) (trovati []motivo) {
	switch {
	case t.oggetto == interruzione:
		for _, v := range p.vuoti {
			if v.tipo == model.TipoInterruzioneSospensione && v.dal <= g && g < v.dal+60 {
				trovati = append(trovati, motivo{dal: v.dal})
			}
		}
		return trovati
	case t.ambito == mandati:
		if !p.delegata(g, t.oggetto == contestazione) {
			return nil
		}
	case t.ambito == rettifiche, t.ambito == ruoliAda, t.ambito == cigFondi, t.ambito == dilazioni, t.ambito == vigilanza:
		return p.atti(t.ambito, g)
	}
	return p.denunciati(g, t.ambito == crediti)
}

// denunciati are the last months reported before a day, with their balance; with a credit, if so wanted.
func (p *posizione) denunciati(g giorno, credito bool) (trovati []motivo) {
	for i := len(p.mesi) - 1; i >= 0 && len(trovati) < 6; i-- {
		m := &p.mesi[i]
		switch {
		case m.ricezione >= g:
		case credito && m.credito > 0:
			trovati = append(trovati, motivo{mese: m.mese, importo: m.credito})
		case !credito && m.saldo() > 0:
			trovati = append(trovati, motivo{mese: m.mese, importo: m.saldo()})
		}
	}
	return trovati
}

// delegata says whether the company had given a delega, or one of those that it gave had been passed on.
func (p *posizione) delegata(g giorno, passata bool) bool {
	for i := range p.deleghe {
		if d := &p.deleghe[i]; d.Inizio <= g.data() && (d.ParentID != nil) == passata {
			return true
		}
	}
	return false
}

// atti are the recent acts of an ambito.
func (p *posizione) atti(ambito string, g giorno) (trovati []motivo) {
	recente := func(quando model.Data, giorni giorno) bool { return quando < g.data() && quando >= (g-giorni).data() }
	switch ambito {
	case rettifiche:
		for i := range p.note {
			if n := &p.note[i]; recente(n.DataEmissione, 150) {
				trovati = append(trovati, motivo{mese: nel(string(n.Periodo)), importo: n.Totale, atto: n.Identificativo, esito: esitoNota(n)})
			}
		}
	case ruoliAda:
		for _, r := range p.ruoli {
			if r.DataNotifica != nil && recente(*r.DataNotifica, 500) {
				trovati = append(trovati, motivo{importo: r.Capitale + r.Sanzioni, atto: string(r.Numero), esito: esitoRuolo(r)})
			}
		}
	case cigFondi:
		for i := range p.cig {
			if d := &p.cig[i]; d.Ticket != nil && recente(d.DataInvio, 240) {
				trovati = append(trovati, motivo{atto: *d.Ticket, dal: il(string(d.PeriodoDa)), al: il(string(d.PeriodoA)), esito: esitoCig(d)})
			}
		}
	case dilazioni:
		for i := range p.domandeDiDilazione {
			if d := &p.domandeDiDilazione[i]; recente(d.DataDomanda, 700) {
				trovati = append(trovati, motivo{mese: g.mese() - 2, atto: d.Protocollo, dal: il(string(d.DataDomanda)), esito: esitoDilazione(d)})
			}
		}
	case vigilanza:
		for i := range p.ispezioni {
			if v := &p.ispezioni[i]; recente(v.DataAccesso, 300) {
				trovati = append(trovati, motivo{atto: v.Numero})
			}
		}
	}
	return trovati
}

func esitoNota(n *model.NotaDiRettifica) model.EsitoRichiesta {
	if n.Stato == model.StatoNotaDiRettificaAnnullata {
		return model.EsitoRichiestaAccolta
	}
	return model.EsitoRichiestaNonAccolta
}

func esitoRuolo(r *model.IscrizioneARuolo) model.EsitoRichiesta {
	if r.Sgravato > 0 {
		return model.EsitoRichiestaAccolta
	}
	return model.EsitoRichiestaNonAccolta
}

func esitoCig(d *model.DomandaCig) model.EsitoRichiesta {
	switch d.Stato {
	case model.StatoDomandaCigAutorizzata:
		return model.EsitoRichiestaAccolta
	case model.StatoDomandaCigAutorizzataParziale:
		return model.EsitoRichiestaParziale
	case model.StatoDomandaCigRespinta:
		return model.EsitoRichiestaNonAccolta
	}
	return model.EsitoRichiestaInformativa
}

func esitoDilazione(d *model.DomandaDiDilazione) model.EsitoRichiesta {
	switch {
	case d.Stato == model.StatoDomandaDiDilazioneRespinta:
		return model.EsitoRichiestaNonAccolta
	case len(d.Piano) > 0:
		return model.EsitoRichiestaAccolta
	}
	return model.EsitoRichiestaInformativa
}

// parole puts what a motive says in the place of the words in braces.
func (p *posizione) parole(testo string, m motivo) string {
	if !strings.Contains(testo, "{") {
		return testo
	}
	return strings.NewReplacer("{mese}", m.mese.italiano(), "{importo}", inEuro(m.importo), "{atto}", m.atto, "{dal}", m.dal.italiano(),
		"{al}", m.al.italiano(), "{csc}", string(p.settore.csc)).Replace(testo)
}

var nomiDeiMesi = [...]string{
	"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre",
}

func (m mese) italiano() string { return nomiDeiMesi[m.nome()-1] + " " + strconv.Itoa(m.anno()) }

func (g giorno) italiano() string { return g.tempo().Format("02/01/2006") }

// inEuro writes an amount as Italians do: 1.234,56.
func inEuro(i model.Importo) string {
	s := strconv.FormatInt(int64(i)/100, 10)
	for n := len(s) - 3; n > 0; n -= 3 {
		s = s[:n] + "." + s[n:]
	}
	return s + "," + string(cifre(nil, int(i)%100, 2))
}
