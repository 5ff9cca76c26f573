package comunicazioni

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/store"
)

// ID is the identifier of a new request, as archive.ID says.
func ID(chi model.CodiceFiscale, chiave string) string { return archive.ID("R-", chi, chiave) }

// daFare marks a request from whose events something still has to follow.
const daFare = "SI"

// Invia stores a new request, or returns the one that an earlier call with the same identifier stored.
func (a *Archivio) Invia(ctx context.Context, r model.Richiesta) (*model.Richiesta, error) {
	err := a.put(ctx, &r, 0)
	if errors.Is(err, store.ErrConflict) {
		letta, _, err := a.leggi(ctx, r.ID)
		return letta, err
	}
	return &r, err
}

// Modifica changes a request by the rule of change, which is called again with the newer state when somebody else changed it
// meanwhile; change says false when there is nothing to do. A request that does not exist is nil.
func (a *Archivio) Modifica(ctx context.Context, id string, change func(*model.Richiesta) bool) (*model.Richiesta, error) {
	for {
		r, version, err := a.leggi(ctx, id)
		if r == nil || err != nil || !change(r) {
			return r, err
		}
		if err = a.put(ctx, r, version); !errors.Is(err, store.ErrConflict) {
			return r, err
		}
	}
}

func (a *Archivio) put(ctx context.Context, r *model.Richiesta, version int64) error {
	r.ModificataAl = archive.Instant(time.Now())
	doc, err := json.Marshal(r)
	if err == nil {
		_, err = a.store.Put(ctx, Richieste.Collection, doc, version)
	}
	return err
}

// Adesso reads requests by identifier, as they are now; one that does not exist is missing from the map.
func (a *Archivio) Adesso(ctx context.Context, ids []string) (map[string]*model.Richiesta, error) {
	return PerID(ctx, &archive.Archive{Name: Name, Store: a.store}, ids)
}

func (a *Archivio) leggi(ctx context.Context, id string) (r *model.Richiesta, version int64, err error) {
	err = a.store.Read(ctx, Richieste.Collection, []string{"id"}, []string{id}, func(_ string, row store.Row) error {
		r, version = new(model.Richiesta), row.Version()
		err := row.Decode(r)
		riconosci(r)
		return err
	})
	return r, version, err
}
