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
		Componi: a.componi(s),
		Cambiata: func(n model.NotificaRichiesta) {
			a.dimentica(ctx, "notifiche", n.IDRichiesta)
		},
	})
	seguito := comunicazioni.NewSeguito(comunicazioni.Opzioni{
		Archivio: archivio, Now: a.config.Now, Timeout: a.config.Timeout,
		Avvisa: func(ctx context.Context, r *model.Richiesta) error {
			for _, n := range outbox.Dovute(r, a.config.Now()) {
				if n.Evento <= r.Registrati {
					continue // told already
				}
				if err := coda.Accoda(ctx, n); err != nil {
					return err
				}
			}
			return nil
		},
		Cambiata: func(r *model.Richiesta) {
			a.dimentica(ctx, comunicazioni.Richieste.Collection.Name, comunicazioni.Codici(r)...)
		},
	})
	r.Segnala = seguito.Segnala
	a.background(ctx, seguito.Run, coda.Run)
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
	a.files = &allegati.Scarico{Sigillo: r.Sigillo, Deposito: a.archives.Comunicazioni.Allegati, Vede: r.Scaricabile, Now: a.config.Now}
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

// dimentica drops from the caches of all instances what has changed of the dialogue.
func (a *App) dimentica(ctx context.Context, section string, codes ...string) {
	_ = a.forget(ctx, cache.Change{Archive: comunicazioni.Name, Section: section, Tags: cache.TagsOf(codes...)}) // the others are told as soon as they can be
}

// componi makes what a notice says, out of its request as it is when it is sent.
func (a *App) componi(s *sources.Sources) func(context.Context, *model.NotificaRichiesta) (*outbox.Avviso, error) {
	return func(ctx context.Context, n *model.NotificaRichiesta) (*outbox.Avviso, error) {
		lette, err := a.archives.Comunicazioni.Adesso(ctx, []string{n.IDRichiesta})
		if err != nil {
			return nil, err
		}
		r := lette[n.IDRichiesta]
		if r == nil {
			return nil, nil
		}
		sede, err := s.Sede.Load(ctx, r.CodiceSede)
		if err != nil {
			return nil, err
		}
		ambito, oggetto, _ := comunicazioni.Oggetto(r.CodiceAmbito, r.CodiceOggetto)
		voci := outbox.Voci{Ufficio: "Sede " + string(r.CodiceSede), Ambito: ambito.Descrizione, Oggetto: oggetto.Descrizione}
		if sede != nil {
			voci.Ufficio = sede.Denominazione
		}
		return outbox.Componi(r, voci, n), nil
	}
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
