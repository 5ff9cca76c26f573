package redis

import (
	"encoding/json"

	"cassetto/internal/cache"
)

// channel is where instances tell each other of changes.
const channel = "cassetto:mutamenti"

// message is the body of what is published.
type message struct {
	From    string `json:"from"` // the instance
	Archive string `json:"archive,omitempty"`
	Section string `json:"section,omitempty"`
	Tags    []byte `json:"tags,omitempty"` // one after the other; none: all
}

// encode makes the message of a change.
func (l *link) encode(s sealer, c cache.Change) []byte {
	m := message{From: l.instance, Archive: c.Archive, Section: c.Section}
	for _, t := range c.Tags {
		m.Tags = append(m.Tags, t[:]...)
	}
	body, _ := json.Marshal(m) // strings and bytes never fail
	return s.wrap(channel, make([]byte, headSize), body)
}

// decode is false for an own message, and for one that is sealed by nobody of ours. What comes from an instance that speaks
// otherwise may be about anything.
func (l *link) decode(s sealer, text string) (cache.Change, bool) {
	body, ok := s.unwrap(channel, text, headSize)
	if !ok {
		return cache.Change{}, !s.seals()
	}
	var m message
	if err := json.Unmarshal(body, &m); err != nil || len(m.Tags)%len(cache.Tag{}) != 0 {
		return cache.Change{}, true
	}
	c := cache.Change{Archive: m.Archive, Section: m.Section}
	for at := 0; at < len(m.Tags); at += len(cache.Tag{}) {
		c.Tags = append(c.Tags, cache.Tag(m.Tags[at:]))
	}
	return c, m.From != l.instance
}
