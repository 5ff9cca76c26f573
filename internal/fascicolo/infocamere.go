package fascicolo

import "cassetto/graph/model"

func infocamere() sezione {
	return sezione{
		nome: model.SezioneFascicoloInfocamere, operazione: "Infocamere", archivio: "infocamere",
		campi: []campo{
			{"Denominazione", "{denominazione}"},
			{"Codice fiscale", "{codiceFiscale}"},
			{"Partita IVA", "{partitaIva}"},
			{"Numero REA", "{cciaa}-{rea}"},
			{"Forma giuridica", forma},
			{"Stato dell'impresa", "{statoImpresa}"},
			{"Costituzione", "{dataCostituzione}"},
			{"Iscrizione", "{dataIscrizione}"},
			{"Sezioni di iscrizione", "{sezioni}"},
			{"Sede legale", luogo("sede") + "\n[codice catastale {sede.belfiore}][, codice ISTAT {sede.istat}]"},
			{"Insegna", "{insegna}"},
			{"Sito web", "{sito}"},
			{"Domicilio digitale", "{pec}"},
			{"Capitale deliberato", "{capitale.deliberato}"},
			{"Capitale sottoscritto", "{capitale.sottoscritto}"},
			{"Capitale versato", "{capitale.versato}"},
			{"Attività prevalente", "{attivita.attivitaPrevalente}"},
			{"Inizio dell'attività", "{attivita.dataInizio}"},
			{"Addetti", "[dipendenti {attivita.addetti.dipendenti}, indipendenti {attivita.addetti.indipendenti}][ (trimestre {attivita.addetti.trimestre} del {attivita.addetti.anno})]"},
			{"Ultimo aggiornamento nel Registro", "{dataAggiornamento}"},
		},
		tabelle: []tabella{
			{"Cariche e qualifiche", "cariche", []colonna{
				{"Persona", 103, "{nominativo}\n{cf}"},
				{"Carica", 96, "{carica.descrizione} ({carica.codice})"},
				{"Nomina", 60, "{dataNomina}"},
				{"Durata", 76, "{durata}"},
				{"Rappresenta l'impresa", 66, "{rappresentanteLegale}"},
				{"Poteri", 86, "{poteri}"},
			}},
			{"Soci e titolari di diritti", "soci", []colonna{
				{"Titolare", 165, "{nominativo}"},
				{"Codice fiscale", 110, "{cf}"},
				{"Diritto", 72, "{diritto}"},
				{"Valore nominale", 85, "{quotaNominale}"},
				{"Quota", 55, "{percentuale}"},
			}},
			{"Attività economiche", "attivita.ateco", colonneAteco()},
			{"Unità locali", "unitaLocali", []colonna{
				{"Numero", 48, "{numero}"},
				{"Destinazione", 85, "{tipo}"},
				{"Indirizzo", 174, luogo("indirizzo")},
				{"ATECO", 56, "{ateco}"},
				{"Apertura", 62, "{dataApertura}"},
				{"Chiusura", 62, "{dataChiusura}"},
			}},
			{"Operazioni straordinarie", "operazioni", []colonna{
				{"Tipo", 267, "{tipo}"}, {"Data", 80, "{data}"}, {"Controparte", 140, "{controparteCF}"},
			}},
			{"Procedure concorsuali", "procedure", []colonna{
				{"Tipo", 155, "{tipo}"}, {"Apertura", 62, "{dataApertura}"}, {"Chiusura", 62, "{dataChiusura}"},
				{"Tribunale", 104, "{tribunale}"}, {"Curatore", 104, "{curatoreCF}"},
			}},
			{"Storia delle iscrizioni", "storia", []colonna{
				{"Data", 65, "{data}"}, {"Protocollo", 115, "{protocolloRI}"}, {"Descrizione", 307, "{descrizione}"},
			}},
		},
	}
}
