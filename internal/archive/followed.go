package archive

import (
	"context"
	"slices"
	"strings"
	"time"

	"cassetto/internal/store"
)

const (
	// overlap is by how much the clocks of writers may lag behind this one, and how long a write may take to be seen.
	overlap = time.Minute
	// mostFollowed documents of a section modified within the overlap are too many to be told one by one. It bounds what a poll
	// costs, about 10 ms, and what is remembered, about 150 KB.
	mostFollowed = 1000
	pageFollowed = 250 // a part of mostFollowed
)

// Instant is t as a Modified field holds it, in UTC to the microsecond and always as long, so that texts sort as time does.
func Instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000Z") }

// followed is a section whose documents say when they were modified.
type followed struct {
	Section
	since    time.Time        // when the last look began that came to an end; zero: none has
	versions map[string]int64 // of the documents that it saw, by cursor, which holds their instant and id
}

// look is what one look at a section finds.
type look struct {
	versions map[string]int64
	codes    []string // of the documents that the look before did not see as they are now, each once
	whole    bool     // there are too many of them, or one has no codes
}

// look reads the documents modified since the overlap before the last look. Those dated in the future are among them until
// their time has passed, so that a clock that is ahead delays nothing.
func (f *followed) look(ctx context.Context, s store.Store, at time.Time) (look, error) {
	from := at
	if !f.since.IsZero() {
		from = f.since
	}
	found := look{versions: map[string]int64{}}
	q := store.Query{
		Filter: store.Range{Field: f.Modified, From: Instant(from.Add(-overlap))},
		Order:  []store.Order{{Field: f.Modified}}, Limit: pageFollowed,
	}
	for n := pageFollowed; n == pageFollowed && len(found.versions) < mostFollowed; {
		n = 0
		err := s.Search(ctx, f.Collection, q, func(r store.Row) error {
			n++
			q.After = r.Cursor()
			return f.note(&found, r)
		})
		if err != nil {
			return look{}, err
		}
	}
	slices.Sort(found.codes)
	found.codes = slices.Compact(found.codes)
	found.whole = found.whole || len(found.versions) >= mostFollowed
	return found, nil
}

// note adds a document to what a look finds.
func (f *followed) note(found *look, r store.Row) error {
	cursor := r.Cursor()
	found.versions[cursor] = r.Version()
	known, seen := f.versions[cursor]
	if f.since.IsZero() || seen && known == r.Version() || found.whole {
		return nil
	}
	var doc map[string]any
	if err := r.Decode(&doc); err != nil {
		return err
	}
	before := len(found.codes)
	for _, field := range f.Codes {
		if code := textAt(doc, field); code != "" {
			found.codes = append(found.codes, code)
		}
	}
	found.whole = len(found.codes) == before
	return nil
}

// textAt is the text of a field, dotted where it is nested; empty when the document has none.
func textAt(doc map[string]any, field string) string {
	name, rest, nested := strings.Cut(field, ".")
	if !nested {
		text, _ := doc[name].(string)
		return text
	}
	inner, _ := doc[name].(map[string]any)
	return textAt(inner, rest)
}
