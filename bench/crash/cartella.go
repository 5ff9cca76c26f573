package crash

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
	"cassetto/sources"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

// archivio opens an archive of the folder.
func (c *campo) archivio(ctx context.Context, nome string) (store.Store, error) {
	return sqlite.Open(ctx, filepath.Join(c.dir, "dati", nome+".db"), sources.Collections(nome)...)
}

// leggi is what the folder holds now and what everybody saw. The subscribers are read first: they cannot have seen what is not
// there.
func (c *campo) leggi(ctx context.Context) (*fatti, error) {
	f := &fatti{tutte: c.Tutte}
	for _, a := range c.abbonati {
		f.abbonati = append(f.abbonati, a.copia())
	}
	f.ricordi, f.consegne, f.adesso = c.memoria.copia(), c.recapiti.copia(), time.Now()
	for nome, leggi := range map[string]func(context.Context, store.Store) error{comunicazioni.Name: f.leggi, agenda.Name: f.agende.leggi} {
		s, err := c.archivio(ctx, nome)
		if err != nil {
			return nil, err
		}
		if err := errors.Join(leggi(ctx, s), s.Close()); err != nil {
			return nil, err
		}
	}
	f.senza(c.storia)
	return f, nil
}

// ricorda remembers the requests and appointments that the demo begins with, of which the program has promised nothing.
func (c *campo) ricorda(ctx context.Context) error {
	f, err := c.leggi(ctx)
	if err != nil {
		return err
	}
	c.storia = map[string]bool{}
	for i := range f.richieste {
		c.storia[f.richieste[i].ID] = true
	}
	for i := range f.appuntamenti {
		c.storia[f.appuntamenti[i].ID] = true
	}
	return nil
}
