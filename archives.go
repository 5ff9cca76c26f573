package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"cassetto/internal/archive"
	"cassetto/internal/store"
	"cassetto/internal/store/mongodb"
	"cassetto/internal/store/sqlite"
	"cassetto/sources"
	"cassetto/sources/agenda"
	"cassetto/sources/comunicazioni"
	"cassetto/sources/infocamere"
	"cassetto/sources/regolarita"
	"cassetto/sources/stampe"
)

// archives are the open archives of the program.
type archives struct {
	sources.Archives
	byName map[string]*archive.Archive
}

func archiveNames() []string { return slices.Sorted(maps.Keys(sources.Sections())) }

// openArchives opens every archive where the configuration says that it lives.
func openArchives(ctx context.Context, c *Config) (*archives, error) {
	a := &archives{byName: map[string]*archive.Archive{}}
	for _, name := range archiveNames() {
		s, err := openStore(ctx, c, name)
		if err != nil {
			a.Close()
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		a.byName[name] = archive.New(name, s)
	}
	a.Anagrafica, a.Complementari = a.byName["anagrafica"], a.byName["complementari"]
	a.Deleghe, a.Sedi = a.byName["deleghe"], a.byName["sedi"]
	a.Agenda = agenda.Open(a.byName[agenda.Name])
	a.Comunicazioni = comunicazioni.Open(a.byName[comunicazioni.Name])
	a.Regolarita, a.Stampe = regolarita.Open(a.byName[regolarita.Name]), stampe.Open(a.byName[stampe.Name])
	a.Infocamere = infocamere.FromArchive(a.byName[infocamere.Name])
	if c.Infocamere != "" {
		ask, err := infocamere.FromHTTP(c.Infocamere, nil)
		if err != nil {
			a.Close()
			return nil, fmt.Errorf("CASSETTO_INFOCAMERE_URL: %w", err)
		}
		a.Infocamere = ask
	}
	return a, nil
}

// openStore opens one archive: MongoDB where a URI is configured, the embedded engine otherwise.
func openStore(ctx context.Context, c *Config, name string) (store.Store, error) {
	collections := sources.Collections(name)
	if uri := c.mongo(name); uri != "" {
		return mongodb.Open(ctx, uri, "cassetto_"+name, collections...)
	}
	return sqlite.Open(ctx, filepath.Join(c.Dati, name+".db"), collections...)
}

// mongo is the URI of an archive's MongoDB, empty when it is embedded.
func (c *Config) mongo(name string) string {
	if uri := c.URI[name]; uri != "" {
		return uri
	}
	return c.MongoURI
}

// Close closes every archive.
func (a *archives) Close() error {
	var errs []error
	for _, one := range a.byName {
		errs = append(errs, one.Store.Close())
	}
	return errors.Join(errs...)
}
