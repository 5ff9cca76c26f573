package demo

import "cassetto/graph/model"

// raccomandata posts a registered letter and waits for its receipt.
func (p *posizione) raccomandata(oggetto string, spedita, arrivata giorno) *model.PostaIbrida {
	l := p.lettera(model.TipoSpedizioneRaccomandataAr, oggetto, spedita)
	l.CodiceRaccomandata = new(string(cifre([]byte("650"), p.seriale(), 9)))
	if arrivata >= p.oggi {
		l.Esito = model.EsitoSpedizioneInCorso
		return l
	}
	l.Esito, l.DataEsito, l.Ricevuta = model.EsitoSpedizioneConsegnata, new(arrivata.data()), new(l.IDInvio+"-AR.tif")
	return l
}

// lettera posts a letter to the registered seat.
func (p *posizione) lettera(tipo model.TipoSpedizione, oggetto string, spedita giorno) *model.PostaIbrida {
	id := p.id("PI-")
	p.posta = append(p.posta, model.PostaIbrida{
		IDInvio: id, DataSpedizione: spedita.data(), Tipo: tipo, Oggetto: oggetto, Indirizzo: new(unaRiga(p.sintetici.SedeLegale)),
		Esito: model.EsitoSpedizioneConsegnata, Documento: new(id + ".pdf"),
	})
	return &p.posta[len(p.posta)-1]
}

// accogli posts the letter with which INPS gives a new firm its classification; one firm in seven still gets it on paper.
func (p *posizione) accogli(iscrizione giorno) {
	if !p.suMille(150) {
		return
	}
	l := p.lettera(model.TipoSpedizioneOrdinaria, "CERTIFICATO DI ATTRIBUZIONE DELLA MATRICOLA AZIENDALE", (iscrizione + 6).feriale())
	l.DataEsito = new((iscrizione + 12).feriale().data())
}
