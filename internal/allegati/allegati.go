// Package allegati takes the attachments of a request: it checks what they are, packs them into one zip, keeps the zip in an
// archive in pieces, and gives it out again by links that are signed and expire. No file is ever whole in memory.
package allegati

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"cassetto/graph/model"
)

const (
	// MaxFile is how many files a request may have.
	MaxFile = 3
	// MaxDimensione is how many bytes each may have.
	MaxDimensione = 3 << 20
)

// File is an attachment as it came.
type File struct {
	Nome       string        // as the client says
	Contenuto  io.ReadSeeker // read from its beginning, once
	Dimensione int64         // bytes, as the client says; what is read decides
}

// Imballatore checks and packs attachments. It is safe for concurrent use.
type Imballatore struct {
	Antivirus *Antivirus // nil: files are not scanned
}

// Imballa checks the files and packs them, under clean names that differ from one another. The same files always make the same
// package; no files make none. Either there is a package, which the caller closes, or there are errors for the user, one
// for each file that is wrong, or it did not work: ARCHIVE_UNAVAILABLE when the antivirus does not answer.
func (i *Imballatore) Imballa(ctx context.Context, files []File) (*Pacco, []model.ErroreCampo, error) {
	if len(files) == 0 {
		return nil, nil, nil
	}
	if len(files) > MaxFile {
		return nil, []model.ErroreCampo{errore("allegati", Troppi)}, nil
	}
	var errori []model.ErroreCampo
	var nomi []string
	var copie []*os.File
	defer func() {
		for _, c := range copie {
			c.Close()
		}
	}()
	for n, f := range files {
		copia, nome, codice, err := i.accogli(ctx, f)
		if copia != nil {
			copie = append(copie, copia)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("allegati: file %d: %w", n, err)
		}
		if codice != "" {
			errori = append(errori, errore(campo(n), codice))
			continue
		}
		nomi = append(nomi, distingui(nome, nomi))
	}
	if len(errori) > 0 {
		return nil, errori, nil
	}
	p, err := impacchetta(nomi, copie)
	if err != nil {
		return nil, nil, fmt.Errorf("allegati: %w", err)
	}
	return p, nil, nil
}

// accogli copies a file where nobody else changes it and judges the copy: a code says what is wrong.
func (i *Imballatore) accogli(ctx context.Context, f File) (copia *os.File, nome, codice string, err error) {
	nome, valido := pulisci(f.Nome)
	if !valido {
		return nil, "", NomeNonValido, nil
	}
	if f.Dimensione > MaxDimensione {
		return nil, "", TroppoGrande, nil
	}
	if copia, err = temporaneo(); err != nil {
		return nil, "", "", err
	}
	if _, err := f.Contenuto.Seek(0, io.SeekStart); err != nil {
		return copia, "", "", err
	}
	size, err := io.Copy(copia, io.LimitReader(interrompibile{ctx, f.Contenuto}, MaxDimensione+1))
	switch {
	case err != nil:
		return copia, "", "", err
	case size > MaxDimensione:
		return copia, "", TroppoGrande, nil
	}
	c, err := leggiContenuto(copia, size)
	if err != nil {
		return copia, "", "", err
	}
	if codice, err = riconosci(c, estensione(nome)); codice != "" || err != nil {
		return copia, "", codice, err
	}
	if i.Antivirus != nil {
		if infetto, err := i.Antivirus.esamina(ctx, c.tutto()); infetto || err != nil {
			return copia, "", Infetto, err
		}
	}
	return copia, nome, "", nil
}

// temporaneo is a file that has no name and is gone once it is closed.
func temporaneo() (*os.File, error) {
	f, err := os.CreateTemp("", "cassetto-pacco-")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// interrompibile stops reading once nobody waits any more.
type interrompibile struct {
	ctx context.Context
	r   io.Reader
}

func (i interrompibile) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.r.Read(p)
}
