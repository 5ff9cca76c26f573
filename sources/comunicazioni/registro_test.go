package comunicazioni

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"cassetto/internal/archive"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
)

// apri opens the archive in a file; several may open the same one, as several processes do.
func apri(t *testing.T, file string) *Archivio {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, append(archive.Collections(Sections()), Collections()...)...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return Open(archive.New(Name, s))
}

func nuovoFile(t *testing.T) string { return filepath.Join(t.TempDir(), "comunicazioni.db") }

// TestRegistro: several processes enter the same and other subjects at once: every subject has one number, and the numbers of
// a series are those from 1 on.
func TestRegistro(t *testing.T) {
	file := nuovoFile(t)
	const processi, soggetti = 4, 40
	numeri := make([]map[string]int64, processi)
	var insieme sync.WaitGroup
	for p := range processi {
		r := apri(t, file).protocolli
		numeri[p] = map[string]int64{}
		insieme.Go(func() {
			for i := range soggetti {
				s := (i*7 + p*11) % soggetti // each in an order of its own
				n, err := r.iscrivi(t.Context(), fmt.Sprint("serie", s%2), fmt.Sprint("R-", s))
				if err != nil {
					t.Error(err)
				}
				numeri[p][fmt.Sprint("R-", s)] = n
			}
		})
	}
	insieme.Wait()
	for s := range 2 {
		var visti []int64
		for i := s; i < soggetti; i += 2 {
			n := numeri[0][fmt.Sprint("R-", i)]
			visti = append(visti, n)
			for p := range processi {
				if numeri[p][fmt.Sprint("R-", i)] != n {
					t.Errorf("R-%d has %d in process 0 and %d in process %d", i, n, numeri[p][fmt.Sprint("R-", i)], p)
				}
			}
		}
		slices.Sort(visti)
		for i, n := range visti {
			if n != int64(i+1) {
				t.Fatalf("series %d: numbers %v", s, visti)
			}
		}
	}
}

// TestRegistroUcciso: whoever is killed between any two questions to the store leaves a register that the next goes on with.
func TestRegistroUcciso(t *testing.T) {
	ucciso := errors.New("killed")
	for passi := range 4 {
		file := nuovoFile(t)
		vivo := apri(t, file)
		if _, err := vivo.protocolli.iscrivi(t.Context(), "s", "R-0"); err != nil {
			t.Fatal(err)
		}
		mortale := apri(t, file)
		mortale.protocolli.store = &contato{Store: mortale.Store, restano: passi, fine: ucciso}
		if _, err := mortale.protocolli.iscrivi(t.Context(), "s", "R-1"); passi < 3 && !errors.Is(err, ucciso) {
			t.Fatalf("after %d questions: %v", passi, err)
		}
		for i, soggetto := range []string{"R-0", "R-1", "R-2", "R-1"} {
			n, err := vivo.protocolli.iscrivi(t.Context(), "s", soggetto)
			if want := []int64{1, 2, 3, 2}[i]; n != want || err != nil {
				t.Errorf("killed after %d questions: %s has %d, %v; want %d", passi, soggetto, n, err, want)
			}
		}
	}
}

// contato is a store that ends after so many questions.
type contato struct {
	store.Store
	restano int
	fine    error
}

func (c *contato) passa() error {
	if c.restano--; c.restano < 0 {
		return c.fine
	}
	return nil
}

func (c *contato) Read(ctx context.Context, k *store.Collection, by, keys []string, each func(string, store.Row) error) error {
	if err := c.passa(); err != nil {
		return err
	}
	return c.Store.Read(ctx, k, by, keys, each)
}

func (c *contato) Search(ctx context.Context, k *store.Collection, q store.Query, each func(store.Row) error) error {
	if err := c.passa(); err != nil {
		return err
	}
	return c.Store.Search(ctx, k, q, each)
}

func (c *contato) Put(ctx context.Context, k *store.Collection, doc json.RawMessage, expected int64) (int64, error) {
	if err := c.passa(); err != nil {
		return 0, err
	}
	return c.Store.Put(ctx, k, doc, expected)
}
