package fascicolo

import "cassetto/graph/model"

func sintetici() sezione {
	return sezione{
		nome: model.SezioneFascicoloSintetici, operazione: "Sintetici", archivio: "anagrafica",
		campi: []campo{
			{"Matricola", "{matricola}"},
			{"Codice fiscale", "{codiceFiscale}"},
			{"Partita IVA", "{partitaIva}"},
			{"Denominazione", "{denominazione}"},
			{"Forma giuridica", forma},
			{"Sede legale", luogo("sedeLegale") + "\n[codice catastale {sedeLegale.belfiore}][, codice ISTAT {sedeLegale.istat}]"},
			{"Sede INPS competente", "{sedeINPS.denominazione}[ ({sedeINPS.codice})]"},
			{"Stato della matricola", "{statoMatricola}[, dal {dataStato}]"},
			{"Posizione di riferimento", "{isRiferimento}"},
			{"Codice statistico contributivo", "{csc}"},
			{"Costituzione", "{dataCostituzione}"},
			{"Iscrizione all'INPS", "{dataIscrizioneINPS}"},
			{"Inizio dell'attività", "{dataInizioAttivita}"},
			{"Cessazione", "{dataCessazione}"},
			{"Forza aziendale", "{forzaAziendale}"},
			{"Contratto collettivo (CNEL)", "{ccnl}"},
			{"Rappresentante legale", "{rappresentanteLegale.cognome} {rappresentanteLegale.nome}[, {rappresentanteLegale.cf}][, dal {rappresentanteLegale.dal}]"},
			{"PEC", "{pec}"},
			{"Posta elettronica", "{email}"},
			{"Telefono", "{telefono}"},
		},
		tabelle: []tabella{
			{"Inquadramenti", "storicoCsc", []colonna{{"CSC", 100, "{csc}"}, {"Dal", 100, "{dal}"}, {"Fino al (escluso)", 287, "{al}"}}},
			{"Codici di autorizzazione", "codiciAutorizzazione", []colonna{{"Codice", 100, "{codice}"}, {"Dal", 100, "{dal}"}, {"Fino al (escluso)", 287, "{al}"}}},
			{"Attività economiche", "ateco", colonneAteco()},
		},
	}
}

func colonneAteco() []colonna {
	return []colonna{{"Codice", 60, "{codice}"}, {"Descrizione", 205, "{descrizione}"}, {"Classificazione", 160, "{versione}"}, {"Prevalente", 62, "{prevalente}"}}
}

func dettaglio() []sezione {
	sezioni := []sezione{
		{nome: model.SezioneFascicoloAziendeCollegate, operazione: "AziendeCollegate", colonne: []colonna{
			{"Azienda", 117, "{denominazione}\n{matricola}"},
			{"Relazione", 100, "{tipoRelazione}\n{verso}"},
			{"Sede INPS", 85, ufficio},
			{"Stato", 65, "{stato}"},
			{"Dal", 60, "{dal}"},
			{"Fino al (escluso)", 60, "{al}"},
		}},
		{nome: model.SezioneFascicoloAziendeStessoCodiceFiscale, operazione: "AziendeStessoCodiceFiscale", colonne: []colonna{
			{"Azienda", 112, "{denominazione}\n{matricola}"},
			{"Sede INPS", 85, ufficio},
			{"CSC", 44, "{csc}"},
			{"Stato", 65, "{stato}"},
			{"Inizio", 60, "{dataInizio}"},
			{"Fine", 60, "{dataFine}"},
			{"Riferimento", 61, "{isRiferimento}"},
		}},
		{nome: model.SezioneFascicoloPosizioneDiRiferimento, operazione: "PosizioneDiRiferimento", campi: []campo{
			{"Matricola", "{matricola}"},
			{"Codice fiscale", "{codiceFiscale}"},
			{"Denominazione", "{denominazione}"},
			{"Stato", "{stato}"},
			{"Sede INPS", ufficio},
			{"Dal", "{dal}"},
			{"Motivo", "{motivo}"},
		}},
		{nome: model.SezioneFascicoloSoggettiCollegati, operazione: "SoggettiCollegati", colonne: []colonna{
			{"Soggetto", 99, "{cognome} {nome}\n{denominazione}\n{codiceFiscale}\n{tipo}"},
			{"Ruolo", 91, "{ruolo.descrizione} ({ruolo.codice})"},
			{"Dal", 58, "{dal}"},
			{"Fino al (escluso)", 58, "{al}"},
			{"Recapiti", 65, "{recapiti.email}\n[PEC {recapiti.pec}]\n{recapiti.telefono}"},
			{"Fonte", 66, "{fonte}"},
			{"Quota", 50, "{quota}"},
		}},
		{nome: model.SezioneFascicoloPosizioniLavoratoriAutonomi, operazione: "PosizioniLavoratoriAutonomi", colonne: []colonna{
			{"Gestione", 82, "{gestione}"},
			{"Posizione", 56, "{posizione}"},
			{"Persona iscritta", 99, "{titolareCF}"},
			{"Qualifica", 68, "{qualifica}"},
			{"Sede INPS", 42, "{sedeINPS}"},
			{"Stato", 52, "{stato}"},
			{"Periodo", 88, "[dal {dal}]\n[fino al {al} (escluso)]"},
		}},
		{nome: model.SezioneFascicoloInterruzioni, operazione: "Interruzioni", colonne: []colonna{
			{"Primo giorno", 60, "{dal}"},
			{"Ripresa", 60, "{al}"},
			{"Tipo", 88, "{tipo}"},
			{"Origine", 67, "{origine}"},
			{"Comunicazione", 72, "{dataComunicazione}"},
			{"Protocollo", 140, "{protocollo}"},
		}},
		{nome: model.SezioneFascicoloRagioniSocialiPregresse, operazione: "RagioniSocialiPregresse", colonne: []colonna{
			{"Denominazione", 145, "{denominazione}"},
			{"Forma giuridica", 117, forma},
			{"Dal", 60, "{dal}"},
			{"Fino al (escluso)", 60, "{al}"},
			{"Perché è cambiata", 105, "{causale}"},
		}},
		{nome: model.SezioneFascicoloDipendenze, operazione: "Dipendenze", colonne: []colonna{
			{"N.", 28, "{progressivo}"},
			{"Denominazione", 112, "{denominazione}\n{email}"},
			{"Indirizzo", 120, luogo("indirizzo")},
			{"Apertura", 60, "{dal}"},
			{"Chiusura (esclusa)", 60, "{al}"},
			{"Unità produttiva", 60, "{isUnitaProduttiva}"},
			{"Addetti", 47, "{numeroAddetti}"},
		}},
	}
	return diArchivio("anagrafica", sezioni)
}

func diArchivio(archivio string, sezioni []sezione) []sezione {
	for i := range sezioni {
		sezioni[i].archivio = archivio
	}
	return sezioni
}
