package allegati

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"time"

	"cassetto/graph/model"
)

// Pacco is a zip of attachments on disk.
type Pacco struct {
	Voci       []model.Allegato // what is in it, in the order of the request; without identifiers
	Dimensione int64            // bytes of the zip
	SHA256     string           // of the zip, in hexadecimal
	file       *os.File
}

// ReadAt reads the zip.
func (p *Pacco) ReadAt(b []byte, off int64) (int, error) { return p.file.ReadAt(b, off) }

// Close frees the disk.
func (p *Pacco) Close() error { return p.file.Close() }

// epoca dates every entry: the first instant that a zip can say. The package tells what was sent, not when.
var epoca = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// impacchetta makes the zip of files that were judged good.
func impacchetta(nomi []string, copie []*os.File) (_ *Pacco, err error) {
	p := &Pacco{}
	if p.file, err = temporaneo(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.Close())
		}
	}()
	sum := sha256.New()
	disk := bufio.NewWriterSize(io.MultiWriter(p.file, sum), 32<<10)
	z := zip.NewWriter(disk)
	for n, nome := range nomi {
		voce, err := p.aggiungi(z, nome, copie[n])
		if err != nil {
			return nil, err
		}
		p.Voci = append(p.Voci, voce)
	}
	if err := errors.Join(z.Close(), disk.Flush()); err != nil {
		return nil, err
	}
	p.SHA256 = hex.EncodeToString(sum.Sum(nil))
	p.Dimensione, err = p.file.Seek(0, io.SeekCurrent)
	return p, err
}

func (p *Pacco) aggiungi(z *zip.Writer, nome string, copia *os.File) (model.Allegato, error) {
	t := tipi[estensione(nome)]
	method := zip.Store
	if t.comprimere {
		method = zip.Deflate
	}
	w, err := z.CreateHeader(&zip.FileHeader{Name: nome, Method: method, Modified: epoca})
	if err != nil {
		return model.Allegato{}, err
	}
	if _, err := copia.Seek(0, io.SeekStart); err != nil {
		return model.Allegato{}, err
	}
	n, err := io.Copy(w, copia)
	return model.Allegato{Nome: nome, Tipo: t.mime, Dimensione: int32(n)}, err
}
