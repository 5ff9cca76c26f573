package main

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/sources"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/deleghe"
	"cassetto/sources/infocamere"
	"cassetto/sources/regolarita"
	"cassetto/sources/stampe"
)

// How often the archives are looked at for what others have changed. A delega that was revoked must soon be of no use, and what
// an office answers soon be seen.
const (
	lookAtCommanded = 500 * time.Millisecond
	lookAtOthers    = 5 * time.Second
)

// commanded are the archives that users change.
var commanded = []string{agenda.Name, comunicazioni.Name, deleghe.Name, regolarita.Name, stampe.Name}

// watch forgets, until the program ends, what others change in the archives. When it returns each archive was looked at once, so
// that nothing can be read and kept before changes to it are noticed.
func (a *App) watch(ctx context.Context) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	var begun, running sync.WaitGroup
	for name, one := range a.archives.byName {
		if name == infocamere.Name && a.config.Infocamere != "" {
			continue // the embedded copy is not read
		}
		every := lookAtOthers
		if slices.Contains(commanded, name) {
			every = lookAtCommanded
		}
		w := one.Watch(sources.Followed(name), func(m archive.Mutation) error {
			err := a.forget(ctx, changeOf(m))
			if errors.Is(err, cache.ErrDown) {
				return nil // forgotten here; the others are told as soon as they can be, and look themselves
			}
			return err
		})
		begun.Add(1)
		running.Go(func() {
			_ = w.Poll(ctx) // logs its failure; the next one makes up for it
			begun.Done()
			w.Run(ctx, every)
		})
	}
	begun.Wait()
	a.close = append(a.close, func() error {
		stop()
		running.Wait()
		return nil
	})
}

// changeOf is a mutation as caches are told of it.
func changeOf(m archive.Mutation) cache.Change {
	return cache.Change{Archive: m.Archive, Section: m.Section, Tags: cache.TagsOf(m.Codes...)}
}
