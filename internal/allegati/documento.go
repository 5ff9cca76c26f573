package allegati

import (
	"context"
	"io"
	"strings"

	"cassetto/internal/store"
)

// MaxDocumento is how many bytes a document may have.
const MaxDocumento = 256 << 20

// Documento is a document that a Deposito keeps as it is, under a key that tells it from all others, equal ones too: it can be
// removed. Keys that begin with the same text and "-" are a group.
type Documento struct {
	Chiave     string
	SHA256     string // in hexadecimal
	Dimensione int64
	Nome, Tipo string // with which it is given out
}

// DeponiDocumento stores what was written, under a key. When it returns nil all of it is on disk. It may be stored again under the
// same key, also at the same time and after an attempt that failed half-way; nothing else may be. It fails with
// ARCHIVE_UNAVAILABLE when the archive does not take it.
func (d *Deposito) DeponiDocumento(ctx context.Context, chiave string, b *Bozza) error {
	return d.deponi(ctx, chiave, io.NewSectionReader(b.file, 0, b.scritti))
}

// ApriDocumento opens a document; it fails with ErrAssente, or with ARCHIVE_UNAVAILABLE. What it gives reads from the archive,
// within ctx.
func (d *Deposito) ApriDocumento(ctx context.Context, di Documento) (*Pacchetto, error) {
	if di.Dimensione > MaxDocumento || di.Chiave == "" {
		return nil, ErrAssente
	}
	return d.apri(ctx, &Pacchetto{chiave: di.Chiave, sha256: di.SHA256, size: di.Dimensione})
}

// aVolta is how many pieces are looked at to be removed at once: they are read with all that is in them.
const aVolta = 16

// Togli removes the documents of a group, and what was stored of them by attempts that failed, but for one key; an empty one spares
// nothing. It fails with ARCHIVE_UNAVAILABLE, and may be called again.
func (d *Deposito) Togli(ctx context.Context, gruppo, tranne string) error {
	q := store.Query{Filter: store.Range{Field: "id", From: gruppo + "-", To: gruppo + "."}, Limit: aVolta}
	for letti := aVolta; letti == aVolta; {
		letti = 0
		var ids []string
		err := d.Store.Search(ctx, Collection, q, func(r store.Row) error {
			letti, q.After = letti+1, r.Cursor()
			if tranne == "" || !strings.HasPrefix(r.ID(), tranne+"-") {
				ids = append(ids, r.ID())
			}
			return nil
		})
		if err == nil && len(ids) > 0 {
			err = d.Store.Delete(ctx, Collection, ids)
		}
		if err != nil {
			return d.guasto(ctx, err)
		}
	}
	return nil
}
