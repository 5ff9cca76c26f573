package transport

import (
	"hash/maphash"
	"sync/atomic"
)

const (
	latelyTexts    = 64       // texts that are remembered at most
	latelyShortest = 256      // bytes as they are written; shorter ones are read as fast
	latelyLongest  = 16 << 10 // so that all of them take some 2 MB at most
)

// lately remembers the documents that clients sent lately, as they write them in JSON: they send the same few again and again. A text
// is remembered when it comes for the second time.
type lately struct {
	seed   maphash.Seed
	places [latelyTexts]atomic.Pointer[place]
}

// place is a text that was seen once, known by its hash alone, or twice.
type place struct {
	hash          uint64
	literal, text string
}

func newLately() *lately { return &lately{seed: maphash.MakeSeed()} }

// document reads a string that is likely to be one of those.
func (s *scanner) document() (string, bool) {
	literal := s.Literal()
	if s.lately == nil || len(literal) < latelyShortest || len(literal) > latelyLongest {
		return s.Text()
	}
	hash := maphash.Bytes(s.lately.seed, literal)
	at := &s.lately.places[hash%latelyTexts]
	p := at.Load()
	if p != nil && p.hash == hash && p.literal == string(literal) {
		s.Forward(len(literal))
		return p.text, true
	}
	end := s.Left() - len(literal)
	text, ok := s.Text()
	switch {
	case !ok || s.Left() != end:
	case p != nil && p.hash == hash:
		at.Store(&place{hash, string(literal), text})
	default:
		at.Store(&place{hash: hash})
	}
	return text, ok
}
