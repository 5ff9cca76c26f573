package documents

import (
	"context"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"
)

// interval between two looks at the manifest.
const interval = 2 * time.Second

// Options are what a trusted store needs of others.
type Options struct {
	Validate func(text string) error // what is wrong with a document against the schema; required
	Warm     func(text string)       // told every document before it is served, at start and after a change; may be nil
	Ticks    <-chan time.Time        // when to look at the manifest; nil: every two seconds
	Log      *slog.Logger            // nil: slog.Default
}

// Trusted holds the documents of a manifest. Lookups take no lock and see one whole manifest or the next.
type Trusted struct {
	path    string
	mode    Mode
	options Options
	current atomic.Pointer[Manifest]

	// for Open and then Watch alone: of what was last read, and what was last seen and not read yet
	mark, hash, moving [sha256.Size]byte
	refused            error
	complaint          string // reason that was logged last
}

// Open loads the manifest at path and warms it. With mode Off no manifest is read, whatever the path; with the others one is
// required, and a bad one is an error.
func Open(path string, mode Mode, o Options) (*Trusted, error) {
	t := &Trusted{path: path, mode: mode, options: o}
	if o.Log == nil {
		t.options.Log = slog.Default()
	}
	if mode == Off {
		t.current.Store(&Manifest{})
		return t, nil
	}
	if path == "" {
		return nil, fmt.Errorf("trusted documents: mode %q needs a manifest", mode)
	}
	if err := t.reload(); err != nil {
		return nil, fmt.Errorf("trusted documents: %w", err)
	}
	return t, nil
}

// Mode is the mode it was opened with.
func (t *Trusted) Mode() Mode { return t.mode }

// ByID finds a document as Manifest.ByID does.
func (t *Trusted) ByID(id string) (*Document, bool) { return t.current.Load().ByID(id) }

// ByText finds a document as Manifest.ByText does.
func (t *Trusted) ByText(text string) (*Document, bool) { return t.current.Load().ByText(text) }

// Watch replaces the manifest whenever a good new one lies at the path, until ctx ends. A bad one is logged once, without its text,
// and the previous one stays. A manifest is read once it stands still from one look to the next, so that none is read half written.
// One Watch at a time.
func (t *Trusted) Watch(ctx context.Context) {
	if t.mode == Off {
		return
	}
	ticks := t.options.Ticks
	if ticks == nil {
		ticker := time.NewTicker(interval)
		defer ticker.Stop()
		ticks = ticker.C
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			t.complain(ctx, t.reload())
		}
	}
}

// complain logs why the manifest on disk is not the one in use, once for each reason.
func (t *Trusted) complain(ctx context.Context, err error) {
	if err == nil {
		t.complaint = ""
		return
	}
	if reason := err.Error(); reason != t.complaint {
		t.complaint = reason
		t.options.Log.ErrorContext(ctx, "manifest refused, the previous one stays", "manifest", t.path, "cause", reason)
	}
}

// reload reads the manifest if it changed since it was last read, and puts it in use if it is good. Otherwise it says why what lies
// on disk is not what is in use.
func (t *Trusted) reload() error {
	found, err := look(t.path)
	if err != nil {
		return err
	}
	mark := found.mark()
	if still := mark == t.moving || t.current.Load() == nil; mark == t.mark || !still {
		t.moving = mark
		return t.refused
	}
	texts, hash, err := found.read()
	if err != nil {
		return err
	}
	again := hash == t.hash
	t.mark, t.hash = mark, hash
	if again {
		return t.refused
	}
	m, err := compile(found, texts, t.options.Validate)
	t.refused = err
	if err != nil {
		return err
	}
	if t.options.Warm != nil {
		for _, d := range m.Documents {
			t.options.Warm(d.Text)
		}
	}
	if before := t.current.Swap(m); before != nil {
		t.options.Log.Info("manifest replaced", "manifest", t.path, "operations", len(m.Documents))
	}
	return nil
}
