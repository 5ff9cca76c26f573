package redis

import (
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"slices"
	"sync"

	"cassetto/internal/cache"
)

// prefix of all keys. A section has
//
//	cassetto:cache:{archive}:{section}:generation            its generation, then ":" and each schema that is used under it
//	cassetto:cache:{archive}:{section}:{schema}:{tag}        a value
//	cassetto:cache:{archive}:{section}:{schema}:{tag}:claim  the lease of a key, while somebody reads it
//
// so that a change drops also the values of instances that run another version of the program, under another schema.
const prefix = "cassetto:cache:"

const (
	claimed     = ":claim"
	tokenLength = 26 // of a generation, as of every rand.Text; the scripts know it too
)

// place is where the values of a section are.
type place struct {
	section    *cache.Section
	generation string // key
	values     string // what keys of values begin with, up to the schema
	schema     string
}

// value is the key of a value.
func (p *place) value(code string) string {
	return p.values + p.schema + ":" + tagText(cache.TagOf(code))
}

func tagText(t cache.Tag) string { return base64.RawURLEncoding.EncodeToString(t[:]) }

// places are those of the sections that this process knows.
type places struct{ known sync.Map } // of *cache.Section, to *place

// of knows the section from now on.
func (p *places) of(s *cache.Section) *place {
	if known, ok := p.known.Load(s); ok {
		return known.(*place)
	}
	schema := sha256.Sum256([]byte(s.Schema))
	values := prefix + url.QueryEscape(s.Archive) + ":" + url.QueryEscape(s.Name) + ":"
	known, _ := p.known.LoadOrStore(s, &place{s, values + "generation", values, base64.RawURLEncoding.EncodeToString(schema[:8])})
	return known.(*place)
}

// concerned are the places of a change by the keys of their generations, each with what the keys of its values begin with, or
// nothing when all of its values are to be dropped.
func (p *places) concerned(c cache.Change) map[string]string {
	all := map[string]string{}
	p.known.Range(func(_, known any) bool {
		at := known.(*place)
		if !c.Concerns(at.section) {
			return true
		}
		if _, other := all[at.generation]; c.Tags == nil || at.section.Relates {
			all[at.generation] = ""
		} else if !other {
			all[at.generation] = at.values
		}
		return true
	})
	return all
}

// batch are keys, and the places where they are.
type batch struct {
	keys   []cache.Key
	places []*place
	at     []int // of each key, in places
}

func (p *places) batch(keys []cache.Key) batch {
	b := batch{keys: keys, at: make([]int, len(keys))}
	for i, k := range keys {
		if len(b.places) > 0 && b.places[b.at[max(i-1, 0)]].section == k.Section { // as nearly always
			b.at[i] = b.at[i-1]
			continue
		}
		at := p.of(k.Section)
		n := slices.Index(b.places, at)
		if n < 0 {
			n = len(b.places)
			b.places = append(b.places, at)
		}
		b.at[i] = n
	}
	return b
}

// names are the keys of the generations, then those that of makes of each value's.
func (b batch) names(of func(names []string, value string) []string) []string {
	names := make([]string, 0, len(b.places)+2*len(b.keys))
	for _, p := range b.places {
		names = append(names, p.generation)
	}
	for i, k := range b.keys {
		names = of(names, b.places[b.at[i]].value(k.Code))
	}
	return names
}
