package allegati

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"os"
)

// ErrTroppoGrande says that a document would have more than MaxDocumento bytes.
var ErrTroppoGrande = errors.New("allegati: the document is too large")

// Bozza is a document while it is written: on disk, in a file without a name that goes with the process. It is for one goroutine.
type Bozza struct {
	file    *os.File
	somma   hash.Hash
	scritti int64
}

// NuovaBozza makes an empty one, to be closed.
func NuovaBozza() (*Bozza, error) {
	f, err := temporaneo()
	if err != nil {
		return nil, err
	}
	return &Bozza{file: f, somma: sha256.New()}, nil
}

// Write adds to the end. It fails with ErrTroppoGrande.
func (b *Bozza) Write(p []byte) (int, error) {
	if b.scritti+int64(len(p)) > MaxDocumento {
		return 0, ErrTroppoGrande
	}
	n, err := b.file.Write(p)
	b.scritti += int64(n)
	b.somma.Write(p[:n])
	return n, err
}

// Dimensione is how many bytes were written.
func (b *Bozza) Dimensione() int64 { return b.scritti }

// SHA256 is the digest of what was written, in hexadecimal.
func (b *Bozza) SHA256() string { return hex.EncodeToString(b.somma.Sum(nil)) }

// Close frees the disk.
func (b *Bozza) Close() error { return b.file.Close() }
