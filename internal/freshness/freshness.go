// Package freshness says of a response how it was read: what came from the cache and what did not, until when it may be
// used again, and whether what it was made of has changed since.
package freshness

import (
	"cmp"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Source is a section of an archive, whose changes are counted.
type Source struct {
	Archive, Section string
	Access           bool // says who may read, not what: a response is judged anew by it every time, and does not depend on it
	changes          atomic.Uint64
}

// Changed says that values of the section that were handed out may be untrue. It is called after they can no longer be had.
func (s *Source) Changed() { s.changes.Add(1) }

// Outcome is where a value came from.
type Outcome uint8

// Outcomes.
const (
	Hit   Outcome = iota // the cache, fresh
	Stale                // the cache, no longer fresh
	Miss                 // the archive
)

// Part is what a response has of a section.
type Part struct {
	Source           *Source
	Hit, Stale, Miss int // values by outcome
	// Failed are the values served stale because the archive did not answer; they are among Stale.
	Failed int
	fresh  time.Time
	before uint64
	passed tally // of the pass under way
	tried  tally // of the attempt under way
}

// tally is how many values were seen in the cache.
type tally struct{ hit, stale int }

// Report collects how one response is read. A nil Report collects nothing; any other may be used concurrently.
type Report struct {
	mu     sync.Mutex
	parts  []Part // each source once; a response has few
	trying bool
}

// New makes an empty report.
func New() *Report { return &Report{} }

// Begin is called before a value of a section is looked for.
func (r *Report) Begin(s *Source) {
	if r == nil {
		return
	}
	r.mu.Lock()
	r.part(s)
	r.mu.Unlock()
}

// Add reports a value of a section, for which Begin was called, that is fresh until an instant.
func (r *Report) Add(s *Source, o Outcome, fresh time.Time, failed bool) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.part(s).add(o, fresh, failed)
}

func (p *Part) add(o Outcome, fresh time.Time, failed bool) {
	switch o {
	case Hit:
		p.Hit++
	case Stale:
		p.Stale++
	case Miss:
		p.Miss++
	}
	if failed {
		p.Failed++
	}
	if p.fresh.IsZero() || fresh.Before(p.fresh) {
		p.fresh = fresh
	}
}

// Seen is Add for a value that a pass over the response met in the cache.
func (r *Report) Seen(s *Source, o Outcome, fresh time.Time) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.part(s)
	p.add(o, fresh, false)
	t := &p.passed
	if r.trying {
		t = &p.tried
	}
	if o == Hit {
		t.hit++
	} else {
		t.stale++
	}
}

// Again begins another pass: it counts anew what passes see, but not what was read, nor until when it is fresh.
func (r *Report) Again() {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.parts {
		r.parts[i].forget(&r.parts[i].passed)
	}
}

func (p *Part) forget(t *tally) {
	p.Hit, p.Stale = p.Hit-t.hit, p.Stale-t.stale
	*t = tally{}
}

// Try begins an attempt at something that is made once for all passes, if it succeeds.
func (r *Report) Try() {
	if r == nil {
		return
	}
	r.mu.Lock()
	r.trying = true
	r.mu.Unlock()
}

// Tried ends the attempt. What it has seen counts when it succeeded, whatever passes follow, and only then.
func (r *Report) Tried(succeeded bool) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trying = false
	for i := range r.parts {
		if p := &r.parts[i]; succeeded {
			p.tried = tally{}
		} else {
			p.forget(&p.tried)
		}
	}
}

func (r *Report) part(s *Source) *Part {
	for i := range r.parts {
		if r.parts[i].Source == s {
			return &r.parts[i]
		}
	}
	if r.parts == nil {
		r.parts = make([]Part, 0, usual)
	}
	r.parts = append(r.parts, Part{Source: s, before: s.changes.Load()})
	return &r.parts[len(r.parts)-1]
}

// usual is how many sections a response has at most, usually.
const usual = 32

// Parts are the sections of the response, by archive and name.
func (r *Report) Parts() []Part {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	all := slices.Clone(r.parts)
	slices.SortFunc(all, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Source.Archive, b.Source.Archive), cmp.Compare(a.Source.Section, b.Source.Section))
	})
	return all
}

// Failed says whether some value was served stale because its archive did not answer.
func (r *Report) Failed() bool {
	if r == nil {
		return false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.parts {
		if p.Failed > 0 {
			return true
		}
	}
	return false
}

// FreshUntil is until when all parts are fresh: the zero time when one is not, or when it has none.
func (r *Report) FreshUntil() time.Time {
	var first time.Time
	if r == nil {
		return first
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.parts {
		switch {
		case p.Source.Access:
		case p.Stale > 0 || p.fresh.IsZero():
			return time.Time{}
		case first.IsZero() || p.fresh.Before(first):
			first = p.fresh
		}
	}
	return first
}

// Dependencies are what a response was made of; they are to be asked Hold before it is used again.
func (r *Report) Dependencies() Dependencies {
	if r == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	all := make(Dependencies, 0, len(r.parts))
	for _, p := range r.parts {
		if !p.Source.Access {
			all = append(all, dependency{p.Source, p.before})
		}
	}
	return all
}

// Dependencies are sections as they were when a response began to read them.
type Dependencies []dependency

type dependency struct {
	source *Source
	before uint64
}

// Hold says whether none of the sections has changed since.
func (d Dependencies) Hold() bool {
	return !slices.ContainsFunc(d, func(d dependency) bool { return d.source.changes.Load() != d.before })
}
