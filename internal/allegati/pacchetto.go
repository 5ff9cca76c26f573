package allegati

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"sync"
)

// errRotto says that what is stored is not what was stored.
var errRotto = errors.New("allegati: the stored package is damaged")

// Pacchetto is a stored package or other document, of which one piece at a time is in memory. It is safe for concurrent use.
type Pacchetto struct {
	ctx      context.Context // io.ReaderAt has no place for it
	deposito *Deposito
	chiave   string
	sha256   string
	size     int64

	mu    sync.Mutex
	n     int64 // number of the piece at hand, -1 for none
	piece []byte
}

// ReadAt reads the whole, as it is stored.
func (p *Pacchetto) ReadAt(b []byte, off int64) (n int, err error) {
	if off < 0 {
		return 0, errors.New("allegati: negative offset")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for n < len(b) {
		if off >= p.size {
			return n, io.EOF
		}
		if err := p.prendi(off / lunghezzaPezzo); err != nil {
			return n, err
		}
		read := copy(b[n:], p.piece[off%lunghezzaPezzo:])
		n, off = n+read, off+int64(read)
	}
	return n, nil
}

// prendi puts the piece n at hand.
func (p *Pacchetto) prendi(n int64) error {
	if n == p.n {
		return nil
	}
	p.n, p.piece = -1, nil // the next may take its memory
	piece, err := p.deposito.leggi(p.ctx, idPezzo(p.chiave, n))
	if errors.Is(err, ErrAssente) && n > 0 {
		err = errRotto
	}
	if err != nil {
		return err
	}
	if int64(len(piece)) != min(lunghezzaPezzo, p.size-n*lunghezzaPezzo) {
		return errRotto
	}
	p.n, p.piece = n, piece
	return nil
}

// Tutto reads the whole from its beginning, and fails at its end unless it is what its digest says.
func (p *Pacchetto) Tutto() io.Reader {
	return &verificato{io.NewSectionReader(p, 0, p.size), sha256.New(), p.sha256}
}

// WriteTo writes the whole as Tutto reads it.
func (p *Pacchetto) WriteTo(w io.Writer) (int64, error) {
	return io.CopyBuffer(struct{ io.Writer }{w}, p.Tutto(), make([]byte, 32<<10))
}

// Voce opens one file of the package, and says how many bytes it has. Reading it fails at its end unless it is what was packed. It
// fails with ErrAssente when there is no file of this name.
func (p *Pacchetto) Voce(nome string) (io.ReadCloser, int64, error) {
	z, err := zip.NewReader(p, p.size)
	if err != nil {
		return nil, 0, rotto(err)
	}
	for _, f := range z.File {
		if f.Name != nome {
			continue
		}
		r, err := f.Open()
		return r, int64(f.UncompressedSize64), rotto(err)
	}
	return nil, 0, ErrAssente
}

// rotto gives the errors of a format their meaning here.
func rotto(err error) error {
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) {
		return errRotto
	}
	return err
}

// verificato compares what it has read with a digest when there is no more to read.
type verificato struct {
	r      io.Reader
	sum    hash.Hash
	sha256 string
}

func (v *verificato) Read(b []byte) (int, error) {
	n, err := v.r.Read(b)
	v.sum.Write(b[:n])
	if errors.Is(err, io.EOF) && hex.EncodeToString(v.sum.Sum(nil)) != v.sha256 {
		err = errRotto
	}
	return n, err
}
