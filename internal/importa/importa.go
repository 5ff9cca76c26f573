// Package importa is the one door by which archives are filled: files of documents, one a line, and programs that make
// documents. Every document is checked against the schema before it is stored.
package importa

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// Bounds of what is read. They are part of the format.
const (
	MaxLine = 1 << 20 // bytes of a line, and so of a document
	MaxText = 4000    // characters of a string
)

// Target is the archive to fill.
type Target struct {
	Archive  string            // its name
	Schema   *ast.Schema       // says what a document is
	Sections []archive.Section // of this archive; a document of any other is refused
	Store    store.Store       // opened with archive.Collections(Sections)
	At       time.Time         // instant of which the data are; the end of the load when zero
}

// File is what to read and where to say how it goes.
type File struct {
	Path     string    // of the file, gzip when it ends in .gz; "-" reads Input and cannot be resumed
	Input    io.Reader // read when Path is "-"
	Scarti   string    // file of the refused lines; Path + ".scarti.ndjson" when empty
	Progress io.Writer // progress of the load; nil keeps silent
	Terminal bool      // Progress is a terminal: one line is rewritten instead of adding a line every ten seconds
}

// Import loads a file. A line that is not a good document is written to the file of refused lines and does not stop the
// load. A load that was interrupted, even by a kill, goes on where it stopped when Import is called again with the same file
// and the same store; documents are upserted by natural key, so that repeating any part of it changes nothing. Import fails
// when the file cannot be read or the store cannot be written; errors and Report never repeat a value of a document.
func Import(ctx context.Context, t Target, f File) (Report, error) {
	return defaults.load(ctx, t, f)
}

// limits say when documents waiting in memory are written.
type limits struct {
	docs  int // of one collection
	bytes int // of all of them
	lines int // read, refused ones too, since the last write
}

var defaults = limits{docs: 2000, bytes: 16 << 20, lines: 50_000}

func (lim limits) load(ctx context.Context, t Target, f File) (report Report, err error) {
	b, err := newBatch(t, lim)
	if err != nil {
		return Report{}, err
	}
	l := &load{batch: b, file: f, target: t}
	defer func() {
		if e := l.close(); err == nil && e != nil {
			err = fmt.Errorf("importa: %w", e)
		}
	}()
	if err := l.open(ctx); err != nil {
		return l.state.Report, fmt.Errorf("importa: %w", err)
	}
	if err := l.run(ctx); err != nil {
		return l.state.Report, fmt.Errorf("importa: %w", err)
	}
	return l.state.Report, nil
}
