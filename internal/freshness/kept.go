package freshness

import "sync/atomic"

// Coding is in which form an answer is sent.
type Coding string

// Codings, by the names of HTTP.
const (
	Plain Coding = ""
	Gzip  Coding = "gzip"
	Zstd  Coding = "zstd"
)

// Kept is an answer that is kept as it is sent: a JSON object that has nothing but data. It is shared and must not be modified.
type Kept struct {
	Body       []byte
	gzip, zstd atomic.Pointer[[]byte]
}

// PackedPart is which part of an answer its compressed form may at most be, to be kept with it.
const PackedPart = 8

// NewKept keeps an answer of these data, of which it takes no part.
func NewKept(data []byte) *Kept {
	b := make([]byte, 0, len(open)+len(data)+1)
	return &Kept{Body: append(append(append(b, open...), data...), '}')}
}

const open = `{"data":`

// Data are the answer's data.
func (k *Kept) Data() []byte { return k.Body[len(open) : len(k.Body)-1] }

// In is the answer in a coding, packed the first time that somebody asks for it; of an answer that is not kept, every time.
func (k *Kept) In(c Coding, pack func() []byte) []byte {
	if k == nil {
		return pack()
	}
	place := &k.gzip
	if c == Zstd {
		place = &k.zstd
	}
	if known := place.Load(); known != nil {
		return *known
	}
	packed := pack()
	if len(packed) <= len(k.Body)/PackedPart {
		packed = append(make([]byte, 0, len(packed)), packed...)
		place.Store(&packed)
	}
	return packed
}
