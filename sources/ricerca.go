package sources

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/sources/anagrafica"
)

// Vista is what a user may see.
type Vista struct {
	Impronta [sha256.Size]byte // tells it from what others may see
	Vale     bool              // false: it is about to change, and nothing is kept by it
	Ambito   func() access.Ambito
}

// cercata is a search that a response has asked for.
type cercata struct {
	anagrafica.Ricerca
	vista Vista
}

// Cerca finds the companies that a user may see. The companies found belong to the response.
func (s *Sources) Cerca(ctx context.Context, v Vista, r anagrafica.Ricerca) (*model.AziendaConnection, error) {
	d := domanda{anagrafica.Name, testo(r.Filtro, r.Ordine, r.First, r.After)}
	return Once(ctx, d, func() (*model.AziendaConnection, error) {
		trovate, err := s.Ricerca.Load(ctx, batchOf(ctx).cerca(d.testo, cercata{r, v}))
		if err != nil {
			return nil, err
		}
		c := *trovate // what a section gives is shared
		c.Nodes = slices.Clone(c.Nodes)
		model.Riunisci(c.Nodes)
		c.Conta = func(ctx context.Context) (int, error) {
			return asked(ctx, &c, func(ctx context.Context) (int, error) {
				return ask(ctx, s, anagrafica.Name, func(ctx context.Context) (int, error) {
					tutte := r // others may count them at the same time
					tutte.Ambito = v.Ambito()
					return anagrafica.Conta(ctx, s.archives.Anagrafica, tutte)
				})
			})
		}
		return &c, nil
	})
}

// cerca is the key under which a search of the response is kept: of who may see the same, the same. It is of this response alone
// when what he may see is about to change.
func (b *batch) cerca(testo string, c cercata) string {
	h := sha256.New()
	h.Write(c.vista.Impronta[:])
	h.Write([]byte(testo))
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.cercate == nil {
		b.cercate, b.sola = map[string]cercata{}, rand.Text()
	}
	if !c.vista.Vale {
		h.Write([]byte(b.sola))
	}
	key := hex.EncodeToString(h.Sum(nil))
	b.cercate[key] = c
	return key
}

// cerca carries out searches of a response.
func (s *Sources) cerca(ctx context.Context, keys []string) (map[string]*model.AziendaConnection, error) {
	b := batchOf(ctx)
	trovate := make(map[string]*model.AziendaConnection, len(keys))
	for _, k := range keys {
		b.mu.Lock()
		c := b.cercate[k]
		b.mu.Unlock()
		c.Ambito = c.vista.Ambito()
		t, err := anagrafica.Cerca(ctx, s.archives.Anagrafica, c.Ricerca)
		if err != nil {
			return nil, err
		}
		t.Conta = nil // it would keep all that the user may see
		trovate[k] = t
	}
	return trovate, nil
}
