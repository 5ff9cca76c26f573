package sources

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"runtime"
	"testing"
)

// A value makes no more of a byte than this, whatever it says.
const (
	mostPerByte = 512
	mostAtAll   = 4 << 10 // besides
)

// decodes reads bytes that may say anything, and checks what that costs and that whatever is read can be written again.
func (p *passenger) decodes(t *testing.T, b []byte) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	v, err := p.decode(b)
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > mostAtAll+mostPerByte*uint64(len(b)) {
		t.Errorf("%s: %d bytes make %d of %x", p.name, len(b), got, b)
	}
	if err != nil {
		return
	}
	if again, err := p.decode(p.encode(v)); err != nil || !bytes.Equal(p.encode(again), p.encode(v)) {
		t.Errorf("%s: %x is read, and not what is written of it: %v", p.name, b, err)
	}
}

// TestCodecDamaged: whatever has become of a value, nothing panics and little is allocated.
func TestCodecDamaged(t *testing.T) {
	s, _ := openAll(t)
	for _, p := range passengers(t, s) {
		whole := p.encode(newFiller(nil).make(p))
		for i := 9; i < len(whole); i++ {
			for _, c := range []byte{whole[i] ^ 1, whole[i] ^ 0x80, 0, 0x7f, 0xff} {
				b := bytes.Clone(whole)
				b[i] = c
				p.decodes(t, b)
			}
			huge := binary.AppendUvarint(bytes.Clone(whole[:i]), 1<<60) // a length that nothing has
			p.decodes(t, append(huge, whole[i:]...))
			p.decodes(t, append(whole[:i:i], bytes.Repeat([]byte{1}, 1000)...))
		}
		b := append(bytes.Clone(whole[:10]), binary.AppendUvarint(nil, 100_000)...)
		p.decodes(t, append(b, make([]byte, 100_000)...))
		p.decodes(t, append(b, bytes.Repeat([]byte{1}, 100_000)...))
	}
}

// FuzzCodec does the same with whatever comes.
func FuzzCodec(f *testing.F) {
	s, _ := openAll(f)
	all := passengers(f, s)
	for i, p := range all {
		f.Add(uint8(i), p.encode(newFiller(nil).make(p))[9:])
	}
	f.Fuzz(func(t *testing.T, which uint8, b []byte) {
		p := all[int(which)%len(all)]
		head := p.encode(reflect.Zero(p.kind).Interface())[:9]
		p.decodes(t, append(head, b...))
	})
}
