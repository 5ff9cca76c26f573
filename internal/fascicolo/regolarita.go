package fascicolo

import "cassetto/graph/model"

func regolarita() sezione {
	return sezione{
		nome: model.SezioneFascicoloRegolarita, operazione: "Regolarita", archivio: "regolarita",
		campi: []campo{
			{"Codice fiscale verificato", "{codiceFiscale}"},
			{"Denominazione", "{denominazione}"},
			{"Esito", "{esito}"},
			{"Protocollo", "{protocollo}"},
			{"Verifica", "{id}"},
			{"Richiesta", "{dataRichiesta}[, {richiedente.qualifica} {richiedente.codiceFiscale}]"},
			{"Altre richieste unite", "{accodate}"},
			{"Data della verifica", "{dataVerifica}"},
			{"Pagamenti considerati", "[dovuti fino al {pagamentiFinoAl}]"},
			{"Validità", "[fino al {scadenza}]"},
			{"Invito a regolarizzare", "[del {invito.data}, da regolarizzare entro il {invito.scadenza}]"},
		},
		tabelle: []tabella{
			{"Esito presso gli enti", "enti", []colonna{{"Ente", 247, "{ente}"}, {"Esito", 165, "{esito}"}, {"Riscontro del", 75, "{data}"}}},
			{"Cause di irregolarità", "enti.cause", colonneCausa()},
			{"Cause indicate nell'invito", "invito.cause", colonneCausa()},
			{"Motivazioni", "motivazioni", []colonna{
				{"Ente e gestione", 84, "{ente}\n{gestione}"},
				{"Posizione e partita", 88, "{posizione}\n{partita}\n{periodo}[ – {periodoA}]"},
				{"Regola", 104, "{regola}\n{fonte}"},
				{"Effetto", 64, "{effetto}"},
				{"Descrizione", 82, "{descrizione}"},
				{"Importo", 65, "{importo}"},
			}},
		},
	}
}

func colonneCausa() []colonna {
	return []colonna{
		{"Ente e gestione", 115, "{ente}\n{gestione}"},
		{"Posizione", 70, "{posizione}"},
		{"Periodo", 58, "{periodo}[ – {periodoA}]"},
		{"Descrizione", 174, "{descrizione}"},
		{"Importo", 70, "{importo}"},
	}
}
