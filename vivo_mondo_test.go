package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"cassetto/graph/model"
	"cassetto/internal/access"
	"cassetto/internal/archive"
	"cassetto/internal/live"
	"cassetto/internal/operation"
	"cassetto/internal/store/sqlite"
	"cassetto/internal/transport"
	"cassetto/resolvers"
	"cassetto/sources"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
)

// The forms of cursors; clients keep them.
const (
	formaRichieste    = live.Form("1:")
	formaAppuntamenti = live.Form("A1:")
)

// vivo is a server with archives of requests and of appointments of its own, whose events the tests write.
type vivo struct {
	*server
	archivio *comunicazioni.Archivio
	agenda   *agenda.Archivio
	feeds    *resolvers.Feeds
	exec     *operation.Executor
	url      string
	fatte    atomic.Int64 // answers that were made
	mu       sync.Mutex
	righe    map[string]*riga
	ultima   int64
}

type riga struct {
	model.Richiesta
	versione int64
}

func bootVivo(t *testing.T) *vivo {
	t.Helper()
	v := &vivo{server: boot(t, nil), righe: map[string]*riga{}}
	v.archivio = comunicazioni.Open(archivioNuovo(t, comunicazioni.Name))
	v.agenda = agenda.Open(archivioNuovo(t, agenda.Name))
	v.feeds = v.app.openLive(t.Context(), v.archivio, v.agenda)
	stop := v.app.close[len(v.app.close)-1] // before the archive is closed
	t.Cleanup(func() { _ = stop() })
	r := &resolvers.Resolver{Sources: v.app.sources, Now: time.Now, Live: v.feeds, Seen: transport.LastEventID}
	exec, err := resolvers.NewExecutor(r)
	if err != nil {
		t.Fatal(err)
	}
	v.exec = exec
	gate := v.app.exec.Gate
	v.exec.Policy, v.exec.Documents, v.exec.Quota, v.exec.Explores, v.exec.Exempt = gate.Policy, gate.Documents, gate.Quota, gate.Explores, gate.Exempt
	v.exec.AroundResponses(func(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
		v.fatte.Add(1)
		return next(ctx)
	})
	edge := httptest.NewServer(transport.New(v.exec, v.app.verify, transport.Options{StreamsOfUser: 1000}))
	t.Cleanup(edge.Close)
	v.url = edge.URL
	return v
}

// archivioNuovo is an empty archive.
func archivioNuovo(t *testing.T, name string) *archive.Archive {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), name+".db"), sources.Collections(name)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return archive.New(name, s)
}

// accade adds an event to a request, which is of Officine Aurora when it is new, and says its position.
func (v *vivo) accade(t *testing.T, id string, cambia func(*model.Richiesta)) int64 {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	r := v.righe[id]
	if r == nil {
		r = &riga{Richiesta: model.Richiesta{
			ID: id, Tipo: model.TipoRichiestaGenerica, Testo: "Testo di " + id, Matricola: "9900010011", CodiceFiscale: "10000011055", CodiceSede: "4900",
			Mittente: &model.MittenteRichiesta{CodiceFiscale: "SLAMRC75D12A000F", Qualifica: model.ProfiloUtenteLegaleRappresentante},
			Recapiti: &model.RecapitiRichiesta{Email: new("posta@esempio.it")}, Stato: model.StatoRichiestaAperta, Allegati: []model.Allegato{},
			DataApertura: "2026-11-23T10:00:00Z", DataUltimoAggiornamento: "2026-11-23T10:00:00Z", IDRadice: id,
		}}
		v.righe[id] = r
	}
	if cambia != nil {
		cambia(&r.Richiesta)
	}
	n := int32(len(r.Eventi) + 1)
	r.Eventi = append(r.Eventi, model.EventoRichiesta{Numero: n, Ts: "2026-11-23T10:00:00Z", Tipo: model.TipoEventoRichiestaCommento, AStato: r.Stato})
	doc, err := json.Marshal(r.Richiesta)
	if err == nil {
		r.versione, err = v.archivio.Store.Put(t.Context(), comunicazioni.Richieste.Collection, doc, r.versione)
	}
	if err != nil {
		t.Fatal(err)
	}
	v.ultima++
	voce := fmt.Sprintf(`{"serie":"eventi","numero":%d,"soggetto":"%s/%d"}`, v.ultima, id, n)
	if _, err := v.archivio.Store.Put(t.Context(), comunicazioni.Collections()[1], json.RawMessage(voce), 0); err != nil {
		t.Fatal(err)
	}
	return v.ultima
}

// ascolto is a client of a stream of events.
type ascolto struct {
	t    *testing.T
	body io.ReadCloser
	in   *bufio.Reader
}

// notizia is an event of a stream.
type notizia struct {
	id, kind string
	answer
}

func (n notizia) aggiornamento() (a map[string]any) {
	for _, one := range n.Data { // there is one, of whatever is followed
		a, _ = one.(map[string]any)
	}
	return a
}

// ascolta subscribes as a demo profile; seen is the Last-Event-ID.
func (v *vivo) ascolta(t *testing.T, profile, query, seen string) *ascolto {
	t.Helper()
	token, err := v.app.demo.token(profile)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := json.Marshal(map[string]any{"query": query})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.url, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Authorization", "Bearer "+token)
	if seen != "" {
		r.Header.Set("Last-Event-ID", seen)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	if response.StatusCode != http.StatusOK {
		t.Fatal(response.Status)
	}
	return &ascolto{t, response.Body, bufio.NewReader(response.Body)}
}

func (a *ascolto) next() notizia {
	a.t.Helper()
	var n notizia
	for {
		line, err := a.in.ReadString('\n')
		if err != nil {
			a.t.Fatal(err)
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch name {
		case "id":
			n.id = value
		case "event":
			n.kind = value
		case "data":
			if err := json.Unmarshal([]byte(value), &n.answer); err != nil {
				a.t.Fatalf("%v in %s", err, value)
			}
		case "":
			if n.kind != "" {
				return n
			}
		}
	}
}

// flusso is a stream without a transport.
type flusso struct {
	t      *testing.T
	next   graphql.ResponseHandler
	ctx    context.Context
	cancel context.CancelFunc
}

// apre begins a stream of an operation for a demo profile; its first answer may be that it is refused.
func (v *vivo) apre(t *testing.T, profile, query string, variables map[string]any) *flusso {
	t.Helper()
	token, err := v.app.demo.token(profile)
	if err != nil {
		t.Fatal(err)
	}
	who, err := v.app.verify(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(graphql.StartOperationTrace(access.With(t.Context(), who)))
	t.Cleanup(cancel)
	op, errs := v.exec.CreateOperationContext(ctx, &graphql.RawParams{Query: query, Variables: variables})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	next, running := v.exec.DispatchOperation(ctx, op)
	return &flusso{t, next, running, cancel}
}

// risposta is the next answer: the first error's code, and the data. A stream that says nothing is ended, and both are empty.
func (f *flusso) risposta() (code any, data string) {
	f.t.Helper()
	late := time.AfterFunc(time.Minute, f.cancel) // which ends the waiting
	defer late.Stop()
	r := f.next(f.ctx)
	switch {
	case r == nil:
		return "", ""
	case len(r.Errors) > 0:
		return r.Errors[0].Extensions["code"], string(r.Data)
	}
	return "", string(r.Data)
}
