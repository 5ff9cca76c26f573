// Package infocamere is the Registro delle imprese: somebody else's service, asked over HTTP where its address is configured,
// an embedded copy otherwise.
package infocamere

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Name of the archive.
const Name = "infocamere"

// Sections are the documents that the archive holds.
func Sections() []archive.Section { return []archive.Section{Imprese.Section} }

// Imprese are firms by codice fiscale.
var Imprese = archive.One[model.DatiInfocamere]{
	Section: archive.Section{
		Archive: Name, Type: "DatiInfocamere",
		Modified: "dataAggiornamento", Codes: []string{"codiceFiscale"}, // a firm loaded late has an old one: its load tells of it
		Collection: &store.Collection{Name: "imprese", Key: []string{"codiceFiscale"}, Index: [][]string{{"codiceFiscale"}, {"dataAggiornamento"}}},
	},
	By: "codiceFiscale", Fonte: model.FonteInfocamere,
	Source: func(d *model.DatiInfocamere, f model.Fonte, at model.DataOra) { d.Fonte, d.AggiornatoAl = f, at },
}

// Fetch reads firms in one round trip; a codice fiscale that the register does not know is missing from the map.
type Fetch func(ctx context.Context, codiciFiscali []string) (map[string]*model.DatiInfocamere, error)

// FromArchive reads the embedded copy.
func FromArchive(a *archive.Archive) Fetch {
	return func(ctx context.Context, codiciFiscali []string) (map[string]*model.DatiInfocamere, error) {
		return Imprese.Fetch(ctx, a, codiciFiscali)
	}
}
