package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/demo"
	"cassetto/internal/demo/emittente"
	"cassetto/internal/importa"
	"cassetto/sources"
)

// demoToken is how long a demo token lasts.
const demoToken = 8 * time.Hour

// openDemo fills the embedded archives with the demo companies, publishes the calendars of their offices and recognises the demo
// identity.
func (a *App) openDemo(ctx context.Context, log io.Writer) error {
	if err := a.fill(ctx, log); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := a.publish(ctx); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	d, err := openDemoIdentity(a.config)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	a.demo = d
	a.verify = (&access.Verifier{Issuer: d.issuer.Issuer(), Audience: emittente.Audience, Keys: d.issuer.KeySet()}).Verify
	return nil
}

// demoState says which demo data the embedded archives hold; it is written when they are complete.
type demoState struct {
	Versione int // of the generator: a new one fills the archives again
	Aziende  int
}

// demoVersion is the version of the demo data.
const demoVersion = 4

// fill loads the demo companies into the embedded archives, once: a second start finds them. An archive that lives elsewhere
// is never filled.
func (a *App) fill(ctx context.Context, log io.Writer) error {
	file := filepath.Join(a.config.Dati, "demo.json")
	want, have := demoState{demoVersion, a.config.DemoAziende}, demoState{}
	if b, err := os.ReadFile(file); err == nil {
		_ = json.Unmarshal(b, &have) // an unreadable state is no state
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if have.Versione == want.Versione && have.Aziende >= want.Aziende {
		return nil
	}
	oggi := time.Date(2026, time.November, 23, 6, 0, 0, 0, model.Roma) // the same data whenever they are made
	sinks := map[string]*importa.Sink{}
	for name, sections := range sources.Sections() {
		if a.config.mongo(name) != "" {
			continue
		}
		t := target(name, sections, a.archives.byName[name])
		t.At = oggi
		s, err := importa.NewSink(t)
		if err != nil {
			return err
		}
		sinks[name] = s
	}
	bar := newBar(log, want.Aziende)
	err := demo.Generate(ctx, demo.Options{Aziende: want.Aziende, Oggi: oggi}, func(archivio, sezione string, doc any) error {
		if sezione == "aziende" {
			bar.step()
		}
		if s := sinks[archivio]; s != nil {
			return s.Add(ctx, sezione, doc)
		}
		return nil
	})
	for _, s := range sinks {
		if e := s.Close(ctx); err == nil {
			err = e
		}
	}
	bar.end()
	if err != nil {
		return err
	}
	b, err := json.Marshal(want)
	if err != nil {
		return err
	}
	return os.WriteFile(file, b, 0o600)
}

// demoIdentity is the issuer of the demo: it makes anybody who asks into one of the demo profiles.
type demoIdentity struct {
	issuer   *emittente.Emittente
	profiles []demo.Profilo
}

func openDemoIdentity(c *Config) (*demoIdentity, error) {
	e, err := emittente.Open(c.Dati, "http://"+c.Addr)
	return &demoIdentity{e, demo.Profili()}, err
}

var errNoProfile = errors.New("unknown demo profile: " + demoProfiles())

// token makes a token of a demo profile.
func (d *demoIdentity) token(name string) (string, error) {
	for _, p := range d.profiles {
		switch {
		case p.Nome != name:
		case p.Sede != "":
			return d.issuer.TokenServizio(string(p.CodiceFiscale), emittente.Servizio{Nome: "back-office", Client: p.Nome, Sede: p.Sede}, demoToken)
		default:
			return d.issuer.Token(string(p.CodiceFiscale), "", p.Profilo, demoToken)
		}
	}
	return "", errNoProfile
}

// register serves the profiles and their tokens to pages of this very server.
func (d *demoIdentity) register(mux *http.ServeMux) {
	mux.Handle("GET "+emittente.PathDiscovery, onLoopback(d.issuer.Discovery()))
	mux.Handle("GET "+emittente.PathJWKS, onLoopback(d.issuer.JWKS()))
	mux.Handle("GET /demo/profili", onLoopback(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		type profile struct {
			Profilo     string `json:"profilo"`
			Descrizione string `json:"descrizione"`
		}
		list := make([]profile, len(d.profiles))
		for i, p := range d.profiles {
			list[i] = profile{p.Nome, p.Descrizione}
		}
		reply(w, http.StatusOK, list)
	})))
	mux.Handle("POST /demo/token", onLoopback(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var ask struct{ Profilo string }
		if r.Header.Get("Content-Type") != "application/json" {
			reply(w, http.StatusUnsupportedMediaType, map[string]string{"errore": "serve application/json"})
			return
		}
		if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<10)).Decode(&ask); err != nil {
			reply(w, http.StatusBadRequest, map[string]string{"errore": "corpo non valido"})
			return
		}
		token, err := d.token(ask.Profilo)
		if err != nil {
			reply(w, http.StatusBadRequest, map[string]string{"errore": "profilo sconosciuto"})
			return
		}
		reply(w, http.StatusOK, map[string]string{"token": token})
	})))
}

// onLoopback refuses what was not addressed to this machine by name: a page elsewhere whose host name was made to point here
// must not get a token.
func onLoopback(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			reply(w, http.StatusMisdirectedRequest, map[string]string{"errore": "solo da questa macchina"})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(v); err != nil {
		slog.Debug("client gone", "cause", err)
	}
}

// bar shows on a terminal how many companies were made.
type bar struct {
	to          io.Writer // nil: silent
	done, total int
	shown       time.Time
}

func newBar(log io.Writer, total int) *bar {
	if !isTerminal(log) {
		log = nil
	}
	return &bar{to: log, total: total}
}

func (b *bar) step() {
	b.done++
	if b.to != nil && time.Since(b.shown) > 100*time.Millisecond {
		b.shown = time.Now()
		done := min(b.done, b.total)
		fmt.Fprintf(b.to, "\rdemo: %d of %d companies (%d%%) ", done, b.total, 100*done/max(b.total, 1))
	}
}

func (b *bar) end() {
	if b.to != nil {
		fmt.Fprintf(b.to, "\r%60s\r", "")
	}
}
