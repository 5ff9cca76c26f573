package registro_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"cassetto/internal/registro"
	"cassetto/internal/store"
	"cassetto/internal/store/sqlite"
	"cassetto/internal/store/storetest"
)

var collezione = registro.Collection("registro")

// apri opens the store in a file; several may open the same one, as several processes do.
func apri(t *testing.T, file string) store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), file, collezione)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func nuovoFile(t *testing.T) string { return filepath.Join(t.TempDir(), "registro.db") }

// TestRegistro: several processes enter the same and other subjects at once: every subject has one number, and the numbers of
// a series are those from 1 on.
func TestRegistro(t *testing.T) {
	file := nuovoFile(t)
	const processi, soggetti = 4, 40
	numeri := make([]map[string]int64, processi)
	var insieme sync.WaitGroup
	for p := range processi {
		r := registro.New(apri(t, file), collezione)
		numeri[p] = map[string]int64{}
		insieme.Go(func() {
			for i := range soggetti {
				s := (i*7 + p*11) % soggetti // each in an order of its own
				n, err := r.Iscrivi(t.Context(), fmt.Sprint("serie", s%2), fmt.Sprint("R-", s))
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
	for passi := range 4 {
		file := nuovoFile(t)
		vivo := registro.New(apri(t, file), collezione)
		if _, err := vivo.Iscrivi(t.Context(), "s", "R-0"); err != nil {
			t.Fatal(err)
		}
		mortale := registro.New(&storetest.Killed{Store: apri(t, file), Left: passi}, collezione)
		if _, err := mortale.Iscrivi(t.Context(), "s", "R-1"); passi < 3 && !errors.Is(err, storetest.ErrKilled) {
			t.Fatalf("after %d questions: %v", passi, err)
		}
		for i, soggetto := range []string{"R-0", "R-1", "R-2", "R-1"} {
			n, err := vivo.Iscrivi(t.Context(), "s", soggetto)
			if want := []int64{1, 2, 3, 2}[i]; n != want || err != nil {
				t.Errorf("killed after %d questions: %s has %d, %v; want %d", passi, soggetto, n, err, want)
			}
		}
	}
}
