package demo

import "cassetto/graph/model"

const (
	auroraMatricola  model.Matricola = "9900010011"
	bergamoMatricola model.Matricola = "9900010029"
)

// aurora is Officine Aurora, the company with the richest file: a sound engineering firm that pays late now and then.
func aurora(oggi giorno) *posizione {
	p := nominata(scheda{
		matricola: auroraMatricola, cf: auroraCF, denominazione: "OFFICINE AURORA S.R.L.", forma: "SR", settore: &settori[meccanica],
		luogo: &luoghi[milano], indirizzo: luoghi[milano].indirizzo("VIA", "DELL'INDUSTRIA", "12", 37), legale: sala, dal: il("2017-05-08"),
		costituita: il("2009-01-19"), iscritta: il("2009-02-23"), inizio: il("2009-03-02"), forza: 48, dirigenti: 1, salario: 2480,
		serie: 10_000, dominio: "officineaurora", mittente: ferri.cf, conferita: il("2024-01-15"),
		precedenti: []mensile{
			{mese: nel("2024-12"), debito: 82_140_00, credito: 84_925_00, ricezione: il("2025-01-30")}, // a credit: reliefs recovered
			{mese: nel("2026-02"), debito: 43_918_00, credito: 1_204_00, ricezione: il("2026-03-26")},
		},
	}, oggi)
	p.auroraAnagrafica()
	p.auroraDenunce()
	p.auroraDebiti()
	p.auroraDilazioni()
	p.auroraIntegrazioni()
	p.committenza([]collaboratore{
		{persona: sala, tipo: "1E", compenso: 3_500_00, dal: nel("2018-01")},
		{persona: ricciSilvia, tipo: "18", compenso: 1_600_00, dal: nel("2023-02")},
		{persona: montiDavide, tipo: "18", compenso: 1_200_00, dal: nel("2024-09")},
		{persona: grecoAntonio, tipo: "1B", compenso: 400_00, dal: nel("2019-05"), al: nel("2025-05"), pensione: true, altraAss: "101"},
	})
	p.auroraImpresa()
	p.auroraDeleghe()
	return p
}

func (p *posizione) auroraAnagrafica() {
	d := &p.sintetici
	trasformata := il("2014-01-01")
	d.StoricoCsc = []model.ClassificazioneCsc{
		{Csc: p.settore.csc, Dal: trasformata.data()},
		{Csc: "40601", Dal: d.DataIscrizioneInps, Al: new(trasformata.data())},
	}
	d.CodiciAutorizzazione = []model.AutorizzazioneContributiva{ // a craft firm, then the relief of L. 190/2014
		{Codice: "5B", Dal: d.DataIscrizioneInps, Al: new(trasformata.data())},
		{Codice: "6Y", Dal: "2015-03-01", Al: new(model.Data("2018-03-01"))},
	}
	p.collegate = []model.AziendaCollegata{{Matricola: "9900030019", TipoRelazione: model.TipoRelazioneAziendeGruppo, Dal: "2019-07-01"}}
	p.riferimento = &model.PosizioneDiRiferimento{Matricola: auroraMatricola, Dal: "2019-01-01", Motivo: model.MotivoRiferimentoAccentramento}

	fondatore := nuovaPersona("SALA", "PIETRO", il("1948-06-21"), false)
	p.soggetto(fondatore, rappresentante, il("2009-01-19"), 0).Al = new(p.dal.data())
	p.soggetto(sala, rappresentante, p.dal, 60).Recapiti = &model.Recapiti{Email: new("marco.sala@officineaurora.example")}
	p.soggetto(colomboAnna, socio, trasformata, 40)
	p.soggetto(conti, delegato, il("2023-02-01"), 0).Fonte = model.FonteSoggettoDichiarato
	p.autonomi = []model.PosizioneLavoratoreAutonomo{{ // while it was a craft firm
		Gestione: artigiani, Posizione: "90000025", TitolareCf: sala.cf, Qualifica: model.QualificaAutonomoSocio,
		SedeInps: p.luogo.codice, Dal: "2009-02-23", Al: new(trasformata.data()), Stato: model.StatoPosizioneAutonomaCessata,
	}}
	p.pregressa("OFFICINE AURORA DI SALA PIETRO & C. S.N.C.", "SN", il("2009-02-23"), trasformata, model.CausaleRagioneSocialeTrasformazione)
	p.pregressa("OFFICINE MECCANICHE AURORA S.R.L.", "SR", trasformata, p.dal, model.CausaleRagioneSocialeVariazioneDenominazione)

	p.dipendenza("SEDE PRINCIPALE", d.SedeLegale, p.inizio, 48, true).Email = d.Email
	p.dipendenza("STABILIMENTO DI RHO", p.luogo.inComune("VIA", "DEI TORNITORI", "8", "RHO", "20017", "H264", "015182"), il("2012-05-02"), 19, true)
	p.dipendenza("MAGAZZINO DI SEGRATE", p.luogo.inComune("VIA", "MODENA", "40", "SEGRATE", "20090", "I577", "015205"), il("2011-09-01"), 0, false).Al = new(model.Data("2020-12-31"))
	p.ripartisci()
}

// auroraDenunce are the training funds, the collaborators' flow and the notes on the returns.
func (p *posizione) auroraDenunce() {
	nonDirigenti, adesione := model.CategoriaFondoNonDirigenti, model.EventoFondoAdesione
	p.fondo(fima, nonDirigenti, adesione, nel("2010-01"))
	p.fondo(fima, nonDirigenti, model.EventoFondoRevoca, nel("2019-06"))
	p.fondo(farc, nonDirigenti, adesione, nel("2019-06"))
	p.fondo(farc, nonDirigenti, model.EventoFondoRevoca, nel("2022-01"))
	p.fondo(fima, nonDirigenti, adesione, nel("2022-01"))
	p.fondo(fdir, model.CategoriaFondoDirigenti, adesione, nel("2018-01"))

	annullata := p.nota(p.del(nel("2026-02")), il("2026-09-04"), 612_40) // contested by request R-2026-000871: the office annulled it
	annullata.Causa, annullata.Stato = model.CausaNotaDiRettificaAliquotaApplicata, model.StatoNotaDiRettificaAnnullata
	p.nota(p.del(nel("2025-09")), il("2026-02-16"), 284_15).Stato = model.StatoNotaDiRettificaPagata
	credito := p.nota(p.del(nel("2025-11")), il("2026-04-13"), 190_60)
	passiva(credito)
	credito.Stato = model.StatoNotaDiRettificaPagata
	visibile := p.nota(p.del(nel("2026-06")), il("2026-11-10"), 97_20)
	visibile.Causa = model.CausaNotaDiRettificaDifferenzeCigFondi
	if il(string(visibile.Scadenza)) < p.oggi {
		visibile.Stato = model.StatoNotaDiRettificaPagata
	}
	p.listaCollaboratori(nel("2026-09"))
}

// listaCollaboratori is the part of a UniEmens that tells of the collaborators: it carries no totals.
func (p *posizione) listaCollaboratori(m mese) {
	e := p.emensDi(p.del(m), 2)
	e.TipoFlusso, e.NumDenunceIndividuali, e.ForzaAziendale = model.TipoFlussoListaCollaboratori, 3, 0
	e.TotaleADebito, e.TotaleACredito, e.Saldo = 0, 0, 0
	p.emens = append(p.emens, e)
}

// auroraImpresa is the extract of the Registro delle imprese.
func (p *posizione) auroraImpresa() {
	i := p.registra(il("2009-01-19"), []quota{{persona: sala, percento: 60}, {persona: colomboAnna, percento: 40}}, 100_000_00)
	i.Rea, i.Insegna, i.Sito = "1000001", new("AURORA"), new("https://www.officineaurora.example")
	i.Cariche = []model.Carica{
		p.carica(sala, caricaDi("SR"), p.dal, true),
		p.carica(grecoAntonio, &model.TipoCarica{Codice: "SIN", Descrizione: "SINDACO EFFETTIVO"}, il("2019-05-02"), false),
	}
	i.Cariche[0].Poteri = new("TUTTI I POTERI DI ORDINARIA E STRAORDINARIA AMMINISTRAZIONE")
	i.Operazioni = []model.OperazioneStraordinaria{
		{Tipo: "ACQUISTO DI RAMO D'AZIENDA", Data: new(model.Data("2021-09-01")), ControparteCf: new(panificioCF)},
	}
	i.Storia = []model.IscrizioneRegistro{
		{Data: "2021-09-13", ProtocolloRi: new("PRA/00412207/2021"), Descrizione: "ACQUISTO DI RAMO D'AZIENDA"},
		{Data: "2017-05-17", ProtocolloRi: new("PRA/00210934/2017"), Descrizione: "NOMINA DELL'AMMINISTRATORE UNICO; VARIAZIONE DELLA DENOMINAZIONE"},
		{Data: "2014-01-08", ProtocolloRi: new("PRA/00003311/2014"), Descrizione: "TRASFORMAZIONE IN SOCIETA' A RESPONSABILITA' LIMITATA"},
		{Data: *i.DataIscrizione, ProtocolloRi: new("PRA/00018822/2009"), Descrizione: "ISCRIZIONE DELL'IMPRESA"},
	}
	p.infocamere = i
}

// auroraDeleghe are the mandates: D-55 follows the sample of the domain notes, with the gestione separata added to its services as
// every ordinary delega of the demo consultant has it.
func (p *posizione) auroraDeleghe() {
	d55 := p.indiretta(55, ferri, studioFerri, model.ProfiloUtenteConsulenteDelLavoro, p.conferita)
	dipendente := p.indiretta(57, conti, "", model.ProfiloUtenteAzienda, il("2023-02-01"))
	dipendente.Tipo = model.TipoDelegaDirettaDipendente
	parziale := p.indiretta(59, lombardi, "", model.ProfiloUtenteDottoreCommercialista, il("2025-03-03"))
	parziale.Posizione = &model.PosizioneDelegata{Gestione: model.GestioneContributivaParasubordinati, Codice: string(auroraCF)}
	parziale.Servizi, parziale.Perimetro = []model.Servizio{model.ServizioGestioneSeparata}, model.PerimetroDelegaParziale
	parziale.Cf = []model.CodiceFiscale{ricciSilvia.cf, montiDavide.cf}
	p.deleghe = []model.Delega{
		d55, dipendente, parziale,
		subdelega("D-58", d55, neri, il("2025-09-01"), model.ServizioCassetto, model.ServizioUniemens, model.ServizioComunicazioni),
	}
}

// auroraBergamo is the second position of Officine Aurora, kept for the sales staff: another contribution regime (circular
// 172/2010). The first position is its head.
func auroraBergamo(oggi giorno) *posizione {
	dove := luoghi[bergamo].indirizzo("VIA", "ALESSANDRO VOLTA", "25", 4)
	p := nominata(scheda{
		matricola: bergamoMatricola, cf: auroraCF, denominazione: "OFFICINE AURORA S.R.L.", forma: "SR", settore: &settori[terziario],
		luogo: &luoghi[bergamo], indirizzo: luoghi[milano].indirizzo("VIA", "DELL'INDUSTRIA", "12", 37), legale: sala, dal: il("2017-05-08"),
		costituita: il("2009-01-19"), iscritta: il("2018-10-15"), inizio: il("2018-11-05"), forza: 6, salario: 2210,
		serie: 11_000, dominio: "officineaurora", mittente: ferri.cf, conferita: il("2024-01-15"),
	}, oggi)
	p.sintetici.IsRiferimento, p.sintetici.Ateco = false, settori[meccanica].ateco(il("2018-10-15"))
	p.collegate = []model.AziendaCollegata{{Matricola: auroraMatricola, TipoRelazione: model.TipoRelazioneAziendeAccentramento, Dal: "2019-01-01"}}
	p.riferimento = &model.PosizioneDiRiferimento{Matricola: auroraMatricola, Dal: "2019-01-01", Motivo: model.MotivoRiferimentoAccentramento}
	p.soggetto(sala, rappresentante, p.dal, 60)
	p.soggetto(colomboAnna, socio, p.dal, 40)
	p.dipendenza("FILIALE DI BERGAMO", dove, p.inizio, 6, true)
	p.ripartisci()
	p.fondo(fite, model.CategoriaFondoNonDirigenti, model.EventoFondoAdesione, nel("2019-01"))
	p.deleghe = []model.Delega{p.indiretta(56, ferri, studioFerri, model.ProfiloUtenteConsulenteDelLavoro, p.conferita)}
	return p
}
