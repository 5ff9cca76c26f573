package archive

import (
	"context"
	"sync"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/store"
)

// stampTTL bounds how long a load by another process goes unnoticed.
const stampTTL = 30 * time.Second

// stamps remembers when the sections of an archive were loaded.
type stamps struct {
	mu   sync.Mutex
	at   map[string]model.DataOra
	read time.Time
}

// UpdatedAt is the instant of which a section's data are; the zero instant when it was never loaded.
func (a *Archive) UpdatedAt(ctx context.Context, section string) (model.DataOra, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if time.Since(a.read) > stampTTL {
		at, err := readStamps(ctx, a.Store, a.Name)
		if err != nil {
			return "", err
		}
		a.at, a.read = at, time.Now()
	}
	if at, ok := a.at[section]; ok {
		return at, nil
	}
	return "1970-01-01T00:00:00Z", nil
}

// remember replaces what is remembered by stamps just read.
func (s *stamps) remember(at map[string]model.DataOra) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.at, s.read = at, time.Now()
}

// readStamps says when each section of an archive was loaded.
func readStamps(ctx context.Context, s store.Store, archive string) (map[string]model.DataOra, error) {
	at := map[string]model.DataOra{}
	err := s.Read(ctx, Loads, []string{"archivio"}, []string{archive}, func(_ string, r store.Row) error {
		var l load
		err := r.Decode(&l)
		at[l.Sezione] = l.AggiornatoAl
		return err
	})
	return at, err
}
