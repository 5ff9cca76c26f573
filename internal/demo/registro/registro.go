// Package registro plays the Registro delle imprese: the service that archive infocamere asks, for tests and for trying the
// gateway. It speaks the format of docs/infocamere.md.
package registro

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net/http"

	"cassetto/graph/model"
)

// Bounds of a request.
const (
	maxCodes = 200
	maxBody  = 64 << 10
)

// Lookup finds firms; one that the register does not know is missing from the map.
type Lookup func(ctx context.Context, codici []string) (map[string]*model.DatiInfocamere, error)

type question struct {
	CodiciFiscali []string `json:"codiciFiscali"`
}

type answer struct {
	Imprese []*model.DatiInfocamere `json:"imprese"`
}

// Handler answers POST requests with the firms that lookup finds, each once, in the order of the request. A request that is
// not well made gets a status of 4xx, a failing lookup 503.
func Handler(lookup Lookup) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		codes, status := read(w, r)
		if status != http.StatusOK {
			http.Error(w, http.StatusText(status), status)
			return
		}
		found, err := lookup(r.Context(), codes)
		if err != nil {
			http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
			return
		}
		a := answer{Imprese: []*model.DatiInfocamere{}}
		for _, c := range codes {
			if i := found[c]; i != nil {
				a.Imprese = append(a.Imprese, i)
				delete(found, c)
			}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(a) // the caller is gone
	})
}

// read gives the codes of a request, or the status that it deserves.
func read(w http.ResponseWriter, r *http.Request) ([]string, int) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return nil, http.StatusMethodNotAllowed
	}
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return nil, http.StatusUnsupportedMediaType
	}
	var q question
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&q)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large), len(q.CodiciFiscali) > maxCodes:
		return nil, http.StatusRequestEntityTooLarge
	case err != nil, q.CodiciFiscali == nil:
		return nil, http.StatusBadRequest
	}
	return q.CodiciFiscali, http.StatusOK
}
