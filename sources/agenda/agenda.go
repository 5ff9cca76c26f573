// Package agenda is the archive of the appointments: the calendars that offices publish, the places that appointments hold in
// them, and the appointments with their logs.
//
// A place is taken in the document of its day, which is where it is decided who gets it: every write there leaves in each interval
// at most as many appointments as it has places, and each holds its place until an instant, so that what is never finished gives
// it back by itself. A request has one place, in the same way. The appointment itself says what became of it; whoever finds one
// that has ended gives back what it still holds.
package agenda

import (
	"context"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
	"cassetto/internal/archive"
	"cassetto/internal/registro"
	"cassetto/internal/store"
)

// Name of the archive.
const Name = "agenda"

// Sections are the documents of the archive that can be loaded into it. The calendar cannot: loading it would take places away.
func Sections() []archive.Section { return []archive.Section{Appuntamenti.Section} }

// Followed are the documents that others change besides.
func Followed() []archive.Section { return []archive.Section{Giornate.Section} }

var (
	giornale = registro.Collection("giornale")
	impegni  = &store.Collection{Name: "impegni", Key: []string{"richiesta"}, Latest: true}
)

// Collections are what the archive holds besides Sections and Followed.
func Collections() []*store.Collection {
	return []*store.Collection{giornale, impegni, allegati.Collection}
}

// Appuntamenti are appointments by identifier.
var Appuntamenti = archive.One[model.Appuntamento]{
	Section: archive.Section{
		Archive: Name, Type: "Appuntamento", Extra: map[string]string{
			"fascia": "Fascia!", "codiceFiscale": "CodiceFiscale!", "codiceSede": "CodiceSede!", "codiceArgomento": "String!", "idRichieste": "[String!]",
			"daRegistrare": "String", "registrati": "Int!", "modificatoAl": "String", "fascia.codiceSede": "CodiceSede!",
		},
		Modified: "modificatoAl", Codes: []string{"id"},
		Collection: &store.Collection{
			Name: "appuntamenti", Key: []string{"id"},
			Index: [][]string{
				{"matricola", "fascia.inizio"}, {"codiceFiscale", "fascia.inizio"}, {"codiceSede", "fascia.inizio"},
				{"codiceSede", "stato", "fascia.inizio"}, {"fascia.inizio"}, {"stato", "scadenza"}, {"daRegistrare"}, {"modificatoAl"},
			},
			Latest: true,
		},
	},
	By: "id",
}

// Giornate are the days of the calendars that have intervals, by office and day.
var Giornate = archive.One[model.GiornoCalendario]{
	Section: archive.Section{
		Archive: Name, Type: "GiornoCalendario", Modified: "modificatoAl", Codes: []string{"id"},
		Collection: &store.Collection{Name: "giornate", Key: []string{"id"}, Index: [][]string{{"modificatoAl"}}, Latest: true},
	},
	By: "id",
}

// Archivio is the archive, open. It is safe for concurrent use; several processes may open the same one.
type Archivio struct {
	*archive.Archive
	*registro.Giornale
	Allegati     *allegati.Deposito
	appuntamenti archive.Aggregate[model.Appuntamento]
	giornate     archive.Aggregate[model.GiornoCalendario]
	impegni      archive.Aggregate[impegno]
}

// Open makes the archive of a store opened with Sections, Followed and Collections.
func Open(a *archive.Archive) *Archivio {
	return &Archivio{
		Archive: a, Giornale: registro.NewGiornale(a.Store, giornale), Allegati: &allegati.Deposito{Store: a.Store, Archivio: Name},
		appuntamenti: archive.Aggregate[model.Appuntamento]{
			Store: a.Store, Collection: Appuntamenti.Collection, Whole: riconosci,
			ID:    func(a *model.Appuntamento) string { return a.ID },
			Stamp: func(a *model.Appuntamento, at string) { a.ModificatoAl = at },
		},
		giornate: archive.Aggregate[model.GiornoCalendario]{
			Store: a.Store, Collection: Giornate.Collection, Whole: completa,
			ID:    func(g *model.GiornoCalendario) string { return g.ID },
			Stamp: func(g *model.GiornoCalendario, at string) { g.ModificatoAl = at; alleggerisci(g) },
		},
		impegni: archive.Aggregate[impegno]{Store: a.Store, Collection: impegni, ID: func(i *impegno) string { return i.Richiesta }},
	}
}

// PerID reads appointments by identifier.
func PerID(ctx context.Context, a *archive.Archive, ids []string) (map[string]*model.Appuntamento, error) {
	trovati, err := Appuntamenti.Fetch(ctx, a, ids)
	for _, uno := range trovati {
		riconosci(uno)
	}
	return trovati, err
}

// PerGiorno reads days of calendars by the identifiers that IDGiornata makes.
func PerGiorno(ctx context.Context, a *archive.Archive, ids []string) (map[string]*model.GiornoCalendario, error) {
	trovate, err := Giornate.Fetch(ctx, a, ids)
	for _, una := range trovate {
		completa(una)
	}
	return trovate, err
}

// Adesso reads appointments by identifier, as they are now; one that does not exist is missing from the map.
func (a *Archivio) Adesso(ctx context.Context, ids []string) (map[string]*model.Appuntamento, error) {
	return PerID(ctx, &archive.Archive{Name: Name, Store: a.appuntamenti.Store}, ids)
}

// riconosci makes the events of an appointment say whose they are.
func riconosci(a *model.Appuntamento) {
	for i := range a.Storico {
		a.Storico[i].IDAppuntamento = a.ID
	}
}

// completa makes the intervals of a day know their office, which the day has for all of them, and their places, also where nobody
// has one.
func completa(g *model.GiornoCalendario) {
	for i := range g.Fasce {
		g.Fasce[i].CodiceSede = g.CodiceSede
		if g.Fasce[i].Occupazioni == nil {
			g.Fasce[i].Occupazioni = []model.Occupazione{}
		}
	}
}

// alleggerisci leaves out what completa finds again: most of reading a year is decoding its intervals.
func alleggerisci(g *model.GiornoCalendario) {
	for i := range g.Fasce {
		g.Fasce[i].CodiceSede = ""
	}
}

// Codici are the codes by which an appointment is known, and the day that it is on.
func Codici(a *model.Appuntamento) []string {
	codici := []string{a.ID}
	if a.Fascia != nil {
		if giornata, ok := GiornataDi(a.Fascia.ID); ok {
			codici = append(codici, giornata)
		}
	}
	return codici
}
