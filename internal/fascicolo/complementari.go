package fascicolo

import "cassetto/graph/model"

func complementari() []sezione {
	return diArchivio("complementari", append(debiti(), append(denunce(), riscossione()...)...))
}

func debiti() []sezione {
	return []sezione{
		{nome: model.SezioneFascicoloCreditiInadempienze, operazione: "CreditiInadempienze", colonne: []colonna{
			{"Partita", 84, "{tipo}\n{segno}\n{id}"},
			{"Gestione e periodo", 66, "{gestione}\nda {periodoDa}\na {periodoA}"},
			{"Stato", 66, "{stato}\n[accertata il {dataAccertamento}]"},
			{"Origine ed esito", 95, "[da: {origine.tipo} {origine.chiave}]\n[in: {esito.tipo} {esito.chiave}]"},
			{"Contributi, sanzioni, interessi", 58, "{contributi}\n{sanzioni}\n{interessi}"},
			{"Pagato, sgravato", 58, "{pagato}\n{sgravato}"},
			{"Residuo", 60, "{residuo}"},
		}},
		{nome: model.SezioneFascicoloDomandeCig, operazione: "DomandeCig", colonne: []colonna{
			{"Domanda", 140, "{protocollo}\ninviata il {dataInvio}\n[ticket {ticket}]"},
			{"Integrazione", 84, "{tipo}\n{causale.codice}: {causale.descrizione}"},
			{"Periodo", 58, "{periodoDa}\n{periodoA}"},
			{"Unità e sede", 52, "[unità {unitaProduttiva}]\n[sede {sedeCompetente}]"},
			{"Stato e pagamento", 77, "{stato}\n{pagamento}\n[autorizzazione {numeroAutorizzazione}]\n[decreto {decreto}]"},
			{"Ore e lavoratori", 76, "[chieste {oreRichieste}]\n[autorizzate {oreAutorizzate}]\n[lavoratori {beneficiari}]"},
		}},
		{nome: model.SezioneFascicoloNoteDiRettifica, operazione: "NoteDiRettifica", colonne: []colonna{
			{"Nota", 93, "{identificativo}\n{tipo}\n{causa}\n{stato}"},
			{"Mese e termini", 62, "{periodo}, n. {progressivo}\nemessa {dataEmissione}\nscade {scadenza}"},
			{"Posizione", 68, "CSC {csc}\n[CA {codiciAutorizzazione}]\n[dipendenti {numeroDipendenti}]"},
			{"Denuncia", 88, "[inviata {dataInvioUniEmens}]\n[versata {dataPagamentoF24}]\n[saldo {saldoDenuncia}]"},
			{"Riga F24", 80, "[sede {rigaF24.codiceSede}]\n{rigaF24.causale} {rigaF24.matricola}\n[mese {rigaF24.periodo}]\n[debito {rigaF24.importoDebito}]\n[credito {rigaF24.importoCredito}]"},
			{"Importi", 96, "differenze {differenzeContributive}\n[sanzioni {sanzioniCivili.importo}]\n[giorni {sanzioniCivili.giorni} al {sanzioniCivili.tasso}]\ntotale {totale}"},
		}},
	}
}

func denunce() []sezione {
	return []sezione{
		{nome: model.SezioneFascicoloEmens, operazione: "Emens", colonne: []colonna{
			{"Mese", 48, "{periodo}\nn. {progressivo}"},
			{"Invio", 106, "{identificativoInvio}\n{dataRicezione}\n{mittenteCF}"},
			{"Contenuto ed esito", 104, "{tipoFlusso}\n{tipoInvio}\n{esito}"},
			{"Lavoratori", 64, "denunce {numDenunceIndividuali}\nforza {forzaAziendale}"},
			{"A debito e a credito", 97, "debito {totaleADebito}\ncredito {totaleACredito}"},
			{"Saldo", 68, "{saldo}"},
		}},
		{nome: model.SezioneFascicoloConfrontoDm10, operazione: "ConfrontoDm10", colonne: []colonna{
			{"Anno", 40, "{anno}"},
			{"Esito", 137, "{esito}\n[elaborato il {dataElaborazione}]"},
			{"Lavoratori", 62, "{numeroLavoratori}"},
			{"Retribuzioni DM10", 85, "{retribuzioniDM10}"},
			{"Retribuzioni individuali", 85, "{retribuzioniIndividuali}"},
			{"Differenza", 78, "{differenza}\n{percentuale}"},
		}},
		{nome: model.SezioneFascicoloCommittente10, operazione: "Committente10",
			colonne: []colonna{
				{"Mese", 70, "{periodo}"},
				{"Collaboratori", 77, "{numCollaboratori}"},
				{"Imponibile", 85, "{imponibile}"},
				{"Dovuto", 85, "{contributoDovuto}"},
				{"Versato", 85, "{versato}"},
				{"Saldo", 85, "{saldo}"},
			},
			tabelle: []tabella{{"Collaboratori di ciascun mese", "collaboratori", []colonna{
				{"Mese", 46, "{../periodo}"},
				{"Collaboratore", 99, "{cfCollaboratore}"},
				{"Rapporto", 52, "{tipoRapporto}"},
				{"Altra copertura", 56, "{altraAss}"},
				{"Giorni", 118, "[{dal} – {al}]"},
				{"Aliquota", 50, "{aliquota}"},
				{"Imponibile", 66, "{imponibile}"},
			}}},
		},
		{nome: model.SezioneFascicoloIspezioni, operazione: "Ispezioni", colonne: []colonna{
			{"Verbale", 112, "{numero} del {anno}\n{tipo}\n{ente}"},
			{"Date", 93, "accesso {dataAccesso}\n[notifica {dataNotifica}]"},
			{"Periodo", 58, "[da {periodoDa}]\n[a {periodoA}]"},
			{"Esito e stato", 56, "{esito}\n{stato}"},
			{"Lavoratori", 68, "[verificati {lavoratoriVerificati}]\n[irregolari {lavoratoriIrregolari}]\n[in nero {lavoratoriInNero}]"},
			{"Importi", 100, "[imponibile {imponibile}]\n[contributi {contributi}]\n[sanzioni {sanzioni}]"},
		}},
	}
}

func riscossione() []sezione {
	return []sezione{
		{nome: model.SezioneFascicoloIscrizioniARuolo, operazione: "IscrizioniARuolo", colonne: []colonna{
			{"Titolo", 117, "{tipo}\n{numero}\nformato il {dataFormazione}"},
			{"Notifica e agente", 80, "{canale}\n{dataNotifica}\n{esitoNotifica}\n{agente}"},
			{"Gestione e mesi", 60, "{gestione}\n{periodi}"},
			{"Stato", 56, "{stato}"},
			{"Capitale, sanzioni, interessi, aggio", 58, "{capitale}\n{sanzioni}\n{interessi}\n{aggio}"},
			{"Riscosso, sgravato", 56, "{riscosso}\n{sgravato}"},
			{"Residuo", 60, "{residuo}"},
		}},
		{nome: model.SezioneFascicoloDilazioniSuCartella, operazione: "DilazioniSuCartella", colonne: []colonna{
			{"Istanza", 95, "{istanza}\ndel {dataIstanza}"},
			{"Titoli compresi", 118, "{partite}"},
			{"Stato", 73, "{stato}"},
			{"Prossima scadenza", 62, "{prossimaScadenza}"},
			{"Rate", 64, "in tutto {numeroRate}\npagate {ratePagate}\nscadute {rateScadute}"},
			{"Importo", 75, "{importo}"},
		}},
		{nome: model.SezioneFascicoloDomandeDiDilazione, operazione: "DomandeDiDilazione",
			colonne: []colonna{
				{"Domanda", 140, "{protocollo}\ndel {dataDomanda}"},
				{"Gestioni", 60, "{gestioni}"},
				{"Stato", 62, "{stato}"},
				{"Prima rata", 58, "{primaRata}"},
				{"Rate", 31, "{numeroRate}"},
				{"Tasso", 40, "{tasso}"},
				{"Importo", 96, "contributi {importo.contributi}\nsanzioni {importo.sanzioni}"},
			},
			tabelle: []tabella{{"Piani di ammortamento", "piano", []colonna{
				{"Domanda", 187, "{../protocollo}"},
				{"Rata", 50, "{numero}"},
				{"Scadenza", 80, "{scadenza}"},
				{"Pagata il", 80, "{dataPagamento}"},
				{"Importo", 90, "{importo}"},
			}}},
		},
		{nome: model.SezioneFascicoloFondiInterprofessionali, operazione: "FondiInterprofessionali", colonne: []colonna{
			{"Decorrenza", 65, "{decorrenza}"},
			{"Fondo", 140, "{denominazione} ({codiceFondo})"},
			{"Categoria", 117, "{categoria}"},
			{"Evento", 100, "{evento}"},
			{"Lavoratori", 65, "{numeroLavoratori}"},
		}},
		{nome: model.SezioneFascicoloPostaIbrida, operazione: "PostaIbrida", colonne: []colonna{
			{"Spedizione", 58, "{dataSpedizione}"},
			{"Oggetto", 110, "{oggetto}\ninvio {idInvio}"},
			{"Tipo", 78, "{tipo}\n{codiceRaccomandata}"},
			{"Indirizzo", 90, "{indirizzo}"},
			{"Esito", 65, "{esito}\n[{dataEsito}]"},
			{"In archivio", 86, "{documento}\n{ricevuta}"},
		}},
	}
}
