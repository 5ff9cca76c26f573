package demo

import (
	"slices"
	"strconv"
	"time"

	"cassetto/graph/model"
)

// storico is how many months of returns are kept: ten years.
const storico = 120

// mensile is what a firm reported for one month; amounts in cents.
type mensile struct {
	mese
	forza, denunce  int
	retribuzioni    model.Importo
	debito, credito model.Importo
	ricezione       giorno
	istante         model.DataOra // of the reception, when it was fixed by hand
	aliquota        int           // with which debito was computed
}

func (m *mensile) saldo() model.Importo { return m.debito - m.credito }

// stagione is how many of its people a seasonal business employs in each month, in hundredths.
var stagione = [12]int{85, 90, 90, 95, 100, 115, 130, 130, 110, 95, 85, 90}

// denuncia reports every month from the start of the activity, at most ten years back, to the last one due, and the month
// after it when the firm was early. The workforce is p.forza today and drifts slowly as one goes back.
func (p *posizione) denuncia() {
	ultimo, prima := p.oggi.mese()-1, (p.oggi - 1)
	if presto := (ultimo + 1).primo() + 4; prima <= presto || !p.suMille(600) {
		ultimo--
	}
	forza := p.forza
	for m := ultimo; m >= max(p.inizio.mese(), p.oggi.mese()-storico); m-- {
		if p.senzaDipendenti(max(m.primo(), p.inizio), m.ultimo()+1) {
			continue
		}
		p.mesi = append(p.mesi, p.mensile(m, forza))
		forza = p.prima(forza)
	}
	slices.Reverse(p.mesi)
}

// prima is the workforce of the month before one with the given workforce: firms grow more than they shrink.
func (p *posizione) prima(forza int) int {
	quanti, ogni := 1+forza/60, min(25+forza*6, 450)
	if !p.suMille(ogni) {
		return forza
	}
	if p.suMille(580) {
		return max(1, forza-quanti)
	}
	return forza + quanti
}

func (p *posizione) mensile(m mese, forza int) mensile {
	if p.settore.stagionale {
		forza = max(1, (forza*stagione[m.nome()-1]+50)/100)
	}
	d := mensile{mese: m, forza: forza, denunce: forza, ricezione: p.ricezione(m), aliquota: p.settore.aliquota}
	if p.suMille(90 + min(8*forza, 700)) {
		d.denunce += 1 + p.IntN(1+forza/40)
	}
	mensilita := 100
	switch {
	case m.nome() == time.December, m.nome() == time.June && p.settore.mensilita == 14:
		mensilita = 195
	}
	d.retribuzioni = model.Importo(forza*p.salario*mensilita) * model.Importo(p.tra(970, 1030)) / 1000
	d.debito = euroInteri(d.retribuzioni * model.Importo(d.aliquota) / 10000)
	switch {
	case p.suMille(2):
		d.credito = euroInteri(d.debito * model.Importo(p.tra(102, 118)) / 100)
	case p.suMille(550):
		d.credito = euroInteri(d.debito * model.Importo(p.tra(5, 70)) / 1000)
	}
	return d
}

// euroInteri rounds to whole euro, as the totals of a return are: up to 49 cents down.
func euroInteri(i model.Importo) model.Importo { return (i + 50) / 100 * 100 }

// ricezione is the day a return arrives: in the days before it is due, seldom after, in any case before today.
func (p *posizione) ricezione(m mese) giorno {
	prima := p.oggi - 1
	if m == p.oggi.mese()-1 {
		return giorno(p.tra(int((m+1).primo()+4), int(prima)))
	}
	g := m.denuncia() - giorno(p.IntN(13))
	if p.suMille(20) {
		g = m.denuncia() + giorno(p.tra(1, 20))
	}
	return min(g, prima)
}

// trasmetti makes the rows of the returns.
func (p *posizione) trasmetti() {
	p.emens = make([]model.Emens, 0, len(p.mesi)+4)
	for i := range p.mesi {
		m := &p.mesi[i]
		e := p.emensDi(m, 1)
		switch x := p.IntN(1000); {
		case m.istante != "":
		case x < 4: // rejected, then sent again the same day
			e.Esito = model.EsitoEmensScartato
			p.emens = append(p.emens, e)
			e = p.emensDi(m, 2)
		case x < 12: // an earlier one with the totals still wrong, varied by this one
			errata := e
			errata.TotaleADebito = euroInteri(e.TotaleADebito * 97 / 100)
			errata.Saldo = errata.TotaleADebito - errata.TotaleACredito
			errata.Esito = model.EsitoEmensConAnomalie
			p.emens = append(p.emens, errata)
			e = p.emensDi(m, 2)
			e.TipoInvio = model.TipoInvioVariazione
		case x < 40:
			e.Esito = model.EsitoEmensConAnomalie
		}
		p.emens = append(p.emens, e)
	}
	if n := len(p.mesi); n > 0 {
		p.sintetici.ForzaAziendale = new(int32(p.mesi[n-1].forza))
	}
}

func (p *posizione) emensDi(m *mensile, progressivo int) model.Emens {
	ricevuta := m.istante
	if ricevuta == "" {
		ricevuta = m.ricezione.alle(7+8*(progressivo-1)+p.IntN(8), p.IntN(60), p.IntN(60))
	}
	id := cifre(make([]byte, 0, 18), m.anno(), 4)
	id = cifre(append(cifre(id, int(m.nome()), 2), p.sintetici.Matricola...), progressivo, 2)
	return model.Emens{
		Periodo: m.annoMese(), Progressivo: int32(progressivo), TipoFlusso: model.TipoFlussoPoscontributiva,
		IdentificativoInvio: string(id), DataRicezione: ricevuta, MittenteCf: p.inviante(m.ricezione),
		NumDenunceIndividuali: int32(m.denunce), ForzaAziendale: int32(m.forza),
		TotaleADebito: m.debito, TotaleACredito: m.credito, Saldo: m.saldo(),
		TipoInvio: model.TipoInvioOrdinario, Esito: model.EsitoEmensAccettato,
	}
}

// inviante is who sends a return: the intermediary since he has a delega, else the legal representative.
func (p *posizione) inviante(g giorno) *model.CodiceFiscale {
	if p.mittente != "" && g >= p.conferita {
		return &p.mittente
	}
	return &p.legale.cf
}

// confronta makes the yearly comparison of wages by return and by worker, for every year gone by; one gap in fifty.
func (p *posizione) confronta() {
	for i := 0; i < len(p.mesi); {
		anno, monte, massimo := p.mesi[i].anno(), model.Importo(0), 0
		for ; i < len(p.mesi) && p.mesi[i].anno() == anno; i++ {
			monte += p.mesi[i].retribuzioni
			massimo = max(massimo, p.mesi[i].denunce)
		}
		elaborato := (giornoDi(anno+1, time.April, 1) + giorno(p.IntN(180))).feriale()
		if elaborato >= p.oggi {
			continue
		}
		r := model.ConfrontoDm10{
			Anno: int32(anno), RetribuzioniDm10: monte, RetribuzioniIndividuali: monte, Percentuale: new(model.Percentuale("0.00")),
			NumeroLavoratori: new(int32(massimo)), Esito: model.EsitoConfrontoQuadrato, DataElaborazione: new(elaborato.data()),
		}
		if p.suMille(20) {
			p.divergi(&r, elaborato)
		}
		p.confronti = append(p.confronti, r)
	}
}

// divergi opens a gap in a comparison: wages of workers above those of the returns are a debit.
func (p *posizione) divergi(r *model.ConfrontoDm10, elaborato giorno) {
	r.Differenza = r.RetribuzioniDm10 * model.Importo(p.tra(20, 150)) / 10000
	if p.suMille(300) || p.cessata() > 0 {
		r.Differenza = -r.Differenza
	}
	r.RetribuzioniIndividuali += r.Differenza
	r.Percentuale = new(percentuale(r.Differenza, r.RetribuzioniDm10))
	r.Esito = model.EsitoConfrontoDifferenza
	if r.Differenza > 0 {
		dicembre := meseDi(int(r.Anno), time.December)
		p.partita(model.TipoCreditoInadempienzaConfrontoMontiRetributivi, &model.Riferimento{Tipo: model.TipoRiferimentoConfrontoDm10, Chiave: strconv.Itoa(int(r.Anno))},
			meseDi(int(r.Anno), time.January), dicembre, r.Differenza*model.Importo(p.settore.aliquota)/10000, dicembre.versamento(), elaborato)
	}
}
