package redis

import "github.com/klauspost/compress/s2"

const (
	largest = 16 << 20 // bytes of a value; larger ones are not kept
	worth   = 1 << 10  // bytes from which a value is compressed
)

// pack is false for what does not lose a tenth of its size.
func pack(plain []byte) ([]byte, bool) {
	if len(plain) < worth {
		return nil, false
	}
	packed := s2.Encode(nil, plain)
	return packed, len(packed) <= len(plain)/10*9
}

// unpack is false for what was not packed, or is larger than what is kept.
func unpack(packed []byte) ([]byte, bool) {
	if n, err := s2.DecodedLen(packed); err != nil || n > largest {
		return nil, false
	}
	plain, err := s2.Decode(nil, packed)
	return plain, err == nil
}
