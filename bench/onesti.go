package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"sync"
	"time"

	"cassetto/internal/playground"
)

// honest are clients that ask for what the playground offers, as one consultant.
type honest struct {
	url, token string
	client     *http.Client
	bodies     [][]byte
}

// asked are the playground's examples that honest clients ask for.
func asked() []string { return []string{"02-aziende", "03-dati-sintetici", "09-fascicolo-completo"} }

func newHonest(address, token string) (*honest, error) {
	h := &honest{url: "http://" + address + "/graphql", token: token, client: &http.Client{
		Timeout: patience, Transport: &http.Transport{MaxIdleConnsPerHost: 200},
	}}
	for _, e := range playground.Esempi() {
		if !slices.Contains(asked(), e.Nome) {
			continue
		}
		body, err := json.Marshal(map[string]any{"query": e.Query, "variables": json.RawMessage(e.Variables)})
		if err != nil {
			return nil, err
		}
		h.bodies = append(h.bodies, body)
	}
	return h, nil
}

// ask sends the n-th request; an answer with errors is an error.
func (h *honest) ask(ctx context.Context, n int) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(h.bodies[n%len(h.bodies)]))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+h.token)
	response, err := h.client.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || !bytes.HasPrefix(text, []byte(`{"data":`))) {
		err = fmt.Errorf("honest request: status %d: %.300s", response.StatusCode, text)
	}
	return err
}

// load asks so often for so long and returns how long that took, sorted.
func (h *honest) load(ctx context.Context, perSecond int, lasting time.Duration) ([]time.Duration, error) {
	took, err := steadily(ctx, perSecond, lasting, func(n int) error { return h.ask(ctx, n) })
	slices.Sort(took)
	return took, err
}

// steadily asks so often for so long, whatever the answers take, and returns how long after its instant each request was
// answered.
func steadily(ctx context.Context, perSecond int, lasting time.Duration, ask func(n int) error) (took []time.Duration, failed error) {
	took = make([]time.Duration, int(lasting.Seconds()*float64(perSecond)))
	var mu sync.Mutex
	var asking sync.WaitGroup
	begun := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for n := range took {
		due := begun.Add(time.Duration(n) * time.Second / time.Duration(perSecond))
		if wait := time.Until(due); wait > 0 {
			timer.Reset(wait)
			select {
			case <-timer.C:
			case <-ctx.Done():
			}
		}
		asking.Go(func() {
			err := ask(n)
			mu.Lock()
			defer mu.Unlock()
			took[n] = time.Since(due)
			if failed == nil {
				failed = err
			}
		})
	}
	asking.Wait()
	return took, failed
}
