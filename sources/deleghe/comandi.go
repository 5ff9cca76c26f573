package deleghe

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// ID is the identifier of a new delega, as archive.ID says.
func ID(chi model.CodiceFiscale, chiave string) string { return archive.ID("D-", chi, chiave) }

// Registra stores a new delega and returns it. One that exists already under this identifier is returned as it is: the
// command is being repeated.
func Registra(ctx context.Context, a *archive.Archive, d model.Delega) (*model.Delega, error) {
	err := put(ctx, a, d, 0)
	if errors.Is(err, store.ErrConflict) {
		letta, _, err := leggi(ctx, a, d.ID)
		return letta, err
	}
	return &d, err
}

// Modifica changes a delega by the rule of change, which is called again with the newer state when somebody else changed the
// delega meanwhile; change says false when there is nothing to do. A delega that does not exist is nil.
func Modifica(ctx context.Context, a *archive.Archive, id string, change func(*model.Delega) bool) (*model.Delega, error) {
	for {
		d, version, err := leggi(ctx, a, id)
		if d == nil || err != nil || !change(d) {
			return d, err
		}
		if err = put(ctx, a, *d, version); !errors.Is(err, store.ErrConflict) {
			return d, err
		}
	}
}

func put(ctx context.Context, a *archive.Archive, d model.Delega, version int64) error {
	d.ModificataAl = archive.Instant(time.Now())
	doc, err := json.Marshal(d)
	if err == nil {
		_, err = a.Store.Put(ctx, Deleghe.Collection, doc, version)
	}
	return err
}

func leggi(ctx context.Context, a *archive.Archive, id string) (d *model.Delega, version int64, err error) {
	err = a.Store.Read(ctx, Deleghe.Collection, []string{"id"}, []string{id}, func(_ string, r store.Row) error {
		d, version = new(model.Delega), r.Version()
		return r.Decode(d)
	})
	return d, version, err
}
