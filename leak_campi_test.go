package main

import (
	"maps"
	"slices"
	"time"

	"cassetto/graph/model"
)

// lists are the fields that lead to many requests: one in the other, and again, they would fill any memory.
var lists = []string{"richieste", "filo", "successive", "appuntamenti"}

const maxLists = 2

// always are selected on every object of a type: what the checker needs.
var always = map[string]string{
	"Azienda":                    "x_matricola: matricola x_cf: codiceFiscale",
	"AziendaCollegata":           "x_matricola: matricola",
	"AziendaStessoCodiceFiscale": "x_matricola: matricola",
	"PosizioneDiRiferimento":     "x_matricola: matricola",
	"Committente10":              "x_versato: versato x_saldo: saldo x_collaboratori: collaboratori { cfCollaboratore }",
	"Delega":                     "x_id: id x_stato: stato",
	"Utente":                     "x_cf: codiceFiscale x_profilo: profilo",
	"Richiesta":                  "x_id: id x_testo: testo x_versione: versione",
	"EventoRichiesta":            "x_numero: numero x_commento: commento",
	"Notifica":                   "x_id: id",
	"Appuntamento":               "x_id: id x_note: note x_versione: versione",
	"EventoAppuntamento":         "x_numero: numero x_motivo: motivo",
	"Fascia":                     "x_id: id x_liberi: postiLiberi",
	"GiornoCalendario":           "x_giorno: giorno x_chiusura: chiusura x_fasce: fasce { x_id: id x_liberi: postiLiberi }",
	"Allegato":                   "x_id: id x_nome: nome",
	"RegolaritaContributiva":     "x_id: id x_esito: esito",
	"RiscontroEnte":              "x_ente: ente",
	"MotivazioneRegolarita":      "x_posizione: posizione x_partita: partita x_periodo: periodo x_descrizione: descrizione x_importo: importo",
	"CausaIrregolarita":          "x_posizione: posizione x_periodo: periodo x_descrizione: descrizione x_importo: importo",
	"Node":                       "x_tipo: __typename",
	"_Entity":                    "x_tipo: __typename",
}

// towards are the fields that lead to other companies: they are taken more often.
var towards = []string{"dettaglio", "complementari", "aziendeCollegate", "aziendeStessoCodiceFiscale", "posizioneDiRiferimento", "nodes", "azienda", "deleghe", "committente10",
	"richieste", "rispostaA", "successive", "filo", "recapiti", "eventi", "notifiche", "richiesta",
	"appuntamenti", "disponibilita", "storico", "documenti", "fascia", "appuntamento"}

// appointment is any appointment.
func (g *generator) appointment() model.Appuntamento {
	return g.oracle.appuntamenti[one(g.Rand, g.oracle.incontri)]
}

// someAppointments is a filter that lets at least one appointment through.
func (g *generator) someAppointments() map[string]any {
	a := g.appointment()
	day := string(model.DataDi(begins(a)))
	all := map[string]any{
		"matricola": string(a.Matricola), "modalita": string(a.Modalita), "argomento": a.CodiceArgomento, "stato": []any{string(a.Stato)},
		"giorno": map[string]any{"dal": day, "al": day},
	}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if g.chance(65) {
			delete(all, name)
		}
	}
	return all
}

// begins is when an appointment begins.
func begins(a model.Appuntamento) time.Time {
	t, _ := time.Parse(time.RFC3339, string(a.Fascia.Inizio)) // written by a program
	return t
}

// day is a day that lies so many days after today.
func (g *generator) day(after int) string {
	return g.oracle.now.In(model.Roma).AddDate(0, 0, after).Format(time.DateOnly)
}
