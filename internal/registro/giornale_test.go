package registro_test

import (
	"errors"
	"slices"
	"testing"

	"cassetto/internal/live"
	"cassetto/internal/registro"
	"cassetto/internal/store/storetest"
)

// TestGiornale: the events of a subject are entered once and in order, however often they are, and are read page by page.
func TestGiornale(t *testing.T) {
	g := registro.NewGiornale(apri(t, nuovoFile(t)), collezione)
	for _, uno := range []struct {
		soggetto           string
		registrati, ultimo int32
	}{{"A", 0, 2}, {"B", 0, 1}, {"A", 0, 3}, {"A", 3, 3}, {"B", 1, 2}, {"A", 1, 3}} {
		if err := g.Registra(t.Context(), uno.soggetto, uno.registrati, uno.ultimo); err != nil {
			t.Fatal(err)
		}
	}
	want := []live.Entry{
		{Position: 1, Subject: "A", Event: 1}, {Position: 2, Subject: "A", Event: 2}, {Position: 3, Subject: "B", Event: 1},
		{Position: 4, Subject: "A", Event: 3}, {Position: 5, Subject: "B", Event: 2},
	}
	if last, err := g.Last(t.Context()); last != 5 || err != nil {
		t.Errorf("it ends at %d, %v", last, err)
	}
	for dopo := range len(want) + 1 {
		for most := 1; most <= len(want); most++ {
			got, err := g.After(t.Context(), int64(dopo), most)
			if w := want[dopo:min(dopo+most, len(want))]; err != nil || !slices.Equal(got, w) {
				t.Errorf("%d after %d: %v, %v; want %v", most, dopo, got, err, w)
			}
		}
	}
}

// TestGiornaleVuoto: an empty journal ends at 0.
func TestGiornaleVuoto(t *testing.T) {
	g := registro.NewGiornale(apri(t, nuovoFile(t)), collezione)
	last, err := g.Last(t.Context())
	entries, errDopo := g.After(t.Context(), 0, 10)
	if last != 0 || len(entries) != 0 || errors.Join(err, errDopo) != nil {
		t.Errorf("%d, %v, %v, %v", last, entries, err, errDopo)
	}
}

// TestGiornaleUcciso: whoever is killed while he enters events leaves a beginning of them, which the next one goes on with.
func TestGiornaleUcciso(t *testing.T) {
	for passi := 0; ; passi++ {
		file := nuovoFile(t)
		vivo := registro.NewGiornale(apri(t, file), collezione)
		errore := registro.NewGiornale(&storetest.Killed{Store: apri(t, file), Left: passi}, collezione).Registra(t.Context(), "A", 0, 3)
		if errore != nil && !errors.Is(errore, storetest.ErrKilled) || errore == nil && passi < 6 {
			t.Fatalf("after %d questions: %v", passi, errore)
		}
		if err := vivo.Registra(t.Context(), "A", 0, 3); err != nil {
			t.Fatal(err)
		}
		entries, err := vivo.After(t.Context(), 0, 10)
		for i, e := range entries {
			if e != (live.Entry{Position: int64(i + 1), Subject: "A", Event: int32(i + 1)}) {
				t.Errorf("killed after %d questions: %v at %d", passi, e, i+1)
			}
		}
		if len(entries) != 3 || err != nil {
			t.Errorf("killed after %d questions: %v, %v", passi, entries, err)
		}
		if errore == nil {
			return
		}
	}
}
