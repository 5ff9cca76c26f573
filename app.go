package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync/atomic"

	"cassetto/internal/access"
	"cassetto/internal/allegati"
	"cassetto/internal/cache"
	"cassetto/internal/operation"
	"cassetto/internal/plan"
	"cassetto/internal/playground"
	"cassetto/internal/transport"
	"cassetto/sources"
)

// App is the program, ready to answer.
type App struct {
	config   *Config
	archives *archives
	demo     *demoIdentity // nil without demo
	verify   transport.Verify
	analista func(context.Context) bool // whether the caller is an analyst
	sources  *sources.Sources
	exec     *operation.Executor
	piani    func() plan.Counts // how many operations were answered by plans
	edge     *transport.Edge
	files    *allegati.Scarico                         // attachments, by links
	forget   func(context.Context, cache.Change) error // drops from the caches what has changed
	close    []func() error                            // what is open besides the archives
	stopping atomic.Bool
}

// OpenApp opens the archives, fills those of the demo, and finds who issues tokens.
func OpenApp(ctx context.Context, c *Config, log io.Writer) (*App, error) {
	a, err := openArchives(ctx, c)
	if err != nil {
		return nil, err
	}
	app := &App{config: c, archives: a}
	if err = app.openIdentity(ctx, log); err == nil {
		err = app.openEdge(ctx)
	}
	if err != nil {
		app.Close()
		return nil, err
	}
	app.watch(ctx)
	return app, nil
}

// openIdentity finds who issues tokens; where that is the demo, it fills its archives.
func (a *App) openIdentity(ctx context.Context, log io.Writer) error {
	if c := a.config; !c.Demo() {
		a.verify = (&access.Verifier{Issuer: c.OIDCIssuer, Audience: c.OIDCAudience, Keys: access.NewChiaviRemote(c.OIDCIssuer, nil)}).Verify
		return nil
	}
	return a.openDemo(ctx, log)
}

// Close closes what is open, the latest first, and the archives at last: others use them.
func (a *App) Close() error {
	var errs []error
	for _, one := range slices.Backward(a.close) {
		errs = append(errs, one())
	}
	return errors.Join(append(errs, a.archives.Close())...)
}

// Handler serves the playground, the graph, the demo identity and whether the program lives and is ready for requests.
func (a *App) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/", playground.Handler())
	mux.Handle("/graphql", a.edge)
	mux.Handle(allegati.Percorso, a.files)
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if a.stopping.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	a.registerAmministrazione(mux)
	if a.demo != nil {
		a.demo.register(mux)
	}
	return a.leaving(mux)
}

// leaving lets no connection be used again once the program stops: a client that keeps one would find it closed while it asks.
func (a *App) leaving(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(lastAnswer{w, &a.stopping}, r)
	})
}

// lastAnswer is an answer that ends its connection if, when it begins, the program is to stop.
type lastAnswer struct {
	http.ResponseWriter
	stopping *atomic.Bool
}

func (l lastAnswer) WriteHeader(status int) {
	if l.stopping.Load() {
		l.Header().Set("Connection", "close")
	}
	l.ResponseWriter.WriteHeader(status)
}

func (l lastAnswer) Write(b []byte) (int, error) {
	if l.stopping.Load() {
		l.Header().Set("Connection", "close") // in vain once the header has left
	}
	return l.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (l lastAnswer) Unwrap() http.ResponseWriter { return l.ResponseWriter }
