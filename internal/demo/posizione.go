package demo

import (
	"cassetto/graph/model"
)

// posizione is one matricola while its documents are being made.
type posizione struct {
	caso
	fascicolo
	oggi      giorno
	serie     int // serial numbers given to what belongs to this position begin here
	dati      int // how many were given
	settore   *settore
	luogo     *luogo
	inizio    giorno // of the activity with employees
	vuoti     []vuoto
	mesi      []mensile
	forza     int // workers in the last month
	dirigenti int
	salario   int // monthly wage of a worker, in euro
	legale    persona
	dal       giorno // since when he is in charge
	forma     string
	mittente  model.CodiceFiscale // intermediary who sends the returns, since conferita
	conferita giorno
}

// vuoto is a period without employees.
type vuoto struct {
	periodo
	tipo    model.TipoInterruzione
	origine model.OrigineInterruzione
}

// seriale is a number that nothing else in the demonstration has.
func (p *posizione) seriale() int {
	p.dati++
	return p.serie + p.dati - 1
}

func (p *posizione) id(prefisso string) string {
	return string(cifre([]byte(prefisso), p.seriale(), 8))
}

func (p *posizione) haPec() bool { return p.sintetici.Pec != nil }

// senzaDipendenti says whether the days from dal to al, al excluded, are all inside interruptions.
func (p *posizione) senzaDipendenti(dal, al giorno) bool {
	for _, v := range p.vuoti {
		if v.dal <= dal && (v.aperto() || v.al > dal) {
			if v.aperto() || v.al >= al {
				return true
			}
			dal = v.al
		}
	}
	return false
}

// cessata is the first day of a final closure, 0 when there is none.
func (p *posizione) cessata() giorno {
	for _, v := range p.vuoti {
		if v.tipo == model.TipoInterruzioneCessazioneDefinitiva {
			return v.dal
		}
	}
	return 0
}

// anagrafa fills the header of the position from the facts known so far.
func (p *posizione) anagrafa(iscrizione giorno, indirizzo *model.Indirizzo) {
	s := &p.sintetici
	s.FormaGiuridica, s.SedeLegale, s.CodiceSede = formaGiuridica(p.forma), indirizzo, p.luogo.codice
	s.Csc, s.StoricoCsc = p.settore.csc, []model.ClassificazioneCsc{{Csc: p.settore.csc, Dal: iscrizione.data()}}
	s.CodiciAutorizzazione = make([]model.AutorizzazioneContributiva, 0, 1)
	for _, ca := range p.settore.ca {
		s.CodiciAutorizzazione = append(s.CodiciAutorizzazione, model.AutorizzazioneContributiva{Codice: ca, Dal: iscrizione.data()})
	}
	s.Ateco, s.DataIscrizioneInps, s.DataInizioAttivita = p.settore.ateco(iscrizione), iscrizione.data(), new(p.inizio.data())
	s.Ccnl = &p.settore.ccnl
	s.RappresentanteLegale = &model.RappresentanteLegale{Cf: p.legale.cf, Cognome: p.legale.cognome, Nome: p.legale.nome, Dal: p.dal.data()}
	p.stato()
}

// stato derives the state of the matricola from its interruptions (message 3462/2020): an open one rules; after a closed
// suspension the position is reactivated.
func (p *posizione) stato() {
	s, stato, dal := &p.sintetici, model.StatoMatricolaAttiva, p.inizio
	for _, v := range p.vuoti {
		switch {
		case !v.aperto() && v.tipo == model.TipoInterruzioneSospensione:
			stato, dal = model.StatoMatricolaRiattivata, v.al
		case !v.aperto():
		case v.tipo == model.TipoInterruzioneSospensione:
			stato, dal = model.StatoMatricolaSospesa, v.dal
		case v.tipo == model.TipoInterruzioneCessazioneProvvisoria:
			stato, dal = model.StatoMatricolaCessataProvvisoria, v.dal
		default:
			stato, dal = model.StatoMatricolaCessataDefinitiva, v.dal
			s.DataCessazione = new(v.dal.data())
		}
	}
	s.StatoMatricola, s.DataStato = stato, new(dal.data())
}

// interrompi makes the rows of the interruptions; the firm has 30 days to report one.
func (p *posizione) interrompi() {
	for _, v := range p.vuoti {
		comunicata := min(v.dal+giorno(p.tra(1, 28)), p.oggi-1)
		if v.origine != model.OrigineInterruzioneAzienda {
			comunicata = min(comunicata.feriale(), (p.oggi - 1).precedenteFeriale())
		}
		r := model.Interruzione{
			Dal: v.dal.data(), Tipo: v.tipo, Origine: v.origine, DataComunicazione: new(comunicata.data()),
			Protocollo: new(p.luogo.protocollo(comunicata, p.seriale())),
		}
		if !v.aperto() {
			r.Al = new(v.al.data())
		}
		p.interruzioni = append(p.interruzioni, r)
	}
}

// dipendenza adds a workplace; the first is the main one.
func (p *posizione) dipendenza(nome string, dove *model.Indirizzo, dal giorno, addetti int, autonoma bool) *model.Dipendenza {
	p.dipendenze = append(p.dipendenze, model.Dipendenza{
		Progressivo: int32(len(p.dipendenze)), Denominazione: nome, Indirizzo: dove, Dal: dal.data(),
		IsUnitaProduttiva: autonoma, NumeroAddetti: new(int32(addetti)),
	})
	return &p.dipendenze[len(p.dipendenze)-1]
}

// ripartisci shares the workforce of today among the open workplaces, the main one taking what is left.
func (p *posizione) ripartisci() {
	resto := p.attuale()
	for i := len(p.dipendenze) - 1; i > 0; i-- {
		if d := &p.dipendenze[i]; d.Al != nil {
			d.NumeroAddetti = new(int32(0))
		} else {
			n := min(int(*d.NumeroAddetti), resto)
			d.NumeroAddetti = new(int32(n))
			resto -= n
		}
	}
	p.dipendenze[0].NumeroAddetti = new(int32(resto))
}

// attuale is the workforce of the last month reported, 0 when there is none.
func (p *posizione) attuale() int {
	if len(p.mesi) == 0 {
		return 0
	}
	return p.mesi[len(p.mesi)-1].forza
}

// del is what was reported for a month, nil when nothing was.
func (p *posizione) del(m mese) *mensile {
	for i := len(p.mesi) - 1; i >= 0; i-- {
		if p.mesi[i].mese == m {
			return &p.mesi[i]
		}
	}
	return nil
}
