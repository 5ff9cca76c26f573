// Package storetest is the whole test of an engine of package store: the engine's own test is a call of Run.
package storetest

import (
	"errors"
	"testing"

	"cassetto/internal/store"
)

// Open gives a case an empty store with these collections. The suite closes it; what else must go, open cleans up.
type Open func(t *testing.T, c ...*store.Collection) store.Store

// Option changes what Run expects.
type Option func(*options)

type options struct{ oneWriter bool }

// OneWriter leaves out the cases in which several callers write at once, for a server that compares and writes in two
// steps. Everything else is still expected of it.
func OneWriter() Option {
	return func(o *options) { o.oneWriter = true }
}

// Run checks everything the port promises, each case on a store of its own.
func Run(t *testing.T, open Open, opts ...Option) {
	var o options
	for _, set := range opts {
		set(&o)
	}
	for _, c := range cases() {
		if c.writers && o.oneWriter {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			s := open(t, pratiche(), persone(), annualita())
			t.Cleanup(func() {
				if err := s.Close(); err != nil && !errors.Is(err, store.ErrClosed) {
					t.Errorf("Close: %v", err)
				}
			})
			c.run(t, s)
		})
	}
}

type testCase struct {
	name    string
	run     func(t *testing.T, s store.Store)
	writers bool // several at once
}

func cases() []testCase {
	return []testCase{
		{name: "id is the natural key", run: testIDs},
		{name: "id must be complete", run: testBadIDs},
		{name: "documents both engines can store", run: testBadDocuments},
		{name: "declared fields can be sorted", run: testBadFields},

		{name: "read a thousand keys", run: testReadBatch},
		{name: "read nothing", run: testReadNothing},
		{name: "read by two fields", run: testReadTwoFields},
		{name: "read by the key itself", run: testReadByKey},
		{name: "read in order", run: testReadOrder},
		{name: "read stops at an error", run: testReadStops},
		{name: "collections do not mix", run: testCollections},

		{name: "decode every kind of field", run: testDecode},
		{name: "decode into maps and raw JSON", run: testDecodeLoose},
		{name: "decode failure is the caller's error", run: testDecodeFails},
		{name: "strange values", run: testStrangeValues},
		{name: "long values", run: testLongValues},

		{name: "filters", run: testFilters},
		{name: "filter by 20,000 values", run: testManyValues},
		{name: "filter by many alternatives", run: testManyFilters},
		{name: "filters cannot be injected", run: testInjection},
		{name: "bad queries", run: testBadQueries},
		{name: "text", run: testText},

		{name: "pages while documents arrive", run: testPaging},
		{name: "pages of text", run: testTextPaging},
		{name: "pages by an integer", run: testIntegerPaging},
		{name: "bad cursors", run: testBadCursors},

		{name: "put and its versions", run: testPut},
		{name: "put moves a document between keys", run: testPutMoves},
		{name: "one of 20 puts wins", run: testOnePutWins, writers: true},
		{name: "one of 20 creations wins", run: testOneCreationWins, writers: true},
		{name: "no put is lost", run: testCounter, writers: true},

		{name: "delete", run: testDelete},
		{name: "delete while others write", run: testDeleteAtOnce, writers: true},

		{name: "import counts what changed", run: testImport},
		{name: "import writes all or nothing", run: testImportRefused},
		{name: "import and put share versions", run: testImportVersions},
		{name: "imports at once", run: testImportsAtOnce, writers: true},
		{name: "read while importing", run: testReadWhileImporting},

		{name: "deadline", run: testDeadline},
		{name: "cancelled", run: testCancelled},
		{name: "closed", run: testClosed},
		{name: "closed while reading", run: testClosedWhileReading},
	}
}
