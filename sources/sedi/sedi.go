// Package sedi is the archive of the Institute's offices and of its general contacts.
package sedi

import (
	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Name of the archive.
const Name = "sedi"

// Sections are the documents that the archive holds.
func Sections() []archive.Section { return []archive.Section{Sedi.Section, Contatti.Section} }

// Sedi are offices by code.
var Sedi = archive.One[model.Sede]{
	Section: archive.Section{
		Archive: Name, Type: "Sede",
		Collection: &store.Collection{Name: "sedi", Key: []string{"codice"}, Index: [][]string{{"codice"}}},
	},
	By: "codice",
}

// ChiaveContatti is the key of the only document of Contatti.
const ChiaveContatti = "contatti"

// Contatti are the general contacts of the Institute.
var Contatti = archive.One[model.Contatti]{
	Section: archive.Section{
		Archive: Name, Type: "Contatti", Extra: map[string]string{"codice": "String!"},
		Collection: &store.Collection{Name: "contatti", Key: []string{"codice"}, Index: [][]string{{"codice"}}},
	},
	By: "codice",
}
