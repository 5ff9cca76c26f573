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

// Collection holds packages and other documents in pieces, by the key of the whole, which for a package is its digest, and the
// number of the piece.
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

func idPezzo(chiave string, n int64) string { return chiave + "-" + strconv.FormatInt(n, 10) }

// Deposito keeps packages and other documents in an archive. It is safe for concurrent use, by several processes too.
type Deposito struct {
	Store    store.Store // opened with Collection
	Archivio string      // its name, for errors
}

// Deponi stores a package. When it returns nil all of it is on disk. The same package may be stored again, also at the same
// time and after an attempt that failed half-way. It fails with ARCHIVE_UNAVAILABLE when the archive does not take it.
func (d *Deposito) Deponi(ctx context.Context, p *Pacco) error {
	return d.deponi(ctx, p.SHA256, io.NewSectionReader(p, 0, p.Dimensione))
}

func (d *Deposito) deponi(ctx context.Context, chiave string, whole *io.SectionReader) error {
	buffer := make([]byte, lunghezzaPezzo)
	for n := int64(0); n*lunghezzaPezzo < whole.Size(); n++ {
		piece := buffer[:min(lunghezzaPezzo, whole.Size()-n*lunghezzaPezzo)]
		if read, err := whole.ReadAt(piece, n*lunghezzaPezzo); read < len(piece) {
			return fmt.Errorf("allegati: what is to be stored: %w", err)
		}
		doc, err := json.Marshal(pezzo{idPezzo(chiave, n), piece})
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
	if size > maxPacco {
		return nil, ErrAssente
	}
	return d.apri(ctx, &Pacchetto{chiave: sha256, sha256: sha256, size: size})
}

func (d *Deposito) apri(ctx context.Context, p *Pacchetto) (*Pacchetto, error) {
	if raw, err := hex.DecodeString(p.sha256); err != nil || len(raw) != 32 || hex.EncodeToString(raw) != p.sha256 || p.size <= 0 {
		return nil, ErrAssente
	}
	p.ctx, p.deposito, p.n = ctx, d, -1
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
