package model

import (
	"encoding/binary"
	"errors"
	"unsafe"
)

// edition of how values are written. A change of this file, or of what generates codec.generated.go, that writes anything
// otherwise needs another one.
const edition = 1

// A value that leaves the process is
//
//	edition (1 byte) · shape (8, big-endian) · 1, or 0 and no more for nil · fields
//
// where the fields of a structure are in their order, without names: first a set of bits, for each optional field whether there is
// one and for each boolean whether it holds; then numbers as zigzag varints, texts and lists behind their length. The shape is a
// fingerprint of the type, with the names and types of all its fields: who has another type does not read the value.
const headSize = 10

// errUnreadable does not repeat the value, which may hold anything.
var errUnreadable = errors.New("model: this is no value of the type")

// coded is a pointer to a structure that has a generated codec, or to rows of one.
type coded[T any] interface {
	shape() uint64 // 0: it cannot be written after all
	encode(b []byte) []byte
	decoded(r reader) (T, reader) // makes a new one
}

// Codec writes the values of a type, and reads what any program with the same Shape has written.
type Codec[T any] struct{ Shape uint64 }

// CodecOf is the codec of a type, false if it has none: it is generated for what the schema gives with @cacheControl.
func CodecOf[T any]() (Codec[T], bool) {
	var none T
	if of, ok := any(none).(coded[T]); ok && of.shape() != 0 {
		return Codec[T]{of.shape() ^ edition}, true
	}
	return Codec[T]{}, false
}

// Append writes a value.
func (c Codec[T]) Append(b []byte, v T) []byte {
	var none T
	b = binary.BigEndian.AppendUint64(append(b, edition), c.Shape)
	if any(v) == any(none) {
		return append(b, 0)
	}
	return any(v).(coded[T]).encode(append(b, 1))
}

// Read makes a value of the bytes, which are the value's from then on and must not be changed: all its texts are parts of them. What
// it allocates is bounded by the number of bytes, whatever they say.
func (c Codec[T]) Read(b []byte) (v T, err error) {
	if len(b) < headSize || b[0] != edition || binary.BigEndian.Uint64(b[1:]) != c.Shape {
		return v, errUnreadable
	}
	none, some := v, b[headSize-1]
	if b = b[headSize:]; some == 0 && len(b) == 0 {
		return none, nil
	}
	v, r := any(none).(coded[T]).decoded(reader{whole: unsafe.String(unsafe.SliceData(b), len(b))})
	if some != 1 || r.wrong || r.left() > 0 {
		return none, errUnreadable
	}
	return v, nil
}
