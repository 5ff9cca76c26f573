package demo

import "cassetto/graph/model"

// edilnova is Edilnova Costruzioni: a builder of 180 people with wage support, an inspection and a debt at the collector. Its
// position is clean, every debt being in a plan, but its codice fiscale is not: the owner's own position of artisan is unpaid.
func edilnova(oggi giorno) *posizione {
	p := nominata(scheda{
		matricola: "9900030019", cf: edilnovaCF, denominazione: "EDILNOVA COSTRUZIONI S.P.A.", forma: "SP", settore: &settori[edilizia],
		luogo: &luoghi[roma], indirizzo: luoghi[roma].indirizzo("VIALE", "EUROPA", "140", 26), legale: villa, dal: il("2011-06-20"),
		costituita: il("2003-02-10"), iscritta: il("2003-03-17"), inizio: il("2003-04-07"), forza: 180, dirigenti: 3, salario: 2210,
		serie: 20_000, dominio: "edilnova", mittente: ferri.cf, conferita: il("2022-10-03"),
		precedenti: []mensile{
			{mese: nel("2026-09"), forza: 180, denunce: 183, debito: 158_423_00, credito: 12_047_00, ricezione: il("2026-10-28"), istante: "2026-10-28T15:04:00Z"},
		},
	}, oggi)
	p.soggetto(villa, rappresentante, p.dal, 70)
	s := p.soggetto(persona{cf: auroraCF}, socio, il("2019-07-01"), 30) // the shareholding that makes them a group
	s.Tipo, s.Cognome, s.Nome, s.Denominazione = model.TipoSoggettoPg, nil, nil, new("OFFICINE AURORA S.R.L.")
	s.Fonte = model.FonteSoggettoInfocamere
	p.edilnovaCantieri()
	p.fondo(fima, model.CategoriaFondoNonDirigenti, model.EventoFondoAdesione, nel("2007-01"))
	p.fondo(fdir, model.CategoriaFondoDirigenti, model.EventoFondoAdesione, nel("2012-01"))
	p.committenza([]collaboratore{
		{persona: villa, tipo: "1A", compenso: 6_000_00, dal: nel("2012-01")},
		{persona: colomboAnna, tipo: "1B", compenso: 900_00, dal: nel("2020-07"), pensione: true, altraAss: "201"},
	})
	p.edilnovaCig()
	p.edilnovaVerbale()
	p.edilnovaRuolo()
	p.edilnovaArtigiano()
	p.infocamere = p.registra(il("2003-02-10"), []quota{{persona: villa, percento: 70}, {persona: persona{cf: auroraCF}, percento: 30, ente: "OFFICINE AURORA S.R.L."}}, 1_000_000_00)
	p.infocamere.Rea, p.infocamere.Cariche = "1000003", []model.Carica{
		p.carica(villa, caricaDi("SP"), p.dal, true),
		p.carica(colomboAnna, &model.TipoCarica{Codice: "SIN", Descrizione: "SINDACO EFFETTIVO"}, il("2020-07-06"), false),
	}
	p.deleghe = []model.Delega{p.indiretta(63, ferri, studioFerri, model.ProfiloUtenteConsulenteDelLavoro, p.conferita)}
	return p
}

func (p *posizione) edilnovaCantieri() {
	p.dipendenza("SEDE PRINCIPALE", p.sintetici.SedeLegale, p.inizio, 60, true)
	p.dipendenza("CANTIERE ROMA EST", p.luogo.indirizzo("VIA", "TIBURTINA", "1100", 39), il("2021-02-01"), 58, true)
	p.dipendenza("MAGAZZINO DI POMEZIA", p.luogo.inComune("VIA", "DEL MARE", "77", "POMEZIA", "00071", "G811", "058079"), il("2008-05-05"), 12, false)
	p.dipendenza("CANTIERE TORINO", luoghi[torino].indirizzo("CORSO", "UNITA' D'ITALIA", "90", 4), il("2024-03-04"), 46, true)
	p.ripartisci()
}

// edilnovaCig are the requests for bad weather; the one of 2026 is the sample of the domain notes. The building site is in
// Turin, so the office of Turin decides.
func (p *posizione) edilnovaCig() {
	torinese := luoghi[torino].codice
	d := p.domandaCig(cigo, meteoEdilizia, il("2026-01-12"), il("2026-01-24"), 42, 60)
	d.Protocollo, d.Ticket, d.DataInvio = "INPS.8100.12/02/2026.0041277", new("DEMO-TICKET-0001"), "2026-02-12"
	d.UnitaProduttiva, d.SedeCompetente, d.Pagamento = new(int32(3)), &torinese, new(model.PagamentoIntegrazioneConguaglio)
	autorizza(d, "810026000412")
	d.Stato, d.OreAutorizzate = model.StatoDomandaCigAutorizzataParziale, new(int32(2310))
	autorizza(p.domandaCig(cigo, meteoEdilizia, il("2025-02-03"), il("2025-02-14"), 51, 2*24), "700025000318")
	respinta := p.domandaCig(cigo, meteoEdilizia, il("2024-11-18"), il("2024-11-22"), 30, 40)
	respinta.Stato, respinta.OreAutorizzate, respinta.NumeroAutorizzazione = model.StatoDomandaCigRespinta, new(int32(0)), nil
}

// edilnovaVerbale is an inspection of 2025, from the first access to a plan with INPS on what it charged.
func (p *posizione) edilnovaVerbale() {
	accesso := model.Ispezione{
		Numero: "00001877", Anno: 2025, Ente: model.EnteIspettivoInl, Tipo: model.TipoVerbalePrimoAccesso, DataAccesso: "2025-02-11",
		PeriodoDa: new(model.AnnoMese("2023-01")), PeriodoA: new(model.AnnoMese("2024-12")), LavoratoriVerificati: new(int32(37)),
		Stato: model.StatoVerbaleDefinito,
	}
	unico, notificato := accesso, il("2025-06-24")
	contributi := model.Importo(38_220_00)
	c := p.credito(model.TipoCreditoInadempienzaVerbaleIspettivo, &model.Riferimento{Tipo: model.TipoRiferimentoVerbale, Chiave: "00001878"},
		nel("2023-01"), nel("2024-12"), contributi, sanzioniCivili(contributi, nel("2024-12").versamento(), notificato).Importo, notificato)
	unico.Numero, unico.Tipo, unico.DataNotifica, unico.Stato = "00001878", model.TipoVerbaleVerbaleUnico, new(notificato.data()), model.StatoVerbaleNotificato
	unico.LavoratoriIrregolari, unico.LavoratoriInNero, unico.Esito = new(int32(9)), new(int32(2)), new(model.EsitoIspezioneIrregolare)
	unico.Imponibile, unico.Contributi, unico.Sanzioni = new(contributi*10000/model.Importo(p.settore.aliquota)), &contributi, new(c.Sanzioni)
	p.ispezioni = append(p.ispezioni, accesso, unico)
	p.dilaziona(il("2025-11-10"), 36, c)
	if c.Stato == model.StatoCreditoInadempienzaPagata {
		p.ispezioni[1].Stato = model.StatoVerbaleDefinito
	}
}

// edilnovaRuolo is the avviso di addebito of the domain notes, for two returns paid in part. The notes have it AFFIDATO and, in
// October 2026, a DURC spoilt by the artisan's debt alone: so a plan of the collection agent, asked for in September and not yet
// begun, is added, and the state is RATEIZZATO.
func (p *posizione) edilnovaRuolo() {
	marzo := p.credito(model.TipoCreditoInadempienzaDenunciaInsoluta, denunciaDi(nel("2024-03")), nel("2024-03"), nel("2024-03"), 4_124_00, 331_20, il("2024-10-14"))
	aprile := p.credito(model.TipoCreditoInadempienzaDenunciaInsoluta, denunciaDi(nel("2024-04")), nel("2024-04"), nel("2024-04"), 4_000_00, 310_00, il("2024-10-14"))
	r := p.avviso("39720250012345678000", il("2025-05-09"), marzo, aprile)
	r.DataNotifica, r.Canale, r.EsitoNotifica = new(model.Data("2025-05-13")), new(model.CanaleNotificaPec), new("CONSEGNATA")
	p.rateizzaRuolo(r, il("2026-09-28"), il("2026-11-30"), 24)
	riporta(r, marzo, aprile)
}

// edilnovaArtigiano is the position of artisan that Paolo Villa holds for another business of his, and its unpaid fixed
// contribution: codeline 90000017261101806, 1,135.00 euro due in May 2026. There is no return behind it.
func (p *posizione) edilnovaArtigiano() {
	p.autonomi = []model.PosizioneLavoratoreAutonomo{{
		Gestione: artigiani, Posizione: "90000017", TitolareCf: villa.cf, Qualifica: model.QualificaAutonomoTitolare,
		SedeInps: p.luogo.codice, Dal: "2001-10-01", Stato: model.StatoPosizioneAutonomaAttiva,
	}}
	c := p.credito(model.TipoCreditoInadempienzaDenunciaInsoluta, nil, nel("2026-05"), nel("2026-05"), 1_135_00, 0, il("2026-07-20"))
	c.Gestione = model.GestioneContributivaArtigiani
}
