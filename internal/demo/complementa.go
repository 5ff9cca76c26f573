package demo

import "cassetto/graph/model"

// complementa makes everything that hangs on the returns of a generated company.
func (p *posizione) complementa(iscrizione giorno) {
	p.accogli(iscrizione)
	p.aderisci()
	p.collabora()
	p.confronta()
	p.passivi()
	p.insoluti()
	p.rettifica()
	p.integra()
	p.ispeziona()
}

// impianta makes the workplaces: the main one, and others for companies of sixteen and more.
func (p *posizione) impianta() {
	p.dipendenza("SEDE PRINCIPALE", p.sintetici.SedeLegale, p.inizio, p.forza, true)
	altre := 0
	switch {
	case p.forza >= 50:
		altre = p.tra(1, 4)
	case p.forza >= 16:
		altre = p.tra(0, 2)
	case p.forza >= 8:
		altre = p.IntN(5) / 4
	}
	fine := p.oggi
	if c := p.cessata(); c > 0 {
		fine = c
	}
	for i := range altre {
		aperta := p.inizio + giorno(p.IntN(int(fine-p.inizio)))
		p.dipendenza(string(p.settore.unita)+" "+string(cifre(nil, i+1, 2)), p.luogo.unIndirizzo(p.caso), aperta, 1+p.forza/(2*altre+2), p.suMille(400))
	}
	if c := p.cessata(); c > 0 {
		for i := range p.dipendenze {
			p.dipendenze[i].Al = new(c.data())
			p.dipendenze[i].NumeroAddetti = new(int32(0))
		}
		return
	}
	p.ripartisci()
}

// cambiaNome gives one company in twenty-five a name it had before.
func (p *posizione) cambiaNome(iscrizione giorno) {
	vissuti := int(p.oggi - iscrizione)
	if p.forma == "DI" || p.forma == "AO" || vissuti < 200 || !p.suMille(40) {
		return
	}
	r := model.RagioneSocialePregressa{
		Denominazione:  scegli(p.caso, p.settore.insegne) + " " + scegli(p.caso, fantasie[:]) + " " + p.legale.cognome + " S.R.L.S.",
		FormaGiuridica: formaGiuridica("RS"), Dal: iscrizione.data(), Al: (iscrizione + giorno(p.tra(60, vissuti-60))).data(),
		Causale: model.CausaleRagioneSocialeTrasformazione,
	}
	if p.forma == "RS" {
		r.Causale = model.CausaleRagioneSocialeVariazioneDenominazione
	}
	p.pregresse = append(p.pregresse, r)
}

// collega ties one company in a hundred to the one before it.
func (p *posizione) collega(n int) {
	if n == 0 || !p.suMille(10) {
		return
	}
	dal := max(p.inizio, abbozzo(n-1, p.oggi).inizio) + giorno(p.tra(1, 25))
	p.collegate = append(p.collegate, model.AziendaCollegata{
		Matricola: matricolaDi(n - 1), Dal: dal.data(), TipoRelazione: scegli(p.caso, []model.TipoRelazioneAziende{
			model.TipoRelazioneAziendeGruppo, model.TipoRelazioneAziendeCessioneRAMO, model.TipoRelazioneAziendeSubentro}),
	})
}
