package transport

import (
	"bytes"
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
	end := s.end()
	if s.lately == nil || end-s.at < latelyShortest || end-s.at > latelyLongest {
		return s.text()
	}
	literal := s.b[s.at:end]
	hash := maphash.Bytes(s.lately.seed, literal)
	at := &s.lately.places[hash%latelyTexts]
	p := at.Load()
	if p != nil && p.hash == hash && p.literal == string(literal) {
		s.at = end
		return p.text, true
	}
	text, ok := s.text()
	switch {
	case !ok || s.at != end:
	case p != nil && p.hash == hash:
		at.Store(&place{hash, string(literal), text})
	default:
		at.Store(&place{hash: hash})
	}
	return text, ok
}

// end is where a string ends that begins here, as far as its quotes and backslashes tell; 0 when it does not.
func (s *scanner) end() int {
	if s.at >= len(s.b) || s.b[s.at] != '"' {
		return 0
	}
	for at := s.at + 1; ; {
		n := bytes.IndexByte(s.b[at:], '"')
		if n < 0 {
			return 0
		}
		at += n + 1
		slashes := at - 2
		for slashes > s.at && s.b[slashes] == '\\' {
			slashes--
		}
		if (at-2-slashes)%2 == 0 {
			return at
		}
	}
}
