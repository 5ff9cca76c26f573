// Package stampe is the archive of the prints of dossiers: who asked for which, how far each has come, and the documents until they
// expire.
//
// A print is one document, and whoever works on it says so there, until when others leave it alone: a process that was killed is
// followed by another, and what it had begun is done again from the start. Only who is still at work ends it, so it ends once.
package stampe

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Name of the archive.
const Name = "stampe"

// Sections are the documents of the archive that can be loaded into it: none, a print is of who asked for it.
func Sections() []archive.Section { return nil }

// Followed are the documents that others change.
func Followed() []archive.Section { return []archive.Section{Stampe.Section} }

// Collections are what the archive holds besides Followed.
func Collections() []*store.Collection { return []*store.Collection{allegati.Collection} }

// Stampe are prints by identifier.
var Stampe = archive.One[model.Stampa]{
	Section: archive.Section{
		Archive: Name, Type: "Stampa", Modified: "modificatoAl", Codes: []string{"id"},
		Collection: &store.Collection{
			Name: "stampe", Key: []string{"id"}, Index: [][]string{{"daFare", "dataRichiesta"}, {"daFare", "scadenza"}, {"modificatoAl"}}, Latest: true,
		},
	},
	By: "id",
}

// Archivio is the archive, open. It is safe for concurrent use; several processes may open the same one.
type Archivio struct {
	*archive.Archive
	Documenti *allegati.Deposito
	stampe    archive.Aggregate[model.Stampa]
}

// Open makes the archive of a store opened with Followed and Collections.
func Open(a *archive.Archive) *Archivio {
	return &Archivio{
		Archive: a, Documenti: &allegati.Deposito{Store: a.Store, Archivio: Name},
		stampe: archive.Aggregate[model.Stampa]{
			Store: a.Store, Collection: Stampe.Collection,
			ID:    func(s *model.Stampa) string { return s.ID },
			Stamp: func(s *model.Stampa, at string) { s.ModificatoAl = at },
		},
	}
}

// PerID reads prints by identifier.
func PerID(ctx context.Context, a *archive.Archive, ids []string) (map[string]*model.Stampa, error) {
	return Stampe.Fetch(ctx, a, ids)
}

// Chiedi stores a new print, or returns the one that is there already under its identifier: the command is being repeated.
func (a *Archivio) Chiedi(ctx context.Context, s model.Stampa) (*model.Stampa, error) {
	return a.stampe.Create(ctx, &s)
}

// Codici are the codes by which a print is known.
func Codici(s *model.Stampa) []string { return []string{s.ID} }
