package demo

import "cassetto/graph/model"

// scrivi makes the requests written by hand, which the facts of the named companies call for.
func (d *dialogo) scrivi() {
	ieri := d.oggi - 1
	switch d.sintetici.Matricola {
	case auroraMatricola:
		d.campione()
		d.aMano(ieri, rettifiche, "RICHIESTA_DETTAGLIO", model.StatoRichiestaAperta,
			"Nella nota di rettifica sulla denuncia di giugno 2026 compare una differenza CIG e fondi che non ci risulta. Chiediamo il dettaglio per lavoratore prima della scadenza.")
		d.aMano(d.oggi-9, regolarita, "CHIARIMENTI", model.StatoRichiestaInCarico,
			"Sulla denuncia di luglio 2026 resta un residuo di 94,00 euro. Chiediamo conferma che, essendo inferiore a 150 euro, non incida sul DURC che stiamo per richiedere.")
	case bergamoMatricola:
		d.aMano(il("2026-05-12"), agevola, "INCENTIVO_NASPI", "",
			"La filiale di Bergamo ha assunto a tempo indeterminato un addetto alle vendite che percepiva la NASpI. Chiediamo l'ammissione all'incentivo.")
	case "9900020010":
		d.aMano(il("2025-11-10"), ruoliAda, "ESTRATTO", "",
			"Abbiamo ritirato alla posta l'avviso di addebito sulla nota di rettifica di ottobre 2024. Chiediamo l'estratto con il residuo aggiornato, per poterlo pagare in una sola volta.")
	case "9900030019":
		d.aMano(il("2026-04-20"), cigFondi, "AUTORIZZAZIONE", "",
			"La domanda di CIGO per eventi meteo del cantiere di Torino (ticket DEMO-TICKET-0001, dal 12 al 24 gennaio 2026) è stata autorizzata per 2.310 ore su 2.520. Chiediamo quali giornate siano state escluse e perché.")
		d.aMano(d.oggi-11, regolarita, "RIESAME_DURC", model.StatoRichiestaInCarico,
			"Il DURC dell'impresa è irregolare, benché la matricola non abbia debiti fuori dai piani in corso. La causa sembra la posizione di artigiano del legale rappresentante, che riguarda un'altra attività. Si chiede il riesame.")
		d.aMano(ieri-1, vigilanza, "MEMORIE", model.StatoRichiestaAperta,
			"Sul verbale unico 00001878, per il quale è in corso la dilazione, chiediamo copia degli allegati con l'elenco dei lavoratori interessati.")
	case "9900040018":
		d.aMano(il("2026-09-14"), rettifiche, contestazione, "",
			"La nota di rettifica su febbraio 2026, di 499,48 euro, applica un'aliquota più alta di quella dovuta con il codice di autorizzazione 0J. Ne chiediamo l'annullamento.")
		if v := d.vuoti[len(d.vuoti)-1]; v.aperto() && v.dal+4 < d.oggi {
			d.aMano(v.dal+2, anagrafica, interruzione, model.StatoRichiestaInCarico,
				"Come ogni anno la trattoria chiude per l'inverno: comunichiamo la sospensione dal "+v.dal.italiano()+" e la riapertura alla fine di gennaio.")
		}
	}
}

// aMano sends a text written by hand in the hours of the office; its story stops at fino, or goes on as it will.
func (d *dialogo) aMano(g giorno, ambito, oggetto string, fino model.StatoRichiesta, testo string) {
	t := trovaTema(ambito, oggetto)
	m := motivo{}
	if mm := d.motivi(t, g); len(mm) > 0 {
		m = mm[len(mm)-1]
	}
	d.invia(lettera{quando: g.ora(d.c.tra(entra, esce)), tema: t, motivo: m, testo: testo, fino: fino})
}

// campione is request R-2026-000871 of the domain notes, by which the note on February 2026 came to be annulled.
func (d *dialogo) campione() {
	aperta, inCarico, chiusa, accolta := model.StatoRichiestaAperta, model.StatoRichiestaInCarico, model.StatoRichiestaChiusa, model.EsitoRichiestaAccolta
	aperturaIl, protocollataIl, presaIl, chiusaIl := model.DataOra("2026-09-21T08:12:05Z"), model.DataOra("2026-09-21T08:31:40Z"), model.DataOra("2026-09-23T07:50:00Z"), model.DataOra("2026-10-01T10:05:00Z")
	unita := d.ufficio(unitaDi(rettifiche))
	d.tieni(&model.Richiesta{
		ID: "R-2026-000871", IDRadice: "R-2026-000871", Protocollo: new("INPS.4900.21/09/2026.0310044"), DataProtocollo: &protocollataIl,
		Tipo: model.TipoRichiestaSpecifica, CodiceAmbito: rettifiche, CodiceOggetto: contestazione,
		Testo:     "Si contesta la nota di rettifica su febbraio 2026: l'aliquota applicata in denuncia è quella del codice statistico contributivo della posizione. Si chiede l'annullamento della nota.",
		Matricola: d.sintetici.Matricola, CodiceFiscale: d.sintetici.CodiceFiscale, CodiceSede: d.sintetici.CodiceSede,
		Mittente: &model.MittenteRichiesta{CodiceFiscale: ferri.cf, StudioCf: new(studioFerri), Qualifica: model.ProfiloUtenteConsulenteDelLavoro, DelegaID: new("D-55")},
		Recapiti: &model.RecapitiRichiesta{Email: new(d.casellaDi(ferri.cf)), Cellulare: new("+393000000055"), ConsensoEmail: true, ConsensoSms: true},
		Stato:    chiusa, Esito: &accolta, DataApertura: aperturaIl, DataPresaInCarico: &presaIl, DataChiusura: &chiusaIl, Allegati: []model.Allegato{},
		Eventi: []model.EventoRichiesta{
			{Numero: 1, Ts: aperturaIl, Tipo: model.TipoEventoRichiestaApertura, AStato: aperta, Ambito: new(rettifiche), Oggetto: new(contestazione)},
			{Numero: 2, Ts: protocollataIl, Tipo: model.TipoEventoRichiestaProtocollazioneSmistamento, DaStato: &aperta, AStato: aperta, Ufficio: d.ufficio("Protocollo"), Sede: &d.luogo.codice},
			{Numero: 3, Ts: presaIl, Tipo: model.TipoEventoRichiestaPresaInCarico, DaStato: &aperta, AStato: inCarico, Ufficio: unita, Commento: new("Verifica aliquota in corso")},
			{Numero: 4, Ts: chiusaIl, Tipo: model.TipoEventoRichiestaChiusura, DaStato: &inCarico, AStato: chiusa, Ufficio: unita, Commento: new("Nota annullata")},
		},
	})
}
