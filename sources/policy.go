package sources

import (
	"math/rand/v2"
	"time"
)

// Policy says how long what was read of a section may be used. The schema states the first of its times to clients
// (@cacheControl).
type Policy struct {
	Fresh      time.Duration // as it is
	Revalidate time.Duration // from then on: still, while it is read again in the background
	IfError    time.Duration // from then on: still, when the archive does not answer; at least Revalidate
	Negative   time.Duration // that the archive has nothing under a key; zero: not kept
	Private    bool          // data of persons: never leaves the process
	Relates    bool          // holds data of other companies too: a change of any of them forgets all
	Commanded  bool          // users change it: used only while something tells what the other instances change
}

// The policies of the archives. Those of the Institute are loaded at night; the register changes when a chamber of commerce
// writes. Who may act for whom must hold at once, so that what is kept of it is forgotten by every change and never served
// stale.
var (
	giornaliera = Policy{Fresh: 10 * time.Minute, Revalidate: 10 * time.Minute, IfError: 24 * time.Hour, Negative: time.Minute}
	nominativa  = Policy{Fresh: 10 * time.Minute, Revalidate: 10 * time.Minute, IfError: 24 * time.Hour, Negative: time.Minute, Private: true}
	registro    = Policy{Fresh: time.Hour, Revalidate: time.Hour, IfError: 7 * 24 * time.Hour, Negative: 10 * time.Minute}
	stabile     = Policy{Fresh: time.Hour, Revalidate: 24 * time.Hour, IfError: 7 * 24 * time.Hour, Negative: time.Minute}
	immediata   = Policy{Fresh: 5 * time.Minute, Private: true, Commanded: true}
	calendario  = Policy{Fresh: 5 * time.Minute, Negative: 5 * time.Minute, Private: true, Commanded: true}
	ricerca     = Policy{Fresh: time.Minute, Private: true, Relates: true}
)

// times are until when a value read at an instant is fresh, give or take a tenth so that what was read together is not read again
// together, and until when it is kept.
func (p Policy) times(known bool, read time.Time) (fresh, until time.Time) {
	d := p.Fresh
	if !known {
		d = p.Negative
	}
	if d == 0 {
		return read, read
	}
	fresh = read.Add(time.Duration(float64(d) * (0.9 + 0.2*rand.Float64())))
	return fresh, fresh.Add(max(p.Revalidate, p.IfError))
}

// leaves says whether what is kept may leave the process.
func (p Policy) leaves() bool { return !p.Private && p.Fresh > 0 }

// relating is the policy of a section that holds data of other companies too.
func (p Policy) relating() Policy {
	p.Relates = true
	return p
}
