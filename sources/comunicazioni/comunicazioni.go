// Package comunicazioni is the archive of the dialogue between companies and offices: requests with their event logs, the
// register of the protocolli, and the journal that puts the events of all requests in one order.
package comunicazioni

import (
	"cmp"
	"context"
	"slices"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
	"cassetto/internal/archive"
	"cassetto/internal/registro"
	"cassetto/internal/store"
)

// Name of the archive.
const Name = "comunicazioni"

// Sections are the documents of the archive that can be loaded into it.
func Sections() []archive.Section { return []archive.Section{Richieste.Section, Notifiche.Section} }

var (
	protocolli = registro.Collection("protocolli")
	giornale   = registro.Collection("giornale")
)

// Collections are what the archive holds besides: the registers, and the attachments in pieces.
func Collections() []*store.Collection {
	return []*store.Collection{protocolli, giornale, allegati.Collection}
}

// Archivio is the archive, open. It is safe for concurrent use; several processes may open the same one.
type Archivio struct {
	*archive.Archive
	*registro.Giornale
	Allegati   *allegati.Deposito
	richieste  archive.Aggregate[model.Richiesta]
	protocolli *registro.Registro
}

// Open makes the archive of a store opened with Sections and Collections.
func Open(a *archive.Archive) *Archivio {
	return &Archivio{
		Archive: a, Giornale: registro.NewGiornale(a.Store, giornale), Allegati: &allegati.Deposito{Store: a.Store, Archivio: Name},
		richieste: archive.Aggregate[model.Richiesta]{
			Store: a.Store, Collection: Richieste.Collection, Whole: riconosci,
			ID:    func(r *model.Richiesta) string { return r.ID },
			Stamp: func(r *model.Richiesta, at string) { r.ModificataAl = at },
		},
		protocolli: registro.New(a.Store, protocolli),
	}
}

// Richieste are requests by what thread they belong to.
var Richieste = archive.Rows[model.Richiesta]{
	Section: archive.Section{
		Archive: Name, Type: "Richiesta", Extra: map[string]string{
			"codiceFiscale": "CodiceFiscale!", "codiceSede": "CodiceSede!", "codiceAmbito": "String!", "codiceOggetto": "String!",
			"idPrecedente": "String", "idRadice": "String!", "daRegistrare": "String", "registrati": "Int!", "modificataAl": "String",
		},
		Modified: "modificataAl", Codes: []string{"id", "idRadice"},
		Collection: &store.Collection{
			Name: "richieste", Key: []string{"id"},
			Index: [][]string{
				{"matricola", "dataUltimoAggiornamento"}, {"codiceFiscale", "dataUltimoAggiornamento"}, {"codiceSede", "dataUltimoAggiornamento"},
				{"codiceSede", "stato", "dataUltimoAggiornamento"}, {"stato", "dataUltimoAggiornamento"},
				{"dataUltimoAggiornamento"}, {"dataApertura"}, {"idRadice", "dataApertura"}, {"protocollo"}, {"daRegistrare"}, {"modificataAl"},
			},
			Order: []store.Order{{Field: "dataApertura"}}, Latest: true,
		},
	},
	By: []string{"idRadice"},
}

// PerID reads requests by identifier.
func PerID(ctx context.Context, a *archive.Archive, ids []string) (map[string]*model.Richiesta, error) {
	byID := archive.One[model.Richiesta]{Section: Richieste.Section, By: "id"}
	trovate, err := byID.Fetch(ctx, a, ids)
	for _, r := range trovate {
		riconosci(r)
	}
	return trovate, err
}

// Fili reads the requests of threads, by the identifier of the first of each: the oldest first.
func Fili(ctx context.Context, a *archive.Archive, radici []string) (map[string]*model.Righe[model.Richiesta], error) {
	trovati, err := Richieste.Fetch(ctx, a, radici)
	for _, filo := range trovati {
		for i := range filo.Righe {
			riconosci(&filo.Righe[i])
		}
		inFila(filo.Righe)
		filo.Chiavi = nil // a thread has no pages
	}
	return trovati, err
}

// inFila orders the requests of a thread as they were sent; of the same second, those before that others answer to.
func inFila(filo []model.Richiesta) {
	precedente := make(map[string]string, len(filo))
	for i := range filo {
		precedente[filo[i].ID] = filo[i].IDPrecedente
	}
	profonda := func(id string) (n int) {
		for ; precedente[id] != "" && n < len(filo); n++ {
			id = precedente[id]
		}
		return n
	}
	slices.SortStableFunc(filo, func(a, b model.Richiesta) int {
		return cmp.Or(cmp.Compare(a.DataApertura, b.DataApertura), cmp.Compare(profonda(a.ID), profonda(b.ID)))
	})
}

// riconosci makes the events of a request say whose they are.
func riconosci(r *model.Richiesta) {
	for i := range r.Eventi {
		r.Eventi[i].IDRichiesta = r.ID
	}
}

// CodiciDelFilo are the codes of the requests of a thread.
func CodiciDelFilo(_ string, r *model.Righe[model.Richiesta]) []string {
	codici := make([]string, len(r.Righe))
	for i := range r.Righe {
		codici[i] = r.Righe[i].ID
	}
	return codici
}

// Codici are the codes by which a request is known.
func Codici(r *model.Richiesta) []string { return []string{r.ID, r.IDRadice} }

// Notifiche are the notices of requests and of appointments.
var Notifiche = archive.Rows[model.Notifica]{
	Section: archive.Section{
		Archive: Name, Type: "Notifica", Extra: map[string]string{
			"idRichiesta": "String", "idAppuntamento": "String", "codiceSede": "CodiceSede!", "prossimoTentativo": "String!", "modificataAl": "String!",
		},
		Modified: "modificataAl", Codes: []string{"idRichiesta", "idAppuntamento"},
		Collection: &store.Collection{
			Name: "notifiche", Key: []string{"id"},
			Index: [][]string{
				{"idRichiesta", "evento"}, {"idAppuntamento", "evento"}, {"stato", "prossimoTentativo"}, {"codiceSede", "stato", "modificataAl"}, {"modificataAl"},
			},
			Order: []store.Order{{Field: "evento"}},
		},
	},
	By: []string{"idRichiesta", "idAppuntamento"},
}
