// Package archive is what every archive of the Institute is made of: sections, each a collection of documents whose shape is
// a type of the schema. An archive package declares its sections; this package reads them in batches.
package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// Section declares one kind of document of an archive.
type Section struct {
	Archive    string            // name of the archive: anagrafica, complementari…
	Collection *store.Collection // its name is the section's
	Type       string            // GraphQL type that a document has
	Extra      map[string]string // fields of the document that the type has not, dotted paths, with their GraphQL types
	Modified   string            // field, first of an index, that says as Instant does when a document was last changed; empty: none does
	Codes      []string          // fields, dotted where nested, that hold the codes by which caches know a document; for Modified
}

// Archive is an open archive.
type Archive struct {
	Name  string
	Store store.Store
	stamps
	polled atomic.Pointer[time.Time] // see LastPoll
}

// New makes an archive of a store opened with Loads and the collections of its sections.
func New(name string, s store.Store) *Archive { return &Archive{Name: name, Store: s} }

// Collections are what a store must be opened with to hold the sections.
func Collections(sections []Section) []*store.Collection {
	all := []*store.Collection{Loads}
	for _, s := range sections {
		all = append(all, s.Collection)
	}
	return all
}

// Loads is the collection that says when each section of an archive was last loaded.
var Loads = &store.Collection{Name: "caricamenti", Key: []string{"sezione"}, Index: [][]string{{"archivio"}}}

// load is a document of Loads.
type load struct {
	Sezione      string        `json:"sezione"`
	Archivio     string        `json:"archivio"`
	AggiornatoAl model.DataOra `json:"aggiornatoAl"`
}

// Stamp records that a section's data are those of the instant at.
func Stamp(ctx context.Context, s store.Store, archivio, sezione string, at time.Time) error {
	doc, err := json.Marshal(load{sezione, archivio, model.DataOraDi(at)})
	if err == nil {
		_, err = s.Import(ctx, Loads, []json.RawMessage{doc})
	}
	if err != nil {
		return fmt.Errorf("%s: stamp: %w", archivio, err)
	}
	return nil
}
