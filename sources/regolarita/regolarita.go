// Package regolarita is the archive of the regularity of contributions: the checks that were asked for, and what the other
// institutes answer about a codice fiscale.
//
// A check is one document and the checks of a codice fiscale are numbered: whoever opens the next one takes its number, and who
// comes second finds it taken and joins.
package regolarita

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/registro"
	"cassetto/internal/store"
)

// Name of the archive.
const Name = "regolarita"

// Sections are the documents of the archive that can be loaded into it.
func Sections() []archive.Section { return []archive.Section{Verifiche, Riscontri.Section} }

var protocolli = registro.Collection("protocolli")

// Collections are what the archive holds besides Sections.
func Collections() []*store.Collection { return []*store.Collection{protocolli} }

// Verifiche are checks by identifier; those of a codice fiscale, the last one first.
var Verifiche = archive.Section{
	Archive: Name, Type: "RegolaritaContributiva", Extra: map[string]string{
		"numero": "Int!", "richiedenti": "[MittenteRichiesta!]", "prossima": "DataOra", "modificatoAl": "String",
	},
	Modified: "modificatoAl", Codes: []string{"codiceFiscale"},
	Collection: &store.Collection{
		Name: "verifiche", Key: []string{"id"},
		Index: [][]string{{"codiceFiscale", "numero"}, {"prossima"}, {"modificatoAl"}},
		Order: []store.Order{{Field: "numero", Desc: true}}, Latest: true,
	},
}

// Riscontri are the answers of the other institutes, by codice fiscale.
var Riscontri = archive.Rows[model.RiscontroEnte]{
	Section: archive.Section{
		Archive: Name, Type: "RiscontroEnte", Extra: archive.ByCodiceFiscale,
		Collection: &store.Collection{
			Name: "riscontri", Key: []string{"codiceFiscale", "ente"},
			Index: [][]string{{"codiceFiscale", "ente"}}, Order: []store.Order{{Field: "ente"}},
		},
	},
	By: []string{"codiceFiscale"},
}

// Archivio is the archive, open. It is safe for concurrent use; several processes may open the same one.
type Archivio struct {
	*archive.Archive
	verifiche  archive.Aggregate[model.RegolaritaContributiva]
	protocolli *registro.Registro
}

// Open makes the archive of a store opened with Sections and Collections.
func Open(a *archive.Archive) *Archivio {
	return &Archivio{
		Archive: a, protocolli: registro.New(a.Store, protocolli),
		verifiche: archive.Aggregate[model.RegolaritaContributiva]{
			Store: a.Store, Collection: Verifiche.Collection,
			ID:    func(v *model.RegolaritaContributiva) string { return v.ID },
			Stamp: func(v *model.RegolaritaContributiva, at string) { v.ModificatoAl = at },
		},
	}
}

// Ultime reads the last check of each codice fiscale; one that never had any is missing from the map.
func Ultime(ctx context.Context, a *archive.Archive, codici []string) (map[string]*model.RegolaritaContributiva, error) {
	ultime := make(map[string]*model.RegolaritaContributiva, len(codici))
	err := a.Store.Read(ctx, Verifiche.Collection, []string{"codiceFiscale"}, codici, func(codice string, row store.Row) error {
		if ultime[codice] != nil {
			return nil
		}
		v := new(model.RegolaritaContributiva)
		ultime[codice] = v
		return row.Decode(v)
	})
	return ultime, err
}

// Codici are the codes by which a check is known.
func Codici(v *model.RegolaritaContributiva) []string { return []string{string(v.CodiceFiscale)} }
