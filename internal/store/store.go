// Package store is the port behind which an archive keeps its documents. Two engines implement it, SQLite and MongoDB;
// package storetest is the whole test of an engine.
//
// One document is one aggregate and one atomic write: there are no transactions over several documents. Documents cross the
// port as JSON when they are written and are decoded straight into the caller's type when they are read.
//
// A field that is filtered or read by holds strings; whatever else it holds is not found. A field that is ordered holds a
// string in every document of its collection, or in every one an integer. Strings compare byte by byte. A dotted field is
// the field of a nested object, never of a list.
//
// Writing refuses what one of the engines could not store or would read differently: names that are empty, repeated in an
// object, begin with "$" or hold a dot, names of the document itself that begin with "_", integers beyond 64 bits, more
// than a hundred levels.
package store

import (
	"context"
	"encoding/json"
	"errors"
)

var (
	// ErrConflict says that a document moved on (or exists already) since the caller read the version he expects.
	ErrConflict = errors.New("store: conflict")
	// ErrBadCursor says that a cursor was not made by Search with the same order.
	ErrBadCursor = errors.New("store: bad cursor")
	// ErrClosed is returned by every method after Close.
	ErrClosed = errors.New("store: closed")
)

// Text names, in an Order or a Contains, the normalised text of a document: the Collection.Text fields after Normalise.
const Text = "_testo"

// Collection declares one kind of document. It is immutable once an engine was opened with it.
type Collection struct {
	Name  string     // of the table or collection; letters and digits only
	Key   []string   // fields of the natural key: their values, strings or integers, joined by "|", are the document's id
	Index [][]string // compound indexes, each a list of fields (Text allowed); a key of one field needs none
	Order []Order    // order of the rows that Read yields for one key; the id breaks ties
	Text  []string   // fields searched by Contains: strings, or lists that hold strings

	// Latest says that reads must find whatever was acknowledged before them, even where an engine is told to read from copies that
	// may lag: something is decided on what they do not find.
	Latest bool
}

// Order sorts by one field.
type Order struct {
	Field string
	Desc  bool
}

// Row is a document as read. It is valid only during the call that receives it.
type Row interface {
	ID() string
	Version() int64 // 1 for a document written once
	Cursor() string // where a Search goes on after this row; empty for a row of Read
	Decode(into any) error
}

// Query is a Search. A negative or zero Limit is a programming error.
type Query struct {
	Filter Filter  // nil selects everything
	Order  []Order // the id breaks ties, in the direction of the last entry
	After  string  // a Row.Cursor, or empty to start from the first row
	Limit  int
}

// Store is one archive. Every method honours the deadline of its context, whose error it then returns, and may be called
// concurrently. A function given to Read or Search ends it by returning an error, which comes back as it is; it must not
// call the Store.
type Store interface {
	// Read yields, in one round trip, every document in which one of the fields by holds one of keys; it calls each with
	// the key that matched (twice for a document that matches by two fields). Rows of one key come in the collection's order.
	Read(ctx context.Context, c *Collection, by []string, keys []string, each func(key string, r Row) error) error
	// Search yields the rows of one page. It fails with ErrBadCursor when Query.After is not a cursor of this order.
	Search(ctx context.Context, c *Collection, q Query, each func(r Row) error) error
	// Count says how many documents a filter selects.
	Count(ctx context.Context, c *Collection, f Filter) (int, error)
	// Put writes one document and returns its new version. expected is the version the caller read, 0 for a document that
	// must not exist yet; Put fails with ErrConflict otherwise. When Put returns nil the document is on disk.
	Put(ctx context.Context, c *Collection, doc json.RawMessage, expected int64) (version int64, err error)
	// Import upserts documents by natural key and returns how many were new or different from what was stored; a document
	// equal to the stored one keeps its version. When Import returns nil the documents are on disk.
	Import(ctx context.Context, c *Collection, docs []json.RawMessage) (changed int, err error)
	// Delete removes the documents with these ids, in one round trip; of those that do not exist nothing is said. When Delete
	// returns nil they are gone from the disk; after an error any of them may be.
	Delete(ctx context.Context, c *Collection, ids []string) error
	// Close releases the engine.
	Close() error
}
