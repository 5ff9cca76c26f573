// Package sources is what resolvers know of the archives: sections, each read in batches.
package sources

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/fault"
)

// Fetch reads many keys at once; a key that the archive does not know is missing from the map.
type Fetch[K comparable, T any] func(ctx context.Context, keys []K) (map[K]T, error)

// errPanicked is what those get for whom a read panicked.
var errPanicked = errors.New("sources: the read panicked")

// Section is what an archive knows of a key. It does not authorise: only package resolvers may call Load.
type Section[K comparable, T any] struct {
	archive string
	timeout time.Duration
	fetch   Fetch[K, T]
}

// Load reads the value of a key, together with the other keys that the response asks for at about the same time. The value
// is the zero one when the archive does not know the key; it is shared and must not be modified.
func (s *Section[K, T]) Load(ctx context.Context, key K) (T, error) {
	return loaderOf(ctx, s).Load(ctx, key)()
}

// LoadAmong reads the value of a key that belongs to a group: the first call reads the whole group in one fetch, without
// waiting, and the others find it done. The group is known by its identity, which lasts as long as the response.
func (s *Section[K, T]) LoadAmong(ctx context.Context, key K, group any, keys func() []K) (T, error) {
	g := groupOf(ctx, s, group)
	g.once.Do(func() {
		g.err = errPanicked
		g.values, g.err = s.read(g.ctx, keys())
	})
	return g.values[key], g.err
}

// read asks the archive, within the section's timeout.
func (s *Section[K, T]) read(ctx context.Context, keys []K) (map[K]T, error) {
	return within(ctx, s.timeout, s.archive, func(ctx context.Context) (map[K]T, error) { return s.fetch(ctx, keys) })
}

// recovering is read for the loader, which would write to the log what a read panicked with: it may hold anything.
func (s *Section[K, T]) recovering(ctx context.Context, keys []K) (values map[K]T, err error) {
	defer func() {
		if p := recover(); p != nil {
			slog.ErrorContext(ctx, "read panicked", "archivio", s.archive, "kind", fmt.Sprintf("%T", p), "stack", string(debug.Stack()))
			values, err = nil, errPanicked
		}
	}()
	return s.read(ctx, keys)
}

// within asks an archive and names it when it does not answer in time, or at all.
func within[T any](ctx context.Context, timeout time.Duration, archive string, ask func(context.Context) (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	v, err := ask(ctx)
	var ours *fault.Error
	var input *model.InputError
	if err == nil || errors.As(err, &ours) || errors.As(err, &input) {
		return v, err
	}
	var none T
	return none, fault.ArchiveDown(archive, err)
}

// OfCompany is a section asked of companies, by a key that they have.
type OfCompany[K comparable, T any] struct {
	Section[K, T]
	key func(*model.Azienda) K
}

// Load reads the section of a company and of all those that came with it.
func (s *OfCompany[K, T]) Load(ctx context.Context, a *model.Azienda) (T, error) {
	if a.Insieme == nil {
		return s.Section.Load(ctx, s.key(a))
	}
	return s.LoadAmong(ctx, s.key(a), a.Insieme, func() []K {
		keys := make([]K, 0, len(a.Insieme.Aziende))
		seen := make(map[K]bool, len(a.Insieme.Aziende))
		for i := range a.Insieme.Aziende {
			if k := s.key(&a.Insieme.Aziende[i]); !seen[k] {
				seen[k] = true
				keys = append(keys, k)
			}
		}
		return keys
	})
}
