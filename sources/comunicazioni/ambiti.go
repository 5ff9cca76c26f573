package comunicazioni

import (
	"slices"

	"cassetto/graph/model"
)

// Ambiti are what a request can be about, each with its oggetti, in the order in which they are offered: the one that says
// nothing comes last. The caller owns what it gets.
func Ambiti() []model.AmbitoRichiesta {
	tutti := slices.Clone(ambiti)
	for i := range tutti {
		tutti[i].Oggetti = slices.Clone(tutti[i].Oggetti)
	}
	return tutti
}

// ambiti never change: rows of every list look their own up.
var ambiti = []model.AmbitoRichiesta{
	ambito("REGOLARITA_CONTRIBUTIVA", "Regolarità contributiva",
		oggetto("RISCONTRO_INVITO", "Riscontro a un invito a regolarizzare"),
		oggetto("RIESAME_DURC", "Riesame dell'esito di un DURC"),
		oggetto("CHIARIMENTI", "Chiarimenti sulla regolarità")),
	ambito("DM_TRASMESSI_UNIEMENS", "Denunce trasmesse con UniEmens",
		oggetto("DM_PROVVISORIO_ANOMALO", "DM provvisorio o anomalo"),
		oggetto("VARIAZIONE_FLUSSO", "Variazione di un flusso trasmesso"),
		oggetto("REGOLARIZZAZIONE_PERIODI", "Regolarizzazione di periodi pregressi")),
	ambito("F24", "Versamenti con F24",
		oggetto("TRASMISSIONE_F24", "Trasmissione di un F24"),
		oggetto("ERRATA_IMPUTAZIONE", "Errata imputazione di matricola, periodo o causale"),
		oggetto("VERSAMENTO_NON_ABBINATO", "Versamento non abbinato alla denuncia")),
	ambito("AGEVOLAZIONI", "Assunzioni agevolate e sgravi",
		oggetto("INCENTIVO_DISABILITA", "Incentivo per l'assunzione di persone con disabilità (art. 28 DL 48/2023)"),
		oggetto("ATTRIBUZIONE_CA", "Attribuzione di un codice di autorizzazione"),
		oggetto("INCENTIVO_NASPI", "Incentivo per l'assunzione di percettori di NASpI")),
	ambito("ANAGRAFICA", "Anagrafica della posizione",
		oggetto("VARIAZIONE_DATI", "Variazione dei dati dell'azienda"),
		oggetto("INQUADRAMENTO_CSC", "Inquadramento e codice statistico contributivo"),
		oggetto("SOSPENSIONE_CESSAZIONE", "Sospensione, riattivazione o cessazione"),
		oggetto("UNITA_OPERATIVE", "Unità operative")),
	ambito("NOTE_DI_RETTIFICA", "Note di rettifica",
		oggetto("SEGNALAZIONE", "Segnalazione su una nota"),
		oggetto("CONTESTAZIONE", "Contestazione di una nota"),
		oggetto("RICHIESTA_DETTAGLIO", "Richiesta del dettaglio di una nota")),
	ambito("CREDITI", "Crediti dell'azienda",
		oggetto("RIMBORSO", "Rimborso"),
		oggetto("COMPENSAZIONE", "Compensazione"),
		oggetto("RIDUZIONE_SANZIONI", "Riduzione delle sanzioni civili")),
	ambito("DILAZIONI", "Dilazioni amministrative",
		oggetto("STATO_DOMANDA", "Stato di una domanda di dilazione"),
		oggetto("MODIFICA_PIANO", "Modifica di un piano di ammortamento")),
	ambito("RUOLI_ADA", "Ruoli e avvisi di addebito",
		oggetto("SOSPENSIONE", "Sospensione della riscossione"),
		oggetto("SGRAVIO", "Sgravio"),
		oggetto("ESTRATTO", "Estratto di ruolo")),
	ambito("CIG_FONDI", "Integrazioni salariali e fondi di solidarietà",
		oggetto("AUTORIZZAZIONE", "Autorizzazione di una domanda"),
		oggetto("TICKET", "Ticket della domanda"),
		oggetto("CONGUAGLIO", "Conguaglio delle somme anticipate")),
	ambito("VIGILANZA_RICORSI", "Vigilanza e ricorsi",
		oggetto("MEMORIE", "Memorie su un accertamento"),
		oggetto("RICORSO_AMMINISTRATIVO", "Ricorso amministrativo")),
	ambito("DELEGHE", "Deleghe",
		oggetto("ATTIVAZIONE", "Attivazione di una delega"),
		oggetto("REVOCA", "Revoca di una delega"),
		oggetto("CONTESTAZIONE", "Contestazione di una delega")),
	ambito("NON_SPECIFICATO", "Non specificato: la richiesta va prima riclassificata, scegliere se possibile un altro ambito",
		oggetto("QUESITO_GENERICO", "Quesito generico")),
}

func ambito(codice, descrizione string, oggetti ...model.OggettoRichiesta) model.AmbitoRichiesta {
	return model.AmbitoRichiesta{Codice: codice, Descrizione: descrizione, Oggetti: oggetti}
}

func oggetto(codice, descrizione string) model.OggettoRichiesta {
	return model.OggettoRichiesta{Codice: codice, Descrizione: descrizione}
}

// Ambito finds an ambito by its code; nil when it does not exist. Its oggetti are shared and must not be modified.
func Ambito(codice string) *model.AmbitoRichiesta {
	for _, a := range ambiti {
		if a.Codice == codice {
			return &a
		}
	}
	return nil
}

// Oggetto finds an oggetto by its code and that of its ambito; false when the ambito does not exist, or has it not. The oggetti
// of the ambito are shared and must not be modified.
func Oggetto(ambito, oggetto string) (model.AmbitoRichiesta, model.OggettoRichiesta, bool) {
	for _, a := range ambiti {
		if a.Codice != ambito {
			continue
		}
		for _, o := range a.Oggetti {
			if o.Codice == oggetto {
				return a, o, true
			}
		}
	}
	return model.AmbitoRichiesta{}, model.OggettoRichiesta{}, false
}
