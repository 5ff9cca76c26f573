package main

import (
	"context"
	"errors"
	"io"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"cassetto/graph/model"
	"cassetto/internal/archive"
	"cassetto/internal/cache"
	"cassetto/sources"
	"cassetto/sources/deleghe"
)

// TestVeglia: an instance hears of what another one changes in the archives that they share: of a delega by its codes, of a load as
// of a whole section. What cannot be forgotten at once is told again.
func TestVeglia(t *testing.T) {
	folder := t.TempDir()
	one, other := openFolder(t, folder), openFolder(t, folder)
	heard := make(chan cache.Change)
	var once atomic.Bool
	one.forget = func(ctx context.Context, c cache.Change) error {
		if once.CompareAndSwap(false, true) {
			return errors.New("not now")
		}
		select {
		case heard <- c:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	one.watch(t.Context())
	there := other.archives.byName
	d := model.Delega{
		ID: "D-1", Tipo: model.TipoDelegaDirettaDipendente, Stato: model.StatoDelegaAttiva, DeleganteCf: "RSSMRA80A01A000C", DelegatoCf: "FRRGLI82P55A000W",
		Posizione: &model.PosizioneDelegata{Gestione: model.GestioneContributivaDipendenti, Codice: "9900010011"}, Qualifica: model.ProfiloUtenteAzienda,
		Servizi: []model.Servizio{}, Perimetro: model.PerimetroDelegaTotale, Cf: []model.CodiceFiscale{}, Inizio: "2026-01-01",
	}
	if _, err := deleghe.Registra(t.Context(), there["deleghe"], d); err != nil {
		t.Fatal(err)
	}
	hears(t, heard, cache.Change{Archive: "deleghe", Section: "deleghe", Tags: cache.TagsOf("9900010011", "D-1", "FRRGLI82P55A000W")})
	if err := archive.Stamp(t.Context(), there["complementari"].Store, "complementari", "emens", time.Now()); err != nil {
		t.Fatal(err)
	}
	hears(t, heard, cache.Change{Archive: "complementari", Section: "emens"})
	for name, a := range one.archives.byName {
		if a.LastPoll().IsZero() {
			t.Errorf("%s is not watched", name)
		}
	}
}

func hears(t *testing.T, heard <-chan cache.Change, want cache.Change) {
	t.Helper()
	select {
	case got := <-heard:
		if !reflect.DeepEqual(got, want) {
			t.Errorf("heard %+v, want %+v", got, want)
		}
	case <-time.After(time.Minute):
		t.Fatalf("%+v was not heard", want)
	}
}

// openFolder opens the archives of a folder and nothing else.
func openFolder(t *testing.T, folder string) *App {
	t.Helper()
	config, _, err := loadConfig(call{args: []string{"-dati", folder}, getenv: func(string) string { return "" }, log: io.Discard}, nil)
	if err != nil {
		t.Fatal(err)
	}
	archives, err := openArchives(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	app := &App{config: config, archives: archives}
	t.Cleanup(func() {
		if err := app.Close(); err != nil {
			t.Error(err)
		}
	})
	return app
}

// TestVegliaAnswers: the server watches every archive that it reads from before it answers, and no other.
func TestVegliaAnswers(t *testing.T) {
	s := boot(t, map[string]string{"CASSETTO_INFOCAMERE_URL": "http://127.0.0.1:1/"})
	for name, a := range s.app.archives.byName {
		if watched := !a.LastPoll().IsZero(); watched == (name == "infocamere") {
			t.Errorf("%s is watched: %v", name, watched)
		}
	}
}

// TestVegliaDeclared: whatever says when it was modified has an index to be polled by, and the codes of who depends on it.
func TestVegliaDeclared(t *testing.T) {
	found := 0
	for _, name := range archiveNames() {
		for _, s := range sources.Followed(name) {
			if s.Modified == "" {
				continue
			}
			found++
			if err := indexedBy(s); err != nil {
				t.Errorf("%s %s: %v", name, s.Collection.Name, err)
			}
		}
	}
	if found != 8 {
		t.Errorf("%d sections", found)
	}
}

func indexedBy(s archive.Section) error {
	if len(s.Codes) == 0 {
		return errors.New("no codes")
	}
	for _, fields := range s.Collection.Index {
		if fields[0] == s.Modified {
			return nil
		}
	}
	return errors.New("no index begins with " + s.Modified)
}
