package archive

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

const (
	pollTimeout = 2 * time.Second // of each question to the archive
	slowest     = 5 * time.Second // between two polls of an archive that does not answer
)

// Mutation says what an archive no longer holds as it was read.
type Mutation struct {
	Archive, Section string
	Codes            []string // of the documents concerned; nil: all of the section
}

// Watch notices what others change in an archive: it polls for sections that were loaded and for documents that were modified.
// It is not safe for concurrent use.
type Watch struct {
	archive  *Archive
	store    store.Store
	sections []string
	changed  func(Mutation) error
	begun    bool                     // the stamps were read once
	stamps   map[string]model.DataOra // those whose sections were told
	followed []*followed
	blind    bool // a poll has failed: what was not looked at before may have changed since somebody read it
	failing  bool // the last poll has failed
}

// Watch prepares to watch some sections of an archive. changed is told what changed, by Poll; a change is told again when it
// fails.
func (a *Archive) Watch(sections []Section, changed func(Mutation) error) *Watch {
	w := &Watch{archive: a, store: a.Store, changed: changed, stamps: map[string]model.DataOra{}}
	for _, s := range sections {
		w.sections = append(w.sections, s.Collection.Name)
		if s.Modified != "" {
			w.followed = append(w.followed, &followed{Section: s})
		}
	}
	return w
}

// LastPoll is the instant before which no change to the watched sections is untold; the zero time before the first poll that
// succeeds. Who relies on being told of changes asks how long ago it is.
func (a *Archive) LastPoll() time.Time {
	if at := a.polled.Load(); at != nil {
		return *at
	}
	return time.Time{}
}

// Run polls until ctx ends: every so often, less while the archive does not answer.
func (w *Watch) Run(ctx context.Context, every time.Duration) {
	wait := time.NewTimer(every)
	defer wait.Stop()
	for pause := every; ; wait.Reset(pause) {
		select {
		case <-ctx.Done():
			return
		case <-wait.C:
		}
		if err := w.Poll(ctx); err != nil {
			pause = max(every, min(2*pause, slowest))
			continue
		}
		pause = every
	}
}

// Poll looks at the archive once and tells what changed since the poll before. The first one tells nothing; when it fails, the
// first that succeeds tells that every section changed. Of polls that fail one after the other the first is logged.
func (w *Watch) Poll(ctx context.Context) error {
	at := time.Now()
	errs := []error{w.pollStamps(ctx)}
	for _, f := range w.followed {
		errs = append(errs, w.pollDocuments(ctx, f, at))
	}
	err := errors.Join(errs...)
	if err == nil {
		w.archive.polled.Store(&at)
	}
	if ctx.Err() == nil {
		w.note(ctx, err)
	}
	return err
}

// note logs the first poll that fails, without its cause, which may hold anything, and the next that does not.
func (w *Watch) note(ctx context.Context, err error) {
	switch {
	case err != nil && !w.failing:
		slog.WarnContext(ctx, "changes of an archive go unnoticed", "archivio", w.archive.Name)
	case err == nil && w.failing:
		slog.InfoContext(ctx, "changes of an archive are noticed again", "archivio", w.archive.Name)
	}
	w.failing = err != nil
	w.blind = w.blind || w.failing
}

// pollStamps tells of the sections that were loaded. What is read afterwards is of the new instant.
func (w *Watch) pollStamps(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	at, err := readStamps(ctx, w.store, w.archive.Name)
	if err != nil {
		return err
	}
	w.archive.remember(at)
	for _, name := range w.sections {
		if loaded := at[name] != w.stamps[name]; loaded && w.begun || !w.begun && w.blind {
			if err := w.changed(Mutation{Archive: w.archive.Name, Section: name}); err != nil {
				return err
			}
		}
		w.stamps[name] = at[name]
	}
	w.begun = true
	return nil
}

// pollDocuments tells of the documents of a section that were modified.
func (w *Watch) pollDocuments(ctx context.Context, f *followed, at time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	seen, err := f.look(ctx, w.store, at)
	if err != nil {
		return err
	}
	m, first := Mutation{Archive: w.archive.Name, Section: f.Collection.Name}, f.since.IsZero()
	switch {
	case first && w.blind, !first && seen.whole:
		err = w.changed(m)
	case !first && len(seen.codes) > 0:
		m.Codes = seen.codes
		err = w.changed(m)
	}
	if err == nil {
		f.since, f.versions = at, seen.versions
	}
	return err
}
