package main

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/allegati"
	"cassetto/internal/cache"
	"cassetto/internal/outbox"
	"cassetto/internal/sigillo"
	"cassetto/resolvers"
	"cassetto/sources"
	"cassetto/sources/comunicazioni"
)

// openDialogo makes what requests need besides their archive: who follows their events up, and who sends their notices.
func (a *App) openDialogo(ctx context.Context, s *sources.Sources, r *resolvers.Resolver) error {
	mittenti, err := outbox.Apri(a.config.SMTP, a.config.SMS, filepath.Join(a.config.Dati, "notifiche"))
	if err != nil {
		return err
	}
	archivio := a.archives.Comunicazioni
	coda := outbox.NuovaCoda(outbox.Opzioni{
		Store: archivio.Store, Collezione: comunicazioni.Notifiche.Collection, Mittenti: mittenti, Now: a.config.Now,
		Componi:  a.componi(s),
		Cambiata: a.dimenticaNotifica(ctx),
	})
	seguito := comunicazioni.NewSeguito(comunicazioni.Opzioni{
		Archivio: archivio, Now: a.config.Now, Timeout: a.config.Timeout,
		Avvisa: a.avvisaRichiesta(coda),
		Cambiata: func(r *model.Richiesta) {
			a.dimentica(ctx, comunicazioni.Name, comunicazioni.Richieste.Collection.Name, comunicazioni.Codici(r)...)
		},
	})
	r.Segnala = seguito.Signal
	a.background(ctx, seguito.Run, coda.Run)
	a.openAgenda(ctx, r, coda)
	return a.openAllegati(r)
}

// scan is how long an antivirus may take over one file.
const scan = 30 * time.Second

// openAllegati makes what attachments need: who looks at them, and who signs the links to them.
func (a *App) openAllegati(r *resolvers.Resolver) error {
	r.Imballatore = &allegati.Imballatore{}
	if a.config.Antivirus != "" {
		clamd, err := allegati.NuovoAntivirus(a.config.Antivirus, scan)
		if err != nil {
			return fmt.Errorf("CASSETTO_ANTIVIRUS_URL: %w", err)
		}
		r.Imballatore.Antivirus = clamd
	}
	keys, err := a.config.signingKeys()
	if err != nil {
		return err
	}
	if r.Sigillo, err = allegati.NuovoSigillo(keys); err != nil {
		return err
	}
	a.files = &allegati.Scarico{Sigillo: r.Sigillo, Vede: r.Scaricabile, Now: a.config.Now}
	return nil
}

// signingKeys are the keys that sign links: those of the configuration, which instances on several machines must share, or the one
// in the folder.
func (c *Config) signingKeys() ([]sigillo.Key, error) {
	if c.ChiaviFile == "" {
		return allegati.ChiaveIn(c.Dati)
	}
	return allegati.ChiaviDi(c.ChiaviFile)
}

// antivirus checks its address when the configuration is read.
func antivirus(v string) error {
	if v == "" {
		return nil
	}
	_, err := allegati.NuovoAntivirus(v, scan)
	return err
}

// linkKeys checks the keys of links when the configuration is read.
func linkKeys(v string) error {
	if v == "" {
		return nil
	}
	_, err := allegati.ChiaviDi(v)
	return err
}

// dimentica drops from the caches of all instances what has changed of an archive.
func (a *App) dimentica(ctx context.Context, archive, section string, codes ...string) {
	_ = a.forget(ctx, cache.Change{Archive: archive, Section: section, Tags: cache.TagsOf(codes...)}) // the others are told as soon as they can be
}

// background runs what goes on until the program ends.
func (a *App) background(ctx context.Context, run ...func(context.Context)) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	var running sync.WaitGroup
	for _, one := range run {
		running.Go(func() { one(ctx) })
	}
	a.close = append(a.close, func() error {
		stop()
		running.Wait()
		return nil
	})
}
