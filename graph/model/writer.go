package model

import "encoding/binary"

func appendSize(b []byte, n uint64) []byte {
	if n < 0x80 {
		return append(b, byte(n))
	}
	return binary.AppendUvarint(b, n)
}

func appendText[S ~string](b []byte, s S) []byte { return append(appendSize(b, uint64(len(s))), s...) }

// sizeOf is what is written before the elements of a list: none is told from empty.
func sizeOf[T any](all []T) uint64 {
	if all == nil {
		return 0
	}
	return uint64(len(all)) + 1
}
