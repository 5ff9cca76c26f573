// Package cache is the port behind which what was read from the archives is kept for a while. Two engines implement it: memory
// keeps the decoded values of one process, redis the encoded ones that all instances share. Package cachetest is the whole test
// of an engine.
package cache

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"
)

// ErrDown says that the engine cannot be used now. Who gets it reads from the archive and keeps nothing.
var ErrDown = errors.New("cache: unavailable")

// Section is a kind of value. Its address identifies it within a process, its fields among processes.
type Section struct {
	Archive, Name string
	Schema        string // fingerprint of the type of the values: those written for another type are not found
	Relates       bool   // values hold data of other codes than their own: a Change of any code forgets all of them
}

// Key names one value, never who asks for it.
type Key struct {
	Section *Section
	Code    string // what the archive knows it by: matricola, codice fiscale…
}

// Entry is a value as it is kept.
type Entry[V any] struct {
	Value V
	Known bool      // false: the archive has nothing under the key, and Value means nothing
	Fresh time.Time // until when it may be served as it is; the zero time when no longer
	Until time.Time // until when it is kept, for whoever may serve it stale; no Get that begins later finds it
	Tags  []Tag     // of the codes it depends on besides that of its key; only the memory engine heeds them
}

// Engine keeps values. Every method may be called concurrently and returns within the engine's own patience; the shared engine
// fails with ErrDown when it cannot be used, and then nothing is lost but time.
type Engine[V any] interface {
	// Get finds the entries of keys, in one round trip; those that are not kept are missing from the map. Nobody may change the values.
	Get(ctx context.Context, keys []Key) (map[Key]Entry[V], error)
	// Claim asks to be who reads keys from the archive. A key is granted to one at a time: those granted to somebody else are
	// missing from the claim. A claim that is neither put nor forgotten ends by itself.
	Claim(ctx context.Context, keys []Key) (Claim, error)
	// Put keeps what was read under a claim and gives the claim up, also for the keys that have no entry. Entries of keys that
	// the claim does not hold are not kept, nor is what a Forget has touched since: it may have been read before the change.
	Put(ctx context.Context, c Claim, entries map[Key]Entry[V]) error
	// Forget drops what a change has made untrue, whoever keeps or is reading it. When it returns nil, no Get finds it.
	Forget(ctx context.Context, c Change) error
}

// Claim is the right to read keys from the archive and to keep what was read.
type Claim struct {
	Keys  []Key // granted
	Token any   // of the engine
}

// Change says what is no longer true.
type Change struct {
	Archive string // empty: of every archive
	Section string // empty: of every section
	Tags    []Tag  // of the codes concerned; nil: of all
}

// Concerns says whether a change is about a section.
func (c Change) Concerns(s *Section) bool {
	return (c.Archive == "" || c.Archive == s.Archive) && (c.Section == "" || c.Section == s.Name)
}

// Tag stands for a code wherever the code itself must not be written: the keys of Redis end up in its logs. It is a pseudonym:
// whoever knows a code can tell whether a tag is of it.
type Tag [16]byte

// TagOf is the first half of the SHA-256 of a code.
func TagOf(code string) Tag {
	var buffer [128]byte // saves an allocation for codes that fit
	sum := sha256.Sum256(append(buffer[:0], code...))
	return Tag(sum[:16])
}

// TagsOf are the tags of codes, nil for none.
func TagsOf(codes ...string) []Tag {
	var tags []Tag
	for _, c := range codes {
		tags = append(tags, TagOf(c))
	}
	return tags
}
