package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"time"

	"cassetto/bench/palco"
	"cassetto/internal/access"
	"cassetto/internal/demo"
	"cassetto/internal/fault"
	"cassetto/internal/transport"
	"cassetto/resolvers"
	"cassetto/sources"
)

// inProcess serves the graph over the archives of a folder in this process, as the program does, to demo profiles that are known
// by their name instead of a token. It keeps so many bytes of what it reads; it is to be closed.
func inProcess(ctx context.Context, dati string, memory uint64) (h http.Handler, closeAll func(), err error) {
	a, closeArchives, err := palco.Archives(ctx, dati)
	if err != nil {
		return nil, nil, err
	}
	exec, stop, err := behindGate(&resolvers.Resolver{Sources: sources.Open(a, sources.Options{Timeout: 10 * time.Second, Memory: memory, Now: time.Now}), Now: time.Now})
	if err != nil {
		closeArchives()
		return nil, nil, err
	}
	return transport.New(exec, identities(), transport.Options{}), func() {
		stop()
		closeArchives()
	}, nil
}

// identities recognises the demo profiles, with nothing to allocate for it.
func identities() transport.Verify {
	all := map[string]access.Identita{}
	for _, p := range demo.Profili() {
		all[p.Nome] = access.Identita{CodiceFiscale: p.CodiceFiscale, Profilo: &p.Profilo, Scadenza: time.Now().Add(8 * time.Hour)}
	}
	return func(_ context.Context, profile string) (access.Identita, error) {
		who, found := all[profile]
		if !found {
			return who, fault.Errorf(fault.Unauthenticated, "Profilo sconosciuto.")
		}
		return who, nil
	}
}

// caller asks a handler one thing over and over, with nothing of its own to allocate.
type caller struct {
	handler http.Handler
	request *http.Request
	body    []byte
	reader  *bytes.Reader
	input   io.ReadCloser
	status  int
	answer  []byte
	head    http.Header
}

func newCaller(ctx context.Context, h http.Handler, q inquiry) (*caller, error) {
	c := &caller{handler: h, body: q.body, reader: bytes.NewReader(q.body), head: http.Header{}}
	var err error
	if c.request, err = http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/graphql", nil); err != nil {
		return nil, err
	}
	c.request.Header.Set("Content-Type", "application/json")
	c.request.Header.Set("Authorization", "Bearer "+q.profile)
	c.input, c.request.ContentLength = io.NopCloser(c.reader), int64(len(q.body))
	return c, nil
}

// call asks once more.
func (c *caller) call() error {
	c.reader.Reset(c.body)
	clear(c.head)
	c.request.Body = c.input // whoever answers may have wrapped it
	c.status, c.answer = http.StatusOK, c.answer[:0]
	c.handler.ServeHTTP(c, c.request)
	if c.status != http.StatusOK || !bytes.HasPrefix(c.answer, []byte(`{"data":{`)) || bytes.Contains(c.answer[len(c.answer)-min(len(c.answer), 200):], []byte(`"errors"`)) {
		return fmt.Errorf("status %d: %.300s", c.status, c.answer)
	}
	return nil
}

func (c *caller) Header() http.Header    { return c.head }
func (c *caller) WriteHeader(status int) { c.status = status }
func (c *caller) Write(b []byte) (int, error) {
	c.answer = append(c.answer, b...)
	return len(b), nil
}

// allocations is how often the program allocates to answer each inquiry, once all is kept that it reads. What net/http allocates
// for a request does not count.
func (c *course) allocations(ctx context.Context) (each []float64, err error) {
	h, closeAll, err := inProcess(ctx, c.dati, 64<<20)
	if err != nil {
		return nil, err
	}
	defer closeAll()
	const warm, times = 50, 500
	for _, q := range c.inquiries {
		one, err := newCaller(ctx, h, q)
		if err != nil {
			return nil, err
		}
		var before, after runtime.MemStats
		for n := range warm + times {
			if n == warm {
				runtime.ReadMemStats(&before)
			}
			if err := one.call(); err != nil {
				return nil, fmt.Errorf("%s: %w", q.name, err)
			}
		}
		runtime.ReadMemStats(&after)
		each = append(each, float64(after.Mallocs-before.Mallocs)/times)
	}
	return each, nil
}
