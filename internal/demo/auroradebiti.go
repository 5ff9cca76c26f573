package demo

import "cassetto/graph/model"

// insoluto is a debit for a return not paid in full.
func (p *posizione) insoluto(m mese, contributi model.Importo, accertato giorno) *model.CreditoInadempienza {
	return p.credito(model.TipoCreditoInadempienzaDenunciaInsoluta, denunciaDi(m), m, m, contributi,
		sanzioniCivili(contributi, m.versamento(), accertato).Importo, accertato)
}

// auroraDebiti are old debits, all settled, and a small one that does not harm (up to 150 euro: D.M. 30 January 2015, art. 3).
func (p *posizione) auroraDebiti() {
	// An avviso di addebito of 2019, when collecting still cost the debtor 3 %: the letter lay at the post office, then it was paid.
	vecchio := p.insoluto(nel("2018-07"), 6_480_00, il("2018-11-12"))
	formato := il("2019-03-04")
	r := p.avviso("36820190004120077000", formato, vecchio)
	r.Aggio = (r.Capitale + r.Sanzioni) * 3 / 100
	r.DataNotifica, r.Canale, r.EsitoNotifica = new(model.Data("2019-03-29")), new(model.CanaleNotificaRaccomandata), new("COMPIUTA GIACENZA")
	r.Riscosso, r.Residuo, r.Stato = r.Residuo+r.Aggio, 0, model.StatoRuoloPagato
	riporta(r, vecchio)
	p.raccomandata("AVVISO DI ADDEBITO N. "+string(r.Numero), il("2019-03-06"), il("2019-03-29")).Esito = model.EsitoSpedizioneCompiutaGiacenza
	p.lettera(model.TipoSpedizioneOrdinaria, "INVITO ALL'ATTIVAZIONE DEL CASSETTO PREVIDENZIALE AZIENDE", il("2012-02-14")).DataEsito = new(model.Data("2012-02-21"))

	// Another of 2022, paid in 24 instalments to the collection agent.
	rateizzato := p.insoluto(nel("2021-06"), 9_300_00, il("2021-10-18"))
	r = p.avviso("36820220007730112000", il("2022-03-07"), rateizzato)
	r.DataNotifica, r.Canale, r.EsitoNotifica = new(model.Data("2022-03-09")), new(model.CanaleNotificaPec), new("CONSEGNATA")
	p.rateizzaRuolo(r, il("2022-06-13"), il("2022-07-13"), 24)
	riporta(r, rateizzato)

	// One of 2025 that should not have been: written off.
	sbagliato := p.insoluto(nel("2024-04"), 1_150_00, il("2024-09-09"))
	r = p.avviso("36820250003340091000", il("2025-02-10"), sbagliato)
	r.DataNotifica, r.Canale, r.EsitoNotifica = new(model.Data("2025-02-12")), new(model.CanaleNotificaPec), new("CONSEGNATA")
	r.Sgravato, r.Residuo, r.Stato = r.Residuo, 0, model.StatoRuoloSgravato
	riporta(r, sbagliato)

	p.insoluto(nel("2026-07"), 94_00, il("2026-10-19"))
	eccesso := p.credito(model.TipoCreditoInadempienzaVersamentoInEccesso, denunciaDi(nel("2026-08")), nel("2026-08"), nel("2026-08"), 318_00, 0, il("2026-10-26"))
	eccesso.Segno, eccesso.Stato = model.SegnoPartitaCredito, model.StatoCreditoInadempienzaInAccertamento
}

// auroraDilazioni are three plans asked for from INPS: refused, ended, running.
func (p *posizione) auroraDilazioni() {
	p.domandeDiDilazione = append(p.domandeDiDilazione, model.DomandaDiDilazione{
		Protocollo: p.luogo.protocollo(il("2018-12-03"), p.seriale()), DataDomanda: "2018-12-03", NumeroRate: 12,
		Importo: &model.ImportoDilazione{Contributi: 6_480_00, Sanzioni: 61_00}, Gestioni: []model.GestioneContributiva{model.GestioneContributivaDipendenti},
		Stato: model.StatoDomandaDiDilazioneRespinta, Piano: []model.Rata{},
	})
	maggio := p.del(nel("2023-05"))
	nota := p.nota(maggio, il("2023-11-13"), 1_840_30)
	nota.Stato = model.StatoNotaDiRettificaARecupero
	dellaNota := p.creditoDellaNota(nota, maggio, il("2023-12-18"))
	estate := p.insoluto(nel("2023-07"), 5_120_00, il("2023-11-20"))
	p.dilaziona(il("2024-01-22"), 12, dellaNota, estate)
	p.dilaziona(il("2026-06-15"), 36, p.insoluto(nel("2026-02"), 14_600_00, il("2026-05-11")))
}

// auroraIntegrazioni are the requests for wage support and an inspection that found nothing.
func (p *posizione) auroraIntegrazioni() {
	cigs := p.domandaCig(model.TipoIntegrazioneSalarialeCigs, causale{"CR", "Crisi aziendale"}, il("2021-09-06"), il("2021-12-03"), 20, 13*30)
	cigs.DataInvio, cigs.Decreto = "2021-08-30", new("D.M. 112233 DEL 14/10/2021") // asked for before it begins (D.Lgs. 148/2015, art. 25)
	cigs.Protocollo, cigs.Pagamento = p.luogo.protocollo(il("2021-08-30"), p.seriale()), new(model.PagamentoIntegrazioneDiretto)
	autorizza(cigs, "490021000871")
	autorizza(p.domandaCig(cigo, macchinari, il("2024-02-05"), il("2024-02-16"), 22, 2*32), "490024000155")
	rhodense := p.domandaCig(cigo, energia, il("2025-07-07"), il("2025-07-11"), 15, 24)
	rhodense.UnitaProduttiva = new(int32(1))
	autorizza(rhodense, "490025000940")

	v := p.verbale(il("2022-05-17"), nel("2020-01"), nel("2022-03"), 45)
	v.Numero, v.Ente = "00004120", model.EnteIspettivoInps
}

// autorizza grants all the hours asked for.
func autorizza(d *model.DomandaCig, numero string) {
	d.Stato, d.OreAutorizzate, d.NumeroAutorizzazione = model.StatoDomandaCigAutorizzata, d.OreRichieste, &numero
}
