// Package anagrafica is the archive of positions and of who stands behind them: Anagrafica unica del contribuente (AUC) and,
// for artisans and traders, their own gestioni.
package anagrafica

import (
	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Name of the archive.
const Name = "anagrafica"

const fonte = model.FonteAnagraficaUnica

// Sections are the documents that the archive holds.
func Sections() []archive.Section {
	return []archive.Section{
		aziende, collegate.Section, riferimenti.Section, Soggetti.Section,
		Autonomi.Section, Interruzioni.Section, RagioniSociali.Section, Dipendenze.Section,
	}
}

// aziende holds one document a position; several sections read it.
var aziende = archive.Section{
	Archive: Name, Type: "DatiSintetici", Extra: map[string]string{"sedeINPS": "CodiceSede!"},
	Collection: &store.Collection{
		Name: "aziende", Key: []string{"matricola"}, Text: []string{"denominazione"},
		Index: [][]string{
			{"matricola"}, {"codiceFiscale"}, {"sedeINPS", store.Text}, {store.Text},
			{"dataIscrizioneINPS"}, {"csc"}, {"statoMatricola"},
		},
		Order: []store.Order{{Field: "matricola"}},
	},
}

// Aziende are positions by matricola: their identity.
var Aziende = archive.One[model.Azienda]{Section: aziende, By: "matricola"}

// Sintetici are positions by matricola: the whole card.
var Sintetici = archive.One[model.DatiSintetici]{
	Section: aziende, By: "matricola", Fonte: fonte,
	Source: func(d *model.DatiSintetici, f model.Fonte, at model.DataOra) { d.Fonte, d.AggiornatoAl = f, at },
}

var stessoCodiceFiscale = archive.Rows[model.AziendaStessoCodiceFiscale]{
	Section: aziende, By: []string{"codiceFiscale"}, Fonte: fonte,
}

// Soggetti are the persons and entities with a role in a company.
var Soggetti = archive.Rows[model.SoggettoCollegato]{
	Section: archive.Section{
		Archive: Name, Type: "SoggettoCollegato", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "soggettiCollegati", Key: []string{"matricola", "codiceFiscale", "ruolo.codice", "dal"},
			Index: [][]string{{"matricola", "dal"}}, Order: []store.Order{{Field: "dal", Desc: true}},
		},
	},
	By: []string{"matricola"}, Fonte: fonte,
}

// Autonomi are the artisan and trader positions of a company's persons, by the company's codice fiscale.
var Autonomi = archive.Rows[model.PosizioneLavoratoreAutonomo]{
	Section: archive.Section{
		Archive: Name, Type: "PosizioneLavoratoreAutonomo", Extra: archive.ByCodiceFiscale,
		Collection: &store.Collection{
			Name: "posizioniLavoratoriAutonomi", Key: []string{"gestione", "posizione"},
			Index: [][]string{{"codiceFiscale", "dal"}}, Order: []store.Order{{Field: "dal", Desc: true}},
		},
	},
	By: []string{"codiceFiscale"}, Fonte: model.FonteArtigianiCommercianti,
}

// Interruzioni are the periods without employees.
var Interruzioni = archive.Rows[model.Interruzione]{
	Section: archive.Section{
		Archive: Name, Type: "Interruzione", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "interruzioni", Key: []string{"matricola", "dal", "tipo"},
			Index: [][]string{{"matricola", "dal"}}, Order: []store.Order{{Field: "dal", Desc: true}},
		},
	},
	By: []string{"matricola"}, Fonte: fonte,
}

// RagioniSociali are a company's earlier names; Cerca finds companies by them too.
var RagioniSociali = archive.Rows[model.RagioneSocialePregressa]{
	Section: archive.Section{
		Archive: Name, Type: "RagioneSocialePregressa", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "ragioniSocialiPregresse", Key: []string{"matricola", "dal"}, Text: []string{"denominazione"},
			Index: [][]string{{"matricola", "dal"}}, Order: []store.Order{{Field: "dal", Desc: true}},
		},
	},
	By: []string{"matricola"}, Fonte: fonte,
}

// Dipendenze are the workplaces of a company.
var Dipendenze = archive.Rows[model.Dipendenza]{
	Section: archive.Section{
		Archive: Name, Type: "Dipendenza", Extra: archive.ByMatricola,
		Collection: &store.Collection{
			Name: "dipendenze", Key: []string{"matricola", "progressivo"},
			Index: [][]string{{"matricola", "progressivo"}}, Order: []store.Order{{Field: "progressivo"}},
		},
	},
	By: []string{"matricola"}, Fonte: fonte,
}
