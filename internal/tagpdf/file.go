package tagpdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash"
	"io"
)

// perStream is how many objects are packed together.
const perStream = 200

// maxObjects is how many objects PDF/A allows.
const maxObjects = 8388607

// A file writes the objects of a PDF 1.7 document as they come: small ones packed together, streams by themselves. It remembers where
// each is (eight bytes an object) and the first error of the writer, after which it writes nothing.
type file struct {
	w      io.Writer
	size   int64
	sum    hash.Hash
	err    error
	where  []place // of object n at n-1
	pack   bytes.Buffer
	index  []packed
	packer *zlib.Writer
	zipped bytes.Buffer
}

// A place is where an object is: at an offset of the file (stream 0), or at a position in a stream of objects.
type place struct {
	stream int32
	at     uint32
}

type packed struct{ object, at int }

func newFile(w io.Writer) *file {
	f := &file{w: w, sum: sha256.New()}
	f.packer = zlib.NewWriter(&f.zipped)
	f.write([]byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"))
	return f
}

func (f *file) write(b []byte) {
	if f.err != nil {
		return
	}
	if f.size+int64(len(b)) > 1<<32-1 {
		f.err = errTooLarge
		return
	}
	n, err := f.w.Write(b)
	if err == nil && n < len(b) {
		err = io.ErrShortWrite
	}
	f.size, f.err = f.size+int64(n), err
	f.sum.Write(b)
}

// reserve gives the number of an object that is written later.
func (f *file) reserve() int {
	f.where = append(f.where, place{})
	return len(f.where)
}

// object writes an object that is not a stream.
func (f *file) object(n int, format string, values ...any) {
	f.index = append(f.index, packed{n, f.pack.Len()})
	fmt.Fprintf(&f.pack, format, values...)
	f.pack.WriteByte('\n')
	if len(f.index) == perStream {
		f.flush()
	}
}

// flush writes the objects that were kept to be packed.
func (f *file) flush() {
	if len(f.index) == 0 {
		return
	}
	n := f.reserve()
	var head []byte
	for i, p := range f.index {
		f.where[p.object-1] = place{int32(n), uint32(i)}
		head = fmt.Appendf(head, "%d %d ", p.object, p.at)
	}
	dict := fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(f.index), len(head))
	f.stream(n, dict, append(head, f.pack.Bytes()...))
	f.index = f.index[:0]
	f.pack.Reset()
}

// stream writes a stream, compressed.
func (f *file) stream(n int, dict string, data []byte) {
	f.zipped.Reset()
	f.packer.Reset(&f.zipped)
	f.packer.Write(data) // to memory: it cannot fail
	f.packer.Close()
	f.plain(n, dict+"/Filter/FlateDecode", f.zipped.Bytes())
}

// plain writes a stream as it is.
func (f *file) plain(n int, dict string, data []byte) {
	f.where[n-1] = place{0, uint32(f.size)}
	f.write(fmt.Appendf(nil, "%d 0 obj\n<<%s/Length %d>>\nstream\n", n, dict, len(data)))
	f.write(data)
	f.write([]byte("\nendstream\nendobj\n"))
}

// end writes where everything is. An empty id is made of what was written.
func (f *file) end(root, info int, id [16]byte) error {
	f.flush()
	n := f.reserve()
	if n > maxObjects {
		return errTooLarge
	}
	f.where[n-1] = place{0, uint32(f.size)}
	if id == [16]byte{} {
		copy(id[:], f.sum.Sum(nil))
	}
	table := append(make([]byte, 0, 7*(n+1)), 0, 0, 0, 0, 0, 0xFF, 0xFF)
	for _, p := range f.where {
		kind, first, second := byte(1), p.at, uint16(0)
		if p.stream != 0 {
			kind, first, second = 2, uint32(p.stream), uint16(p.at)
		}
		table = append(table, kind)
		table = binary.BigEndian.AppendUint32(table, first)
		table = binary.BigEndian.AppendUint16(table, second)
	}
	start := f.size
	f.stream(n, fmt.Sprintf("/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%X><%X>]", n+1, root, info, id, id), table)
	f.write(fmt.Appendf(nil, "startxref\n%d\n%%%%EOF\n", start))
	return f.err
}
