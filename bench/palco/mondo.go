package palco

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/cache"
	"cassetto/internal/live"
	"cassetto/internal/relay"
	"cassetto/internal/transport"
	"cassetto/resolvers"
	"cassetto/sources"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/deleghe"
)

// World is what the program has behind its edge, put together in the same way: the archives on disk, their sections with what the
// process keeps of them, the feeds of the events, and who does what follows from them. Notices are not sent.
type World struct {
	Resolver *resolvers.Resolver
	seguito  *relay.Relay
	done     chan struct{} // has something when all that follows from an event is done
	stop     context.CancelFunc
	running  sync.WaitGroup
	closeAll func()
}

// opened is when the request is sent; every event comes a second after the one before, so that all servers say the same.
var opened = time.Date(2026, time.November, 23, 9, 30, 0, 0, time.UTC)

const (
	request = "R-AURORA"
	timeout = 30 * time.Second // of what a command does
	memory  = 64 << 20         // bytes of what the process keeps of the archives
)

// Open opens a world in a folder that Prepare has filled, and sends the request whose events there are going to be.
func Open(ctx context.Context, dati string) (*World, error) {
	a, closeAll, err := Archives(ctx, dati)
	if err != nil {
		return nil, err
	}
	s := sources.Open(a, sources.Options{Timeout: timeout, Memory: memory, Now: time.Now})
	feeds := resolvers.NewFeeds(a.Comunicazioni, a.Agenda)
	s.OnChange(func(c cache.Change) { feeds.Changed(c.Archive) })
	w := &World{done: make(chan struct{}, 1), closeAll: closeAll}
	w.Resolver = &resolvers.Resolver{Sources: s, Now: time.Now, Live: feeds, Seen: transport.LastEventID}
	w.seguito = comunicazioni.NewSeguito(comunicazioni.Opzioni{
		Archivio: a.Comunicazioni, Now: func() time.Time { return opened }, Timeout: timeout,
		Avvisa: func(context.Context, *model.Richiesta) error { return nil },
		Cambiata: func(r *model.Richiesta) {
			_ = s.Forget(ctx, cache.Change{Archive: comunicazioni.Name, Section: "richieste", Tags: cache.TagsOf(comunicazioni.Codici(r)...)})
			w.done <- struct{}{}
		},
	})
	ctx, w.stop = context.WithCancel(ctx)
	w.running.Go(func() { feeds.Run(ctx, 500*time.Millisecond) })
	w.running.Go(func() { w.seguito.Run(ctx) })
	if err := w.send(ctx); err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

// send sends the request.
func (w *World) send(ctx context.Context) error {
	azienda, err := w.Resolver.Sources.Azienda.Load(sources.WithBatch(ctx), matricola)
	if err != nil || azienda == nil {
		return fmt.Errorf("palco: no company: %w", err)
	}
	invio := &comunicazioni.Invio{
		ID: request, Azienda: azienda, Mittente: model.MittenteRichiesta{CodiceFiscale: codiceFiscale(0), Qualifica: model.ProfiloUtenteLegaleRappresentante},
		Input: model.InviaRichiestaInput{
			Matricola: matricola, Tipo: model.TipoRichiestaGenerica,
			Testo: "Si chiede di conoscere lo stato della pratica di rimborso presentata per la posizione in oggetto.",
		},
	}
	if _, err := w.Resolver.Sources.InviaRichiesta(ctx, invio.Richiesta(opened)); err != nil {
		return err
	}
	return w.followed(ctx)
}

// Happen has the sede of the request do the n-th thing with it, from 1: it takes it on, and then writes one comment after the
// other. It returns once all is stored and subscribers are being told.
func (w *World) Happen(ctx context.Context, n int) error {
	c := comunicazioni.Comando{Evento: model.TipoEventoRichiestaCommento, Commento: "Verifica in corso.", Operatore: codiceFiscale(1), Ufficio: "Sede"}
	if n == 1 {
		c.Evento = model.TipoEventoRichiestaPresaInCarico
	}
	var wrong []model.ErroreCampo
	_, err := w.Resolver.Sources.ModificaRichiesta(ctx, request, func(r *model.Richiesta) bool {
		c.Da = r.CodiceSede
		wrong = c.Applica(r, opened.Add(time.Duration(n)*time.Second))
		return len(wrong) == 0
	})
	if err != nil || len(wrong) > 0 {
		return fmt.Errorf("palco: the command was not carried out: %v: %w", wrong, err)
	}
	return w.followed(ctx)
}

// followed has done what follows from an event.
func (w *World) followed(ctx context.Context) error {
	w.seguito.Signal(request)
	select {
	case <-w.done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Events gives every event of the request to somebody until the world is closed: what a server needs that does not follow the
// feed by subscriptions of its own.
func (w *World) Events(ctx context.Context, tell func(*model.AggiornamentoRichiesta)) error {
	events, err := w.Resolver.Live.Richieste.Subscribe(ctx, live.Topic{Group: matricola}, live.FromNow)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	end := w.stop
	w.stop = func() { cancel(); end() }
	w.running.Go(func() {
		defer events.Close()
		for {
			e, err := events.Next(ctx)
			switch {
			case errors.Is(err, live.ErrRecheck):
			case err != nil:
				return
			default:
				evento := e.Value.Eventi[e.Event-1]
				tell(&model.AggiornamentoRichiesta{Cursore: live.Form("1:").Cursor(e.Position), Evento: &evento, Richiesta: e.Value})
			}
		}
	})
	return nil
}

// Sees says whether the caller may see a request now.
func (w *World) Sees(ctx context.Context, r *model.Richiesta) bool {
	who, _ := access.From(ctx)
	chi := deleghe.Chi{CodiceFiscale: who.CodiceFiscale}
	if who.Profilo != nil {
		chi.Profilo = *who.Profilo
	}
	titoli, err := w.Resolver.Sources.Titoli.Load(ctx, chi)
	return err == nil && titoli != nil && titoli.Mandato.VedeRichiesta(r, time.Now())
}

// Close ends what runs, and closes the archives.
func (w *World) Close() {
	w.stop()
	w.running.Wait()
	w.Resolver.Sources.Close()
	w.closeAll()
}
