package redis

import (
	"encoding/binary"
	"hash/crc32"
	"unsafe"

	"cassetto/internal/sigillo"
)

// A sealed or checked text is
//
//	version (1 byte) · flags (1) · identifier of the key (4) · more of the head · body
//
// where the body is what AES-256-GCM makes of it, nonce first, or else a CRC-32C followed by the plain text. Both cover the head and
// a name under which alone it opens: the checksum against accidents, the seal against whoever can write to the server.
const (
	version  = 1
	isSealed = 1 << 7 // flag
	headSize = 6      // at least
	sumSize  = 4
)

// sealer seals with the first of its keys; without any, it checks.
type sealer struct {
	ring sigillo.Ring
	sums *crc32.Table
}

func newSealer(keys []sigillo.Key) (sealer, error) {
	ring, err := sigillo.NewRing(keys)
	return sealer{ring, crc32.MakeTable(crc32.Castagnoli)}, err
}

func (s sealer) seals() bool { return !s.ring.Empty() }

// wrap joins a head, in which it fills in what is its own, and a body.
func (s sealer) wrap(name string, head, body []byte) []byte {
	buffer := make([]byte, 0, len(name)+len(head)+len(body)+sigillo.Overhead) // what the seal adds is the most
	buffer = append(append(buffer, name...), head...)
	covered := buffer[len(name):]
	covered[0] = version
	if !s.seals() {
		covered[1] &^= isSealed
		sum := crc32.Update(crc32.Checksum(buffer, s.sums), s.sums, body)
		return append(binary.BigEndian.AppendUint32(buffer, sum), body...)[len(name):]
	}
	covered[1] |= isSealed
	first := s.ring.First()
	copy(covered[2:headSize], first[:])
	return s.ring.Seal(buffer, body, buffer)[len(name):]
}

// unwrap gives the body back, if the text was wrapped by somebody with one of the keys, or by somebody without when there are
// none, under this name. A body that was not sealed is part of the text.
func (s sealer) unwrap(name, text string, head int) ([]byte, bool) {
	if len(text) < head || text[0] != version || text[1]&isSealed != 0 != s.seals() {
		return nil, false
	}
	if s.seals() {
		covered := append(append(make([]byte, 0, len(name)+head), name...), text[:head]...)
		return s.ring.Open(sigillo.ID([]byte(text[2:headSize])), []byte(text[head:]), covered)
	}
	if len(text) < head+sumSize {
		return nil, false
	}
	whole := bytesOf(text)
	body := whole[head+sumSize:]
	sum := crc32.Update(crc32.Checksum(bytesOf(name), s.sums), s.sums, whole[:head])
	return body, binary.BigEndian.Uint32(whole[head:]) == crc32.Update(sum, s.sums, body)
}

// bytesOf are the bytes of a text themselves, and must not be changed: what the server answers is long, and copied once already.
func bytesOf(text string) []byte { return unsafe.Slice(unsafe.StringData(text), len(text)) }
