package allegati

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"cassetto/internal/fault"
	"cassetto/internal/store"
)

// Collection holds packages in pieces, by the digest of the package and the number of the piece.
var Collection = &store.Collection{Name: "pacchetti", Key: []string{"id"}}

// lunghezzaPezzo is how many bytes every piece but the last has.
const lunghezzaPezzo = 192 << 10

// maxPacco is more than any package has: files that do not shrink, their names, the directory.
const maxPacco = MaxFile*(MaxDimensione+64<<10) + 64<<10

// ErrAssente says that a package, or a file in it, is not there.
var ErrAssente = errors.New("allegati: not there")

// pezzo is a stored piece of a package.
type pezzo struct {
	ID   string `json:"id"`
	Dati []byte `json:"dati"` // base64 in JSON
}

func idPezzo(sha256 string, n int64) string { return sha256 + "-" + strconv.FormatInt(n, 10) }

// Deposito keeps packages in an archive. It is safe for concurrent use, by several processes too.
type Deposito struct {
	Store    store.Store // opened with Collection
	Archivio string      // its name, for errors
}

// Deponi stores a package. When it returns nil all of it is on disk. The same package may be stored again, also at the same
// time and after an attempt that failed half-way. It fails with ARCHIVE_UNAVAILABLE when the archive does not take it.
func (d *Deposito) Deponi(ctx context.Context, p *Pacco) error {
	buffer := make([]byte, lunghezzaPezzo)
	for n := int64(0); n*lunghezzaPezzo < p.Dimensione; n++ {
		piece := buffer[:min(lunghezzaPezzo, p.Dimensione-n*lunghezzaPezzo)]
		if read, err := p.ReadAt(piece, n*lunghezzaPezzo); read < len(piece) {
			return fmt.Errorf("allegati: package: %w", err)
		}
		doc, err := json.Marshal(pezzo{idPezzo(p.SHA256, n), piece})
		if err != nil {
			return err
		}
		if _, err := d.Store.Put(ctx, Collection, doc, 0); err != nil && !errors.Is(err, store.ErrConflict) {
			return d.guasto(ctx, err)
		}
	}
	return nil
}

// Apri opens the package with this digest and this many bytes; it fails with ErrAssente, or with ARCHIVE_UNAVAILABLE. What it
// gives reads from the archive, within ctx.
func (d *Deposito) Apri(ctx context.Context, sha256 string, size int64) (*Pacchetto, error) {
	if raw, err := hex.DecodeString(sha256); err != nil || len(raw) != 32 || hex.EncodeToString(raw) != sha256 || size <= 0 || size > maxPacco {
		return nil, ErrAssente
	}
	p := &Pacchetto{ctx: ctx, deposito: d, sha256: sha256, size: size, n: -1}
	_, err := p.ReadAt(make([]byte, 1), 0)
	if errors.Is(err, io.EOF) { // a package of one byte
		err = nil
	}
	return p, err
}

// leggi reads one piece.
func (d *Deposito) leggi(ctx context.Context, id string) (data []byte, err error) {
	var p pezzo
	err = d.Store.Read(ctx, Collection, []string{"id"}, []string{id}, func(_ string, r store.Row) error { return r.Decode(&p) })
	switch {
	case err != nil:
		return nil, d.guasto(ctx, err)
	case p.ID == "":
		return nil, ErrAssente
	}
	return p.Dati, nil
}

// guasto is what to say when the archive fails; whoever left is told that he left.
func (d *Deposito) guasto(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	return fault.ArchiveDown(d.Archivio, 5*time.Second, err)
}
