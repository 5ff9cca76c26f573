package redis

import (
	"encoding/binary"
	"time"

	"cassetto/internal/cache"
	"cassetto/internal/sigillo"
)

// The head of a value goes on with
//
//	Fresh, Until (Unix milliseconds, 8 bytes each, big-endian) · generation (26)
const (
	isKnown      = 1 << 0 // flag: not set when the archive has nothing
	isPacked     = 1 << 1
	freshAt      = headSize
	untilAt      = freshAt + 8
	generationAt = untilAt + 8
	valueHead    = generationAt + tokenLength
)

// coder turns entries into what is written under a key of the server, and back.
type coder struct{ sealer sealer }

func newCoder(keys []sigillo.Key) (coder, error) {
	sealer, err := newSealer(keys)
	return coder{sealer}, err
}

// encode makes the value of a key of the server.
func (c coder) encode(name, generation string, e cache.Entry[[]byte]) []byte {
	var head [valueHead]byte
	var body []byte
	if e.Known {
		head[1] = isKnown
		body = e.Value
		if packed, smaller := pack(body); smaller {
			head[1] |= isPacked
			body = packed
		}
	}
	binary.BigEndian.PutUint64(head[freshAt:], uint64(e.Fresh.UnixMilli()))
	binary.BigEndian.PutUint64(head[untilAt:], uint64(e.Until.UnixMilli()))
	copy(head[generationAt:], generation)
	return c.sealer.wrap(name, head[:], body)
}

// decode is false for what is of another generation, under another key, damaged, or not from an instance with our keys.
func (c coder) decode(name, value, generation string) (cache.Entry[[]byte], bool) {
	if len(value) < valueHead || value[generationAt:valueHead] != generation {
		return cache.Entry[[]byte]{}, false
	}
	body, ok := c.sealer.unwrap(name, value, valueHead)
	if !ok {
		return cache.Entry[[]byte]{}, false
	}
	e := cache.Entry[[]byte]{Known: value[1]&isKnown != 0, Fresh: instant(value[freshAt:]), Until: instant(value[untilAt:])}
	if !e.Known {
		return e, true
	}
	if value[1]&isPacked != 0 {
		body, ok = unpack(body)
	}
	e.Value = body
	return e, ok
}

// instant reads a time; the zero time comes back as it was.
func instant(text string) time.Time {
	return time.UnixMilli(int64(binary.BigEndian.Uint64(bytesOf(text[:8])))).UTC()
}
